"""Legal holds on cases and citizens, and what they keep from being erased."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases import retention as case_data
from peygir.cases.models import Case
from peygir.cases.queries import case_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.history.kinds.cases import CaseHoldLifted, CaseHoldPlaced
from peygir.people import retention_queries as kept
from peygir.people.actions.retention_times import check_hold, lift_hold, lock_citizens, place_hold
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class HeldData:
    """What holds stop: the cases, the citizens and their phones.

    A hold on a case holds its reporters too, and one on a citizen all of the citizen's cases.
    """

    cases: frozenset[int]
    citizens: frozenset[int]
    phones: frozenset[str]


def held_data(now: datetime) -> HeldData:
    """Everything that is held now, by holds of all cities: what is erased is not of one city either."""
    case_ids, citizen_ids = kept.held_ids(_first_today(now))
    citizens = kept.citizens_behind(citizen_ids) if citizen_ids else set()
    case_ids |= case_data.case_ids_of_citizens(citizens) if citizens else set()
    citizens |= case_data.citizens_of_cases(case_ids) if case_ids else set()
    return HeldData(frozenset(case_ids), frozenset(citizens), frozenset(kept.phones_of(citizens)))


def is_held(case: Case) -> bool:
    """Whether a hold keeps a case now; ask under its lock, which whoever places a hold has, too."""
    case_ids, citizen_ids = kept.held_ids(_first_today(clock.now()))
    reporters = case_data.citizens_of_cases([case.pk]) if citizen_ids else set()
    return case.pk in case_ids or not reporters.isdisjoint(kept.citizens_behind(citizen_ids))


def hold_case(code: str, *, reason: str, until: date | None, by: Actor) -> int:
    """Place a hold on a case that the person may see; returns the hold's id.

    Raises NoSuchCase, OnlyLooks, NotYourWork, HoldNeedsAReason.
    """
    known = case_of(code)
    if known is None:
        raise cases.NoSuchCase()
    today = city.day_of(known.city_id, clock.now())
    check_hold(reason=reason, until=until, today=today, by=by)
    with transaction.atomic():
        lock_citizens(kept.citizens_behind(case_data.citizens_of_cases([known.pk])))
        with cases.open_file(known.pk) as case:
            cases.refuse_who_only_looks(case, by)
            hold_id = place_hold(case.city_id, reason=reason, until=until, today=today, by=by, case_id=case.pk)
            cases.record_event(case, CaseHoldPlaced(hold=hold_id), by=by)
    return hold_id


def lift(hold_id: int, *, by: Actor) -> None:
    """Lift a hold, as two people decided; a case's history says so. Raises NoSuchHold, HoldIsLifted."""
    with transaction.atomic():
        case_id = lift_hold(hold_id, by=by)
        if case_id is not None:
            with cases.open_file(case_id) as case:
                cases.record_event(case, CaseHoldLifted(hold=hold_id), by=by)


def _first_today(now: datetime) -> date:
    """The day that it still is in one of the cities: the last day of a hold is over everywhere, or not at all."""
    return min(city.day_of(one.id, now) for one in city.cities())
