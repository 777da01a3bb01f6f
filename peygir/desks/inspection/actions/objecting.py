"""A unit objects once to the finding "not fixed"; the centre decides from the photos."""

from typing import Final

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.inspection.models import FindingObjection, Inspection
from peygir.desks.inspection.rules import InspectionFinding, ObjectionOutcome
from peygir.history.kinds.case_work import FindingObjected, ObjectionDecided
from peygir.people.actions.interests import refuse_interested
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

OUTCOMES: Final = frozenset({ObjectionOutcome.UPHELD, ObjectionOutcome.REJECTED})


class NothingToObject(Missing):
    """The case has no finding "not fixed" to which a unit could object."""

    message = _("There is no finding “not fixed” in this case.")


class AlreadyObjected(Conflict):
    """A unit objects once to a finding."""

    message = _("The unit has objected to this finding already.")


class ObjectionNotYours(NotAllowed):
    """Only the unit whose work was inspected objects, and only the centre decides."""

    message = _("The unit whose work was inspected objects, and who leads the centre decides.")


class ObjectionHasNoReason(Invalid):
    """An objection or a decision came without its reason."""

    message = _("Please give the reason in a few words.")


class ObjectionIsDecided(Conflict):
    """The objection was decided already."""

    message = _("This objection is decided already.")


def object_to_finding(code: str, *, reason: str, by: Actor) -> FindingObjection:
    """Object, as the owning unit, to the last finding "not fixed" of a case, once.

    Raises NoSuchCase, ObjectionNotYours, NothingToObject, AlreadyObjected, ObjectionHasNoReason.
    """
    with cases.open_file(code=code) as case:
        inspection = last_not_fixed(case.pk)
        _refuse_to_object(case, inspection, by)
        assert inspection is not None
        assert case.unit_id is not None
        if not says_something(reason):
            raise ObjectionHasNoReason()
        row = FindingObjection.objects.create(
            inspection=inspection,
            unit_id=case.unit_id,
            number=case.event_count + 1,
            at=clock.now(),
            by_id=by.id,
        )
        event = FindingObjected(inspection=inspection.pk)
        cases.record_event(case, event, by=by, at=row.at, note=reason, version=case.version + 1)
    return row


def _refuse_to_object(case: Case, inspection: Inspection | None, by: Actor) -> None:
    if not may_object(by, case.unit_id):
        raise ObjectionNotYours()
    if inspection is None:
        raise NothingToObject()
    if FindingObjection.objects.filter(inspection=inspection).exists():
        raise AlreadyObjected()


def may_object(by: Actor, unit_id: int | None) -> bool:
    """Whether the actor objects for a unit: somebody who works there."""
    return unit_id is not None and by.unit_id == unit_id and by.may(Permission.WORK_AT_DESK)


def last_not_fixed(case_id: int) -> Inspection | None:
    """Return the last inspection of a case if it found "not fixed"; None otherwise."""
    row = Inspection.objects.select_related("form").filter(case_id=case_id).order_by("-number").first()
    return row if row is not None and row.finding == InspectionFinding.NOT_FIXED else None


def decide_objection(objection_id: int, *, outcome: str, reason: str, by: Actor) -> None:
    """Decide an objection as who leads the centre: "upheld" (it was fixed) or "rejected".

    The case stays with its unit, which calls it done again by the same command as always. Raises NothingToObject,
    ObjectionNotYours, OwnInterest, ObjectionIsDecided, ObjectionHasNoReason.
    """
    if not by.may(Permission.LEAD_CENTRE):
        raise ObjectionNotYours()
    known = FindingObjection.objects.select_related("inspection").filter(pk=objection_id).first()
    if known is None or outcome not in OUTCOMES:
        raise NothingToObject()
    if not says_something(reason):
        raise ObjectionHasNoReason()
    with transaction.atomic(), cases.open_file(known.inspection.case_id) as case:
        row = FindingObjection.objects.select_for_update().get(pk=objection_id)
        if row.outcome != ObjectionOutcome.OPEN:
            raise ObjectionIsDecided()
        refuse_interested(by, unit_id=row.unit_id)
        row.outcome, row.decided_by_id, row.decided_at = outcome, by.id, clock.now()
        row.save(update_fields=["outcome", "decided_by", "decided_at"])
        event = ObjectionDecided(inspection=row.inspection_id, outcome=outcome)
        cases.record_event(case, event, by=by, at=row.decided_at, note=reason, version=case.version + 1)
