"""Promises of a case, pauses, escalated cases, requests for more time, what falls due next, and counts of kept ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.seeing import ViewerKind, stand_in, viewer_kind_of, viewer_values, visible
from peygir.cases.states import ENDED, WORKABLE, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.promises.models import EscalationStep, Pause, Promise, Replan
from peygir.people.queries import stands_in_for_a
from peygir.people.role_catalogue import rights_of, roles_at_level, roles_in_force
from peygir.people.roles import LEVELS
from peygir.people.rules import Actor
from peygir.storage.prepared import prepared
from peygir.storage.shapes import Shape, moment, number, shape_of

MOST: Final = 200
# Queried with every list of cases, so compiled once.
_PAUSED: Final = """
    SELECT case_id FROM promises_promise
    WHERE case_id = ANY(%s) AND kind = 'finish' AND paused_at IS NOT NULL AND NOT is_over
"""
_CITY: Final = number(3)
_TODAY: Final = moment(3).date()


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """Counts of finish promises: kept in time, overdue (late or still open past due), still running."""

    on_time: int
    overdue: int
    running: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """A case at the promise desk: its promises in force and replaced, pauses, steps and requests for more time."""

    promises: list[Promise]
    replaced: list[Promise]
    pauses: list[Pause]
    steps: list[EscalationStep]
    replans: list[Replan]

    @property
    def finish(self) -> Promise | None:
        """The finish promise in force."""
        return next((promise for promise in self.promises if promise.kind == "finish"), None)

    @property
    def pause(self) -> Pause | None:
        """The current pause, if the clock is paused."""
        return next((pause for pause in self.pauses if pause.to_at is None), None)

    @property
    def open_replan(self) -> Replan | None:
        """The request for more time that waits for a decision."""
        return next((replan for replan in self.replans if replan.decided_at is None), None)


@dataclass(frozen=True, slots=True)
class EscalatedPromise:
    """A case escalated to a person: to which share of its time, when, and its state."""

    case: Case
    percent: int
    at: datetime
    count: int  # how many steps were taken


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """A request for more time with its case."""

    case: Case
    replan: Replan
    first_due_at: datetime


@prepared
def promises_of(case_id: int) -> QuerySet[Promise]:
    """The promises in force of a case, first due first."""
    return Promise.objects.filter(case_id=case_id, is_over=False).order_by("due_at")


def clocks_of(case_id: int) -> Clocks:
    """Everything about a case's clocks; four statements."""
    given = _promises(case_id)
    return Clocks(
        promises=[promise for promise in given if not promise.is_over],
        replaced=[promise for promise in given if promise.replaced_at is not None],
        pauses=_pauses(case_id),
        steps=_steps(case_id),
        replans=_replans(case_id),
    )


@prepared
def _promises(case_id: int) -> QuerySet[Promise]:
    return Promise.objects.filter(case_id=case_id).select_related("topic").order_by("due_at", "pk")


@prepared
def _pauses(case_id: int) -> QuerySet[Pause]:
    return Pause.objects.filter(case_id=case_id).order_by("number")


@prepared
def _steps(case_id: int) -> QuerySet[EscalationStep]:
    return EscalationStep.objects.filter(case_id=case_id).select_related("unit").order_by("due_at", "percent")


@prepared
def _replans(case_id: int) -> QuerySet[Replan]:
    return Replan.objects.filter(case_id=case_id).order_by("number")


def paused_among(case_ids: Iterable[int]) -> set[int]:
    """Those of the cases whose finish promise is paused; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PAUSED, [list(case_ids)])
        return {case_id for (case_id,) in cursor.fetchall()}


def escalated_to(by: Actor, city_id: int) -> list[EscalatedPromise]:
    """The unfinished cases escalated to this person, the highest percentage and oldest first; at most MOST."""
    return first_escalated(by, city_id, most=MOST)[1]


def first_escalated(by: Actor, city_id: int, *, most: int) -> tuple[int, list[EscalatedPromise]]:
    """How many unfinished cases are escalated to this person, and the first `most` of them; three statements."""
    steps = _climbed(by, city_id, on=city.day_of(city_id, clock.now()))
    total: int = steps.aggregate(total=Count("case_id", distinct=True))["total"]
    grouped = steps.values_list("case_id").annotate(highest=Max("percent"), last=Max("fired_at"), count=Count("pk"))
    rows = list(grouped.order_by("-highest", "last", "case_id")[:most])
    ids = [row[0] for row in rows]
    cases = Case.objects.filter(pk__in=ids).select_related("topic", "unit", "district", "assignee")
    by_id = {case.pk: case for case in cases.defer("district__polygon")} if ids else {}
    return total, [EscalatedPromise(by_id[row[0]], *row[1:]) for row in rows if row[0] in by_id]


def escalated(by: Actor, city_id: int) -> dict[int, int]:
    """The open cases escalated to this person, each with the highest percent; one statement."""
    key, today = viewer_kind_of(by), city.day_of(city_id, clock.now())
    if key is None:
        return dict(_highest(_climbed(by, city_id, on=today)))
    return dict(_climbed_shape(key, roles_in_force().stamp).ask({**viewer_values(by), _CITY: city_id, _TODAY: today}))


def _highest(steps: QuerySet[EscalationStep]) -> "QuerySet[EscalationStep, tuple[Any, ...]]":
    return steps.values_list("case_id").annotate(highest=Max("percent")).order_by()


@lru_cache(maxsize=64)
def _climbed_shape(kind: ViewerKind, _stamp: bytes | None) -> Shape:
    """Compiled for one state of the roles: which of them are alerted at a level is a part of the statement."""
    return shape_of(_highest(_climbed(stand_in(kind), _CITY, on=_TODAY)))


def _climbed(by: Actor, city_id: int, *, on: date) -> QuerySet[EscalationStep]:
    """The open steps on this person's levels, and on those of the people for whom they deputise on a day."""
    mine = rights_of(by.role).levels
    reached = Q(reached__in=sorted(mine))
    for level in LEVELS:
        if level not in mine:
            reached |= Q(stands_in_for_a(roles_at_level(level), staff_id=by.id, on=on), reached=level)
    rows = EscalationStep.objects.filter(reached, is_open=True, unit_id=by.unit_id or 0)
    seen = Case.objects.filter(visible(by), city_id=city_id, state__in=sorted(WORKABLE | {CaseState.REFERRED_OUT}))
    return rows.filter(case__in=seen)


def open_replans(by: Actor, city_id: int) -> list[ExtensionRequest]:
    """The requests for more time that wait for a decision, oldest first; those of cases that the actor may see."""
    seen = Case.objects.filter(visible(by), city_id=city_id).exclude(state__in=sorted(ENDED))
    rows = Replan.objects.filter(decided_at=None, case__in=seen).select_related(
        "promise", "case__topic", "case__unit", "case__district"
    )
    found = rows.defer("case__district__polygon").order_by("asked_at", "pk")[:MOST]
    return [ExtensionRequest(replan.case, replan, replan.promise.due_at) for replan in found]


def count_open_replans(by: Actor, city_id: int) -> int:
    """How many requests for more time wait; one statement."""
    seen = Case.objects.filter(visible(by), city_id=city_id).exclude(state__in=sorted(ENDED))
    return Replan.objects.filter(decided_at=None, case__in=seen).count()


def promise_breaks() -> "QuerySet[Promise, datetime]":
    """The moments at which promises will be broken if they are not kept, the earliest first."""
    running = Promise.objects.filter(kept_at=None, broken_at=None, paused_at=None, is_over=False)
    return running.order_by("due_at").values_list("due_at", flat=True)


def step_moments() -> "QuerySet[EscalationStep, datetime]":
    """The moments of the planned escalation steps, the earliest first."""
    return EscalationStep.objects.filter(state="planned").order_by("due_at").values_list("due_at", flat=True)


def pause_ends() -> "QuerySet[Pause, datetime | None]":
    """The moments at which pauses are expected to end, the earliest first."""
    return Pause.objects.filter(to_at=None).order_by("until_at").values_list("until_at", flat=True)


def next_due_at() -> datetime | None:
    """When the clock must look again: the earliest promise, step or end of a pause that is still to come."""
    moments = (promise_breaks().first(), step_moments().first(), pause_ends().first())
    return min((moment for moment in moments if moment is not None), default=None)


def finishes(city_id: int) -> dict[int, tuple[datetime, datetime | None]]:
    """The finish promise that is scored, of every case of a city: case id → (due_at, kept_at); one statement."""
    columns = scored_finishes(city_id).values_list("case_id", "due_at", "kept_at")
    return {case_id: (due_at, kept_at) for case_id, due_at, kept_at in columns.iterator(chunk_size=5000)}


def standing_by_unit(city_id: int, *, now: datetime) -> dict[int | None, PromiseCounts]:
    """The scored finish promises, by the unit that owns the case now."""
    is_kept, is_late = Q(kept_at__isnull=False), Q(due_at__lt=now, paused_at__isnull=True)
    rows = (
        scored_finishes(city_id)
        .values("case__unit_id")
        .annotate(
            on_time=Count("pk", filter=is_kept & Q(kept_at__lte=F("due_at"))),
            overdue=Count("pk", filter=(is_kept & Q(kept_at__gt=F("due_at"))) | (~is_kept & is_late)),
            running=Count("pk", filter=~is_kept & ~is_late),
        )
    )
    return {row["case__unit_id"]: PromiseCounts(row["on_time"], row["overdue"], row["running"]) for row in rows}


def scored_finishes(city_id: int) -> QuerySet[Promise]:
    """The first finish promise of every case that was not merged or withdrawn, whatever replaced it."""
    rows = Promise.objects.filter(kind="finish", is_first=True, case__city_id=city_id)
    return rows.exclude(case__state__in=[CaseState.MERGED, CaseState.WITHDRAWN])
