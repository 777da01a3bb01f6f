"""The public parts of a case, for its page: photos, texts that reporters offered, and doubtful answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts, NoteFacts
from peygir.cases.judging import may_see_originals
from peygir.cases.rules import is_about_somebody, visibility_of
from peygir.core.personal import KINDS, look, shown
from peygir.desks.fieldwork.facts import EvidenceFacts
from peygir.desks.intake.publishing import queries as publishing
from peygir.desks.intake.queries import Picture
from peygir.people.rules import Actor
from peygir.web.kit.templatetags.ui import within


@dataclass(frozen=True, slots=True)
class Showable:
    """A photo, a reporter's text or an answer, with the command that publishes or withdraws it."""

    kind: str
    number: int
    is_shown: bool
    what: str
    src: str = ""
    words: str = ""
    why: str = ""  # why it is not published as it is, or never again
    is_final: bool = False
    covered: str = ""  # the masked version, which a person may change
    cover_count: int = 0  # of a photo


def publishing_panel(
    case: CaseFacts,
    by: Actor,
    pictures: Sequence[Picture],
    evidence: Sequence[EvidenceFacts],
    notes: Mapping[int, NoteFacts],
    *,
    typed: Mapping[int, str],
) -> list[Showable]:
    """Return all that may be published; empty if the viewer may not decide, or if nothing of the case is public.

    `typed`: a version of a report's text, by the report's id, that was refused and is kept.
    """
    if not may_publish(by, case):
        return []
    rows = [
        _photo(case.code, "report", one.id, one, _("Photo of the report")) for one in pictures if one.state == "ready"
    ]
    rows += [
        _photo(case.code, "work", one.pk, one, _("Photo of the work"))
        for one in evidence
        if one.kind == "photo" and one.state == "ready"
    ]
    rows += [_words(one, typed.get(one.report_id, "")) for one in publishing.words_of(case.pk)]
    return rows + [_answer(one) for one in notes.values() if one.is_public and look(one.text).doubtful]


def may_publish(by: Actor, case: CaseFacts) -> bool:
    """Whether this person may show parts of this case to everybody."""
    is_public = not (case.is_confidential or is_about_somebody(case))
    return is_public and may_see_originals(by, visibility_of(case))


class _Coverable(Protocol):
    """A photo of a report, or of the work."""

    @property
    def is_public(self) -> bool: ...
    @property
    def covers(self) -> Sequence[Sequence[int]]: ...


def _photo(code: str, kind: str, number: int, photo: _Coverable, what: str) -> Showable:
    """Return a photo as everybody would see it: with its covers, if it has any."""
    door = "case_covered" if photo.covers else "case_photo"
    thumb = reverse(door, args=[code, kind, number, "thumb"])
    return Showable(kind, number, photo.is_public, what, thumb, cover_count=len(photo.covers))


def _words(offered: publishing.OfferedText, typed: str) -> Showable:
    why = ""
    if offered.state == "withdrawn":
        why = _("Its author has taken these words back.")
    elif offered.is_doubtful:
        why = _("Perhaps somebody's: %(kinds)s. Nobody outside reads these words until you have looked.") % {
            "kinds": _kinds(offered.kinds)
        }
    elif offered.kinds:
        why = _("Found in the words: %(kinds)s. Shown with all of it covered.") % {"kinds": _kinds(offered.kinds)}
    is_final = offered.state == "withdrawn"
    return Showable(
        "words",
        offered.report_id,
        bool(offered.shown),
        _("Words of a reporter"),
        words=offered.shown or offered.masked,
        why=why,
        is_final=is_final,
        covered="" if is_final or offered.shown or not offered.kinds else typed or offered.masked,
    )


def _answer(note: NoteFacts) -> Showable:
    """Return an answer of the unit that may contain something personal."""
    kinds = _kinds(dict.fromkeys(finding.kind for finding in look(note.text).doubtful))
    return Showable(
        "answer",
        note.number,
        note.is_checked,
        _("Answer of the unit"),
        words=shown(note.text, is_checked=True),
        why=_("Perhaps somebody's: %(kinds)s. Nobody outside reads these words until you have looked.")
        % {"kinds": kinds},
    )


def _kinds(kinds: Iterable[str]) -> str:
    return _(" and ").join(within(KINDS[kind]) for kind in kinds)
