"""Merging a unit into another or splitting it: planned for a day, then people and open cases move in batches.

Ownership changes by a decision of the city from that day on; closed cases keep their unit. Each case moves in its own
transaction and is no longer selected afterwards, so an interrupted run continues where it stopped.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import OPEN
from peygir.city import queries as city
from peygir.city.actions import NothingDiffers, set_owners, take_back_decision
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.routing.actions.owners import accused_of
from peygir.desks.routing.finding import offices
from peygir.desks.routing.models import Reorganisation
from peygir.desks.routing.queries.reorganising import case_fits, fitting, owned_places, parts_of
from peygir.desks.routing.reorganising_rules import Fault, UnitPart, fault_in, part_for
from peygir.history.kinds.cases import CaseMovedToUnit
from peygir.people.actions import NotYourWork, move_people
from peygir.people.queries import unit_of_staff
from peygir.people.rules import CLOCK, Actor, may_administer

BATCH: Final = 200


class ReorganisationIsWrong(Invalid):
    """The plan names no part, the unit itself, an unknown unit, or the centre, inspectorate or mayor's desk."""

    message = Text("{why}")


class ReorganisationNeedsAReason(Invalid):
    """The reason is missing; everybody whose case moves may read it."""

    message = _("Write the reason; it is read in every case that moves.")


class ReorganisationDayIsPast(Invalid):
    """The day lies in the past; it may be today at the earliest."""

    message = _("A reorganisation begins today or on a day to come.")


class UnitIsBeingReorganised(Conflict):
    """The unit has an unfinished plan; one reorganisation at a time."""

    message = _("This unit has another reorganisation planned or running.")


class NoSuchReorganisation(Missing):
    """No reorganisation has this number."""

    message = _("There is no such reorganisation.")


class ReorganisationHasBegun(Conflict):
    """A reorganisation that has begun cannot be called off."""

    message = _("It has begun or is over and is not called off any more.")


_WORDS: Final[dict[Fault, Text]] = {
    "nothing": _("Choose at least one unit to move to."),
    "oneself": _("The unit to move to is the same unit."),
    "unknown": _("The unit to move to is not in force."),
    "special": _("The centre, the inspectorate and the mayor's desk are neither merged nor split."),
    "all_first": _("A part that takes everything must come last."),
}


def plan_reorganisation(
    city_id: int, unit_id: int, parts: Sequence[UnitPart], *, from_on: date, moves_people: bool, reason: str, by: Actor
) -> int:
    """Merge a unit (one part that takes all) or split it from a day on; returns the plan's id.

    The ownership table is changed at once, from that day on. Raises NotYourWork, ReorganisationIsWrong,
    ReorganisationNeedsAReason, ReorganisationDayIsPast, UnitIsBeingReorganised.
    """
    if not may_administer(by):
        raise NotYourWork()
    here = offices(city_id)
    special = {here.centre_id, here.inspectorate_id, here.mayor_id}
    fault = fault_in(
        parts,
        unit_id,
        open_units={one.id for one in city.units(city_id)},
        special=special - {None},  # type: ignore[arg-type]
    )
    if fault:
        raise ReorganisationIsWrong(why=_WORDS[fault])
    if not says_something(reason):
        raise ReorganisationNeedsAReason()
    now = clock.now()
    if from_on < city.day_of(city_id, now):
        raise ReorganisationDayIsPast()
    if Reorganisation.objects.filter(unit_id=unit_id, ended_at=None).exists():
        raise UnitIsBeingReorganised()
    row = Reorganisation(
        city_id=city_id,
        unit_id=unit_id,
        from_on=from_on,
        moves_people=moves_people,
        reason=plain(reason)[:400],
        parts=[{"to": one.to_unit_id, "districts": one.districts, "groups": one.groups} for one in parts],
        planned_by=str(by),
        planned_at=now,
    )
    try:
        with transaction.atomic():
            row.decisions = _change_owners(city_id, unit_id, parts, from_on, by)
            row.save(force_insert=True)
    except IntegrityError as raced:
        raise UnitIsBeingReorganised() from raced
    return row.pk


def _change_owners(city_id: int, unit_id: int, parts: Sequence[UnitPart], from_on: date, by: Actor) -> list[int]:
    """Make one decision for each part; returns their numbers in the city's history."""
    places: dict[int, list[tuple[str, str]]] = {}
    for topic, district, group in owned_places(city_id, unit_id, on=from_on):
        part = part_for(parts, district, group)
        if part is not None:
            places.setdefault(part.to_unit_id, []).append((topic, district))
    numbers = []
    for to_unit_id, cells in places.items():
        unit = city.unit(to_unit_id)
        assert unit is not None
        try:
            numbers.append(set_owners(city_id, cells, unit=unit.code, since=from_on, by=str(by)))
        except NothingDiffers:
            continue
    return numbers


@transaction.atomic
def call_off_reorganisation(plan_id: int, *, by: Actor) -> None:
    """Call a plan off before its day: nothing moves, and the ownership table is restored.

    Raises NotYourWork, NoSuchReorganisation, ReorganisationHasBegun, DecidedSince.
    """
    if not may_administer(by):
        raise NotYourWork()
    row = Reorganisation.objects.select_for_update().filter(pk=plan_id).first()
    if row is None:
        raise NoSuchReorganisation()
    if row.begun_at is not None or row.ended_at is not None:
        raise ReorganisationHasBegun()
    for number in row.decisions:
        take_back_decision(row.city_id, number, by=str(by))
    row.ended_at, row.is_called_off = clock.now(), True
    row.save(update_fields=["ended_at", "is_called_off"])


def reorganise_due(now: datetime, *, batch: int = BATCH) -> int:
    """Move people and a batch of open cases of every reorganisation that is due; returns how many."""
    done = 0
    for plan in Reorganisation.objects.filter(ended_at=None).order_by("from_on", "pk"):
        if plan.from_on <= city.day_of(plan.city_id, now):
            done += _go_on(plan, now, batch)
    return done


def _go_on(plan: Reorganisation, now: datetime, batch: int) -> int:
    parts = parts_of(plan)
    if plan.begun_at is None:
        with transaction.atomic():
            if plan.moves_people:
                move_people(plan.unit_id, to_unit_id=parts[0].to_unit_id, by=CLOCK)
            Reorganisation.objects.filter(pk=plan.pk, begun_at=None).update(begun_at=now)
    open_ones = Case.objects.filter(fitting(parts), unit_id=plan.unit_id, state__in=sorted(OPEN))
    ids = list(open_ones.order_by("pk").values_list("pk", flat=True)[:batch])
    if not ids:
        Reorganisation.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=now)
        return 1
    for case_id in ids:
        _move(case_id, plan, parts)
    return len(ids)


def _move(case_id: int, plan: Reorganisation, parts: Sequence[UnitPart]) -> None:
    """Move one case, once: checked again under its lock, since somebody may have referred it meanwhile."""
    with cases.open_file(case_id) as case:
        part = case_fits(case, parts) if case.unit_id == plan.unit_id and case.state in OPEN else None
        if part is None:
            return
        to_unit_id = part.to_unit_id
        if to_unit_id in accused_of(case):
            to_unit_id = offices(case.city_id).centre_id  # never to the unit that it is about
        facts: dict[str, Any] = {"unit_id": to_unit_id, "version": case.version + 1}
        # Accounts of the highest roles and closed accounts do not move.
        if case.assignee_id is not None and unit_of_staff(case.assignee_id) != to_unit_id:
            facts["assignee_id"] = None
        moved = CaseMovedToUnit(unit=to_unit_id, was=plan.unit_id, plan=plan.pk)
        cases.record_event(case, moved, by=CLOCK, note=plan.reason, **facts)
        Reorganisation.objects.filter(pk=plan.pk).update(moved_count=F("moved_count") + 1)
