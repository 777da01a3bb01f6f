"""Declares and ends conflicts of interest of inspectors, and says whether one stands in the way."""

from datetime import date

from django.db.models import Q

from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.inspection.models import InspectorConflict
from peygir.desks.inspection.rules import ConflictReason
from peygir.people.actions import NotYourWork
from peygir.people.interests import has_interest
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


class ConflictIsNotRight(Invalid):
    """Neither a unit nor a district is named, or both, or the reason is none."""

    message = _("Please choose a unit or a district, not both, and say why.")


def declare_conflict(
    inspector_id: int, *, unit_id: int | None, district_id: int | None, reason: str, on: date, by: Actor
) -> InspectorConflict:
    """Declare that an inspector does not inspect a unit or a district from a day on.

    Inspectors declare their own, who leads the centre for anybody. Raises NotYourWork, ConflictIsNotRight.
    """
    _refuse(inspector_id, by)
    if (unit_id is None) == (district_id is None) or reason not in ConflictReason.labels():
        raise ConflictIsNotRight()
    return InspectorConflict.objects.create(
        inspector_id=inspector_id,
        unit_id=unit_id,
        district_id=district_id,
        reason=reason,
        from_on=on,
        at=clock.now(),
        by=str(by),
    )


def end_conflict(conflict_id: int, *, on: date, by: Actor) -> None:
    """End a declared conflict with a day; only who leads the centre does that. Raises NotYourWork."""
    if not by.may(Permission.LEAD_CENTRE):
        raise NotYourWork()
    InspectorConflict.objects.filter(pk=conflict_id, to_on=None).update(to_on=on)


def has_conflict(inspector_id: int, case: Case, *, on: date) -> bool:
    """Whether a declared conflict or interest keeps this inspector from a case that day; two statements at most."""
    of_case = Q(unit_id=case.unit_id, unit__isnull=False) | Q(district_id=case.district_id, district__isnull=False)
    rows = InspectorConflict.objects.filter(of_case, inspector_id=inspector_id, from_on__lte=on)
    return rows.filter(Q(to_on=None) | Q(to_on__gte=on)).exists() or has_interest(inspector_id, unit_id=case.unit_id)


def _refuse(inspector_id: int, by: Actor) -> None:
    is_own = by.id == inspector_id and by.may(Permission.INSPECT)
    if not is_own and not by.may(Permission.LEAD_CENTRE):
        raise NotYourWork()
