"""Whether a declared interest keeps somebody from deciding about a unit or a contractor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from peygir.people.models import StaffInterest
from peygir.people.posts import city_today


@dataclass(frozen=True, slots=True)
class InterestFacts:
    """A declaration: of whom, the unit (an id) or the contractor (a code), why, and its days (`to_on` None: open)."""

    id: int
    staff_id: int
    unit_id: int | None
    contractor: str
    reason: str
    from_on: date
    to_on: date | None


def has_interest(
    staff_id: int,
    *,
    unit_id: int | None = None,
    contractor: str = "",
    units: Collection[int] = (),
    contractors: Collection[str] = (),
) -> bool:
    """Whether a person has declared an interest in one of these that is in force today; one statement at most."""
    ids = {*units, *([unit_id] if unit_id is not None else [])}
    codes = {code for code in (*contractors, contractor) if code}
    if not ids and not codes:
        return False
    today = city_today()
    named = Q(unit_id__in=ids) | Q(contractor__in=codes)
    rows = StaffInterest.objects.filter(named, staff_id=staff_id, from_on__lte=today)
    return rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today)).exists()


def interests_of(staff_id: int) -> list[InterestFacts]:
    """What a person has declared, the newest first; one statement."""
    return [_facts(row) for row in StaffInterest.objects.filter(staff_id=staff_id).order_by("-declared_at")[:100]]


def interests_in_force() -> list[InterestFacts]:
    """Every declaration that is in force today, the newest first; one statement."""
    today = city_today()
    rows = StaffInterest.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)
    return [_facts(row) for row in rows.order_by("-declared_at")[:500]]


def _facts(row: StaffInterest) -> InterestFacts:
    return InterestFacts(row.pk, row.staff_id, row.unit_id, row.contractor, row.reason, row.from_on, row.to_on)
