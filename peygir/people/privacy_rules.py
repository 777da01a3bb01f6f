"""What citizens may ask about their own data, the states of such a request, and its times; plain values."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from peygir.core.persian import key_words, search_key
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Wish(Vocabulary):
    """What a citizen asks for."""

    EXPORT = "export", pgettext_lazy("privacy", "A copy of my data")
    ERASURE = "erasure", pgettext_lazy("privacy", "Erasure of my data")


ASKED: Final = "asked"
WAITING: Final = "waiting"
DONE: Final = "done"
CANCELLED: Final = "cancelled"
EXPIRED: Final = "expired"
STATES: Final = (ASKED, CANCELLED, DONE, EXPIRED, WAITING)
"""Asked; waiting for open or held cases to end; done; called off by the citizen; the copy is deleted again."""
OPEN_STATES: Final = (ASKED, WAITING)

ERASED_AFTER: Final = timedelta(hours=24)
"""Until then an erasure can be called off: whoever has a stolen phone cannot destroy its owner's data at once."""
COPY_HOURS: Final = 24
EXPORTS_A_DAY: Final = 3

SILENT_AFTER: Final = timedelta(days=180)
"""Operators give a number that was unused for some months to somebody else, who proves it by a code, too."""

Span = tuple[datetime, datetime]
"""From when to when something was heard of a number."""

NOBODY: Final = "+0"
"""The beginning of a number that belongs to nobody: no country's code begins with 0 (E.164)."""
ERASED_ADDRESS: Final = "erased:"
"""The beginning of what replaces an address that was erased, before the number of its row."""
_SHORTEST_NAME: Final = 3
_SHORTEST_QUOTE: Final = 12
_SENTENCE_ENDS: Final = re.compile(r"[.!?؟؛،,;:\n\r]+")


def nobodys_number(row_id: int) -> str:
    """The number that replaces a citizen's phone; different for each row."""
    return f"{NOBODY}{row_id}"


def is_erased(phone: str) -> bool:
    """Whether a citizen's phone was erased: it belongs to nobody."""
    return phone.startswith(NOBODY)


def same_holder_since(spans: Iterable[Span], *, at: datetime) -> datetime:
    """Since when a number has the holder whom it had at a moment: the end of the last silence of SILENT_AFTER before.

    Without a span that begins by then, it is the moment itself.
    """
    since, until = at, None
    for first, last in sorted(spans):
        if first > at:
            break
        if until is None or first - until >= SILENT_AFTER:
            since = first
        until = last if until is None else max(until, last)
    return since


@dataclass(frozen=True, slots=True)
class Traces:
    """What gives a person away in somebody else's note: words of the name, the number, sentences of the report."""

    names: frozenset[str]
    numbers: frozenset[str]
    sentences: frozenset[str]


def traces_of(*, names: Iterable[str], phones: Collection[str], texts: Collection[str]) -> Traces:
    """The traces of a person, in the spelling of `core.persian.key_words`."""
    sentences = {key for text in texts if (key := search_key(text))}
    for text in texts:
        pieces = (search_key(piece) for piece in _SENTENCE_ENDS.split(text))
        sentences |= {piece for piece in pieces if len(piece) >= _SHORTEST_QUOTE}
    return Traces(
        frozenset(word for name in names for word in key_words(name) if len(word) >= _SHORTEST_NAME),
        frozenset(phone[-10:] for phone in phones if len(phone) >= 10),
        frozenset(sentences),
    )


def is_quoted(text: str, traces: Traces) -> bool:
    """Whether a text holds one of the traces; a number also with spaces or dashes between its digits."""
    if not text:
        return False
    key = search_key(text)
    digits = re.sub(r"\D", "", key)
    return (
        not traces.names.isdisjoint(key_words(text))
        or any(number in digits for number in traces.numbers)
        or any(sentence in key for sentence in traces.sentences)
    )
