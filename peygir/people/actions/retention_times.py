"""Decides how long kinds of personal data are kept, and places and lifts legal holds."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import CitizenHoldLifted, CitizenHoldPlaced
from peygir.history.kinds.privacy import RetentionDecided
from peygir.people.actions.citizens import NoSuchCitizen
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import Citizen, LegalHold, RetentionPolicy
from peygir.people.retention_kinds import (
    FEWEST_MONTHS,
    MOST_MONTHS,
    RetentionKind,
    first_possible_day,
)
from peygir.people.retention_queries import retention_times
from peygir.people.rules import Actor, may_administer, may_manage_people

LONGEST_REASON = 300


class RetentionTimeIsWrong(Invalid):
    """The number of months is out of range, or the day is past."""

    message = _("Give a whole number of months from {fewest} to {most}, and a day from today on.")


class RetentionTimeIsTooSoon(Invalid):
    """A shorter time would be in force before colleagues could have seen it."""

    message = _("A shorter time is in force a week from today at the earliest, so that holds can be placed before.")


class HoldNeedsAReason(Invalid):
    """A legal hold has no reason, or ends before it begins."""

    message = _("A hold needs a reason of up to {limit} characters, and its last day is not past.")


class NoSuchHold(Missing):
    """There is no such legal hold."""

    message = _("There is no such hold.")


class HoldIsLifted(Conflict):
    """The legal hold was lifted already."""

    message = _("This hold was lifted already.")


@transaction.atomic
def set_retention(city_id: int, kind: str, *, months: int, since: date, today: date, by: Actor) -> None:
    """Decide how many months a kind is kept from a day on; replaces what was decided for that day and later.

    Two people decide it (`journey.two_person`). Raises RetentionTimeIsWrong, RetentionTimeIsTooSoon.
    """
    city, now = City.objects.select_for_update(no_key=True).get(pk=city_id), clock.now()
    _check_time(city_id, kind, months=months, since=since, today=today)
    RetentionPolicy.objects.create(
        city=city, kind=kind, months=months, valid_from=since, decided_by=str(by), decided_at=now
    )
    record(city, RetentionDecided(from_=since.isoformat(), data_kind=kind, months=months), by=str(by), at=now)


def check_retention(city_id: int, kind: str, *, months: int, since: date, today: date, by: Actor) -> None:
    """Raise NotYourWork, RetentionTimeIsWrong, RetentionTimeIsTooSoon for a time that could not be decided."""
    if not may_administer(by):
        raise NotYourWork()
    _check_time(city_id, kind, months=months, since=since, today=today)


def _check_time(city_id: int, kind: str, *, months: int, since: date, today: date) -> None:
    if kind not in RetentionKind.labels() or not FEWEST_MONTHS <= months <= MOST_MONTHS or since < today:
        raise RetentionTimeIsWrong(fewest=FEWEST_MONTHS, most=MOST_MONTHS)
    months_now = next(row.months for row in retention_times(city_id, today) if row.kind == kind)
    if since < first_possible_day(today, months_now=months_now, months=months):
        raise RetentionTimeIsTooSoon()


def check_hold(*, reason: str, until: date | None, today: date, by: Actor) -> None:
    """Raises NotYourWork, HoldNeedsAReason."""
    if not may_manage_people(by):
        raise NotYourWork()
    text = plain(reason).strip()
    if not text or len(text) > LONGEST_REASON or (until is not None and until < today):
        raise HoldNeedsAReason(limit=LONGEST_REASON)


def lock_citizens(citizen_ids: Collection[int]) -> None:
    """Lock these citizens, in the order of their ids, until the transaction ends.

    Whoever places a hold, or erases a person, has this lock: neither overlooks the other.
    """
    list(Citizen.objects.select_for_update(no_key=True).filter(pk__in=citizen_ids).order_by("pk"))


def place_hold(
    city_id: int,
    *,
    reason: str,
    until: date | None,
    today: date,
    by: Actor,
    case_id: int | None = None,
    citizen_id: int | None = None,
) -> int:
    """Stop erasure in a case or for a citizen; returns the hold's id.

    For a citizen the event is recorded here; for a case the caller, who has its lock, records it. Call it inside a
    transaction. Raises NotYourWork, HoldNeedsAReason, NoSuchCitizen.
    """
    check_hold(reason=reason, until=until, today=today, by=by)
    now = clock.now()
    citizen = _citizen(citizen_id) if citizen_id is not None else None
    hold = LegalHold.objects.create(
        city_id=city_id,
        case_id=case_id,
        citizen=citizen,
        reason=plain(reason).strip(),
        until=until,
        placed_by=str(by),
        placed_at=now,
    )
    if citizen is not None:
        record(citizen, CitizenHoldPlaced(hold=hold.pk), by=str(by), at=now)
    return hold.pk


def check_lift(hold_id: int, *, case_id: int, by: Actor) -> None:
    """Raise NotYourWork, NoSuchHold, HoldIsLifted for a hold of a case that this person could not have lifted."""
    if not may_manage_people(by):
        raise NotYourWork()
    hold = LegalHold.objects.filter(pk=hold_id, case_id=case_id).first()
    if hold is None:
        raise NoSuchHold()
    if hold.lifted_at is not None:
        raise HoldIsLifted()


def lift_hold(hold_id: int, *, by: Actor) -> int | None:
    """Lift a hold; returns the id of its case, whose event the caller records, or None for a citizen's.

    Two people decide it (`journey.two_person`), since erasure may follow the same night. Call it inside a transaction.
    Raises NoSuchHold, HoldIsLifted.
    """
    hold = LegalHold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise NoSuchHold()
    if hold.lifted_at is not None:
        raise HoldIsLifted()
    hold.lifted_by, hold.lifted_at = str(by), clock.now()
    hold.save(update_fields=["lifted_by", "lifted_at"])
    if hold.citizen_id is not None:
        record(_citizen(hold.citizen_id), CitizenHoldLifted(hold=hold.pk), by=str(by), at=hold.lifted_at)
    return hold.case_id


def _citizen(citizen_id: int) -> Citizen:
    citizen = Citizen.objects.select_for_update(no_key=True).filter(pk=citizen_id).first()
    if citizen is None:
        raise NoSuchCitizen()
    return citizen
