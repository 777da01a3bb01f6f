"""Finds personal data in a text: numbers, plates, cards, addresses, links, names.

Rules, not a learned model: each finding can be explained to the author of the text. The text is folded first
(`folding`), so that digits of any script, digits written as words, invisible marks and marks between digits make no
difference. Three outcomes: nothing is found; something is found and can be masked; something may be personal, and a
person has to check. Our own tracking codes and the short numbers of agencies (110, 137, 194 …) are not personal.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from peygir.core.personal import homes, nobodys, numbers, people, plates, reach
from peygir.core.personal.check_digits import is_national_id
from peygir.core.personal.folding import fold
from peygir.core.personal.groups import groups_in, with_digits
from peygir.core.personal.numbers import Hit
from peygir.core.translation import Text, pgettext_lazy

__all__ = [
    "KINDS",
    "MASK",
    "Finding",
    "Personal",
    "cover",
    "find",
    "is_covered",
    "is_national_id",
    "kinds_in",
    "look",
    "mask",
    "shown",
    "without",
]

# kind → (Persian, English), as used in a sentence to the author
KINDS: Final[dict[str, Text]] = {
    "iban": pgettext_lazy("kind of personal data", "an IBAN"),
    "card": pgettext_lazy("kind of personal data", "a bank card number"),
    "phone": pgettext_lazy("kind of personal data", "a phone number"),
    "national_id": pgettext_lazy("kind of personal data", "a national id"),
    "post_code": pgettext_lazy("kind of personal data", "a postal code"),
    "number": pgettext_lazy("kind of personal data", "a personal number"),
    "plate": pgettext_lazy("kind of personal data", "a licence plate"),
    "email": pgettext_lazy("kind of personal data", "an email address"),
    "link": pgettext_lazy("kind of personal data", "a link"),
    "handle": pgettext_lazy("kind of personal data", "a name in a messenger"),
    "name": pgettext_lazy("kind of personal data", "a person's name"),
    "address": pgettext_lazy("kind of personal data", "a home address"),
    "digits": pgettext_lazy("kind of personal data", "digits that may be somebody's number"),
}
MASK: Final = "•••"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One personal item in a text, from `start` up to, and without, `end`; `kind` is one of KINDS."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Personal:
    """The personal data in a text: `found` is certain, `doubtful` needs a person's check; both in order."""

    found: tuple[Finding, ...] = ()
    doubtful: tuple[Finding, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the text may be public as it is."""
        return not self.found and not self.doubtful

    @property
    def kinds(self) -> list[str]:
        """The kinds found or suspected, each once, in the order of KINDS."""
        present = {finding.kind for finding in (*self.found, *self.doubtful)}
        return [kind for kind in KINDS if kind in present]


@lru_cache(maxsize=256)
def look(text: str) -> Personal:
    """Find all personal data in `text`, without overlaps; linear in its length. The newest texts are cached."""
    folded = fold(text)
    plain = folded.text
    digits = with_digits(plain)
    groups = groups_in(digits)
    taken = _Taken(len(plain))
    taken.add(reach.certain(plain))
    if groups:
        of_groups = numbers.certain(digits, groups)
        taken.add(hit for hit in of_groups if hit.kind in ("iban", "card"))
        taken.add(Hit(*span, "plate") for span in plates.plates(plain, groups))
        taken.add(of_groups)
    named, maybe_named = people.named(plain)
    taken.add(Hit(*span, "name") for span in named)
    at_home = list(homes.addresses(plain))
    taken.add(Hit(start, end, "address") for start, end, is_sure in at_home if is_sure)
    count = len(taken.hits)
    rest = taken.without(digits)
    if groups:
        rest = nobodys.without(rest)
        taken.add(numbers.doubtful(rest, groups_in(rest)))
    taken.add(Hit(start, end, "address") for start, end, is_sure in at_home if not is_sure)
    taken.add(reach.doubtful(plain))
    taken.add(Hit(*span, "name") for span in maybe_named)
    findings = [Finding(*folded.span(hit.start, hit.end), hit.kind) for hit in taken.hits]
    return Personal(tuple(sorted(findings[:count])), tuple(sorted(findings[count:])))


class _Taken:
    """Findings that do not overlap: a span taken by one kind is not given to a later kind."""

    def __init__(self, length: int) -> None:
        self.hits: list[Hit] = []
        self._letters = bytearray(length)

    def add(self, hits: Iterable[Hit]) -> None:
        """Add the hits that overlap nothing taken before."""
        for hit in hits:
            if hit.end > hit.start and self._letters.find(1, hit.start, hit.end) < 0:
                self.hits.append(hit)
                self._letters[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)

    def without(self, text: str) -> str:
        """`text` with the taken spans as line ends, which no pattern crosses."""
        if not self.hits:
            return text
        pieces, at = [], 0
        for hit in sorted(self.hits):
            pieces += [text[at : hit.start], "\n" * (hit.end - hit.start)]
            at = hit.end
        return "".join((*pieces, text[at:]))


def find(text: str) -> list[Finding]:
    """Everything that is certainly personal in `text`, in order, without overlaps."""
    return list(look(text).found)


def kinds_in(text: str) -> list[str]:
    """The kinds that `text` certainly contains, each once, in the order of KINDS."""
    return Personal(look(text).found).kinds


def mask(text: str) -> str:
    """`text` with everything masked that is certainly personal; other text is returned unchanged."""
    return _covered(text, look(text).found)


def cover(text: str, *, leave: Collection[str] = ()) -> str:
    """`text` with everything masked that is or may be personal, except kinds in `leave`."""
    personal = look(text)
    return _covered(text, sorted(hit for hit in (*personal.found, *personal.doubtful) if hit.kind not in leave))


def without(text: str, findings: Iterable[Finding]) -> str:
    """`text` with these findings masked, which do not overlap; for who judges them by more than their kind."""
    return _covered(text, sorted(findings))


def _covered(text: str, findings: Iterable[Finding]) -> str:
    pieces, at = [], 0
    for finding in findings:
        pieces += [text[at : finding.start], MASK]
        at = finding.end
    return "".join((*pieces, text[at:]))


def shown(text: str, *, is_checked: bool = False) -> str:
    """The public form of a text by the city: masked, and empty while a person has to check it first.

    `is_checked`: a person has checked the doubtful findings and approved them.
    """
    personal = look(text)
    return _covered(text, personal.found) if is_checked or not personal.doubtful else ""


def is_covered(version: str, text: str) -> bool:
    """Whether `version` is `text` with parts of it replaced by MASK and nothing else changed."""
    pieces = version.split(MASK)
    if len(pieces) == 1:
        return version == text
    if not (text.startswith(pieces[0]) and text.endswith(pieces[-1])):
        return False
    at, last = len(pieces[0]), len(text) - len(pieces[-1])
    for piece in pieces[1:-1]:
        at = text.find(piece, at, last)
        if at < 0:
            return False
        at += len(piece)
    return at <= last
