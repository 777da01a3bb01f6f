"""Records what an inspector found; work that is not fixed is opened again."""

from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import CaseState
from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.inspection.actions.conflicts import has_conflict
from peygir.desks.inspection.actions.draws import settle_visit
from peygir.desks.inspection.models import Inspection
from peygir.desks.inspection.rules import InspectionFinding, is_called_done, may_inspect
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_work import CaseInspected
from peygir.people.permissions import Permission
from peygir.people.rules import SYSTEM, Actor

REASON: Final = "inspection"
"""Why a case was opened again, in the event of that move."""


class InspectionNotYours(NotAllowed):
    """The person is no inspector, or works for the unit whose work it is."""

    message = _("Finished work is inspected by an inspector who did not do it.")


class ConflictIsDeclared(NotAllowed):
    """The inspector has a declared conflict of interest with the unit or the place."""

    message = _("You have declared a conflict of interest with this unit or place; a colleague will look at it.")


class NothingToInspect(Conflict):
    """The case is not called done (any more)."""

    message = _("The case is “{text}”: there is no finished work to inspect.")


class FindingIsUnknown(Invalid):
    """None of the findings."""

    message = _("Please say what you found: fixed, partly, not fixed, another problem, or could not see.")


class FindingWantsText(Invalid):
    """A finding other than "fixed" came without an explanation."""

    message = _("Please say in a few words what is not fixed, what else there is, or why it could not be seen.")


def record_inspection(case: Case, *, finding: str, note: str, by: Actor, evidence_id: int | None = None) -> Inspection:
    """Record a finding with a note for staff; "not fixed" opens the case again. The caller has opened the file.

    `evidence_id` is a photo of the place that the fieldwork desk keeps. The citizen is told by the move that opens the
    case; that it is fixed changes nothing for them: the question they were asked stays theirs. A drawn visit of the
    case is made with it. Raises InspectionNotYours, ConflictIsDeclared, NothingToInspect, FindingIsUnknown,
    FindingWantsText and what `cases.reopen` raises.
    """
    refuse_to_inspect(case, by)
    if finding not in InspectionFinding.labels():
        raise FindingIsUnknown()
    if finding != InspectionFinding.FIXED and not says_something(note):
        raise FindingWantsText()
    row = Inspection.objects.create(
        case=case, number=case.event_count + 1, inspector_id=by.id, finding=finding, at=clock.now()
    )
    settle_visit(row)
    event = CaseInspected(
        inspection=row.pk, finding=finding, evidence=evidence_id if evidence_id is not None else ABSENT
    )
    cases.record_event(case, event, by=by, at=row.at, note=note, version=case.version + 1)
    if finding == InspectionFinding.NOT_FIXED:
        cases.reopen(case, note="", why=REASON, by=SYSTEM, at=row.at)
    return row


def refuse_to_inspect(case: Case, by: Actor) -> None:
    """Raises InspectionNotYours, ConflictIsDeclared or NothingToInspect: this person may not record a finding now."""
    if not may_inspect(by, visibility_of(case)):
        raise InspectionNotYours()
    if has_conflict(by.id, case, on=day_of(case.city_id, clock.now())):
        raise ConflictIsDeclared()
    if not is_called_done(case.state, case.close_kind):
        raise NothingToInspect(text=CaseState.labels()[case.state].inside())


def refuse_to_patrol(by: Actor) -> None:
    """Raises InspectionNotYours for who is no inspector."""
    if not by.may(Permission.INSPECT):
        raise InspectionNotYours()
