"""Checks who may publish parts of a case, and which cases are never published."""

from peygir.cases.actions.entries import record_event
from peygir.cases.actions.file import MoveNotYours, NoSuchCase
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.models import Case, Note
from peygir.cases.rules import is_about_somebody, visibility_of
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.history.kinds.case_answers import AnswerPublished, AnswerUnpublished
from peygir.people.rules import Actor

LABELS = {"label": pgettext_lazy("name of a move", "Show to everybody")}


class CaseIsNotPublic(Invalid):
    """The case is confidential, or a complaint about somebody."""

    message = _("Of a confidential report, or one about a unit or a person, nothing is shown to everybody.")


def refuse_to_publish(case: Case, by: Actor, *, is_shown: bool) -> None:
    """Raises MoveNotYours for an actor who neither owns the case nor works in the centre, CaseIsNotPublic for such a
    case.

    Hiding something is allowed for any case.
    """
    if not {OWNER, CENTRE} & groups_of(by, visibility_of(case)):
        raise MoveNotYours(**LABELS, why=_("for the owning unit or the centre."))
    if is_shown and not is_publishable(case):
        raise CaseIsNotPublic()


def is_publishable(case: Case) -> bool:
    """Whether anything of the case may be shown to everybody."""
    return not case.is_confidential and not is_about_somebody(case)


def show_note(case: Case, number: int, *, is_shown: bool, by: Actor) -> None:
    """Publish an answer of the unit that may contain personal data, or hide it again; idempotent.

    The caller has opened the file. Raises NoSuchCase where the case has no such answer, and what `refuse_to_publish`
    raises.
    """
    refuse_to_publish(case, by, is_shown=is_shown)
    notes = Note.objects.filter(case=case, number=number, is_public=True)
    if not notes.exists():
        raise NoSuchCase()
    if notes.filter(is_checked=not is_shown).update(is_checked=is_shown):
        change = AnswerPublished if is_shown else AnswerUnpublished
        record_event(case, change(note_number=number), by=by)
