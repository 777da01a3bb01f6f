"""Draws the finished cases by the month's seed, links visits to draws, and settles those that were not made."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from peygir.cases.models import Case
from peygir.cases.states import CaseState, CloseKind
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core.vocabulary import plain
from peygir.desks.inspection.actions.planning import key_of, prepare_plans
from peygir.desks.inspection.drawing import MARKS, PlannedShares, RiskWeights, code_of, lot_of, weights_from
from peygir.desks.inspection.models import Inspection, InspectionDraw, InspectionPlan
from peygir.desks.inspection.plan_shares import shares_of
from peygir.desks.inspection.rules import FINISHED, WORK_DONE, DrawState
from peygir.history.actions import record
from peygir.history.kinds.case_moves import CaseFinished, CaseReopened
from peygir.history.kinds.inspection import InspectionsDrawn, InspectionsMissed
from peygir.history.models import Event
from peygir.people.rules import CLOCK

BATCH: Final = 500
DRAWN_LATE: Final = timedelta(days=40)
"""So long after its month a plan still draws what is left, as after nights on which nothing ran."""
LATE_DAYS: Final = timedelta(days=3)
"""So long after its last day a visit that was made in time may still come from a phone."""
INSPECTION: Final = "inspection"
"""Why an inspection opens a case again, in the event of that move."""
MarksOfWork = Callable[[Collection[int]], Mapping[str, Collection[int]]]
"""What another desk knows of the work: for ids of cases, those that have each mark (`signal`, `contractor`)."""


def no_marks(case_ids: Collection[int]) -> Mapping[str, Collection[int]]:
    """Return no marks: nothing is known of the work."""
    return {}


def draw_finished(now: datetime, *, marks_of_work: MarksOfWork = no_marks) -> int:
    """Draw each case called done by `now` that was not drawn yet, by the plan of its month; returns how many."""
    plans = InspectionPlan.objects.exclude(seed="").filter(last_on__gte=(now - DRAWN_LATE).date())
    return sum(_draw_plan(plan, now, marks_of_work) for plan in plans.order_by("first_on"))


def _draw_plan(plan: InspectionPlan, now: datetime, marks_of_work: MarksOfWork) -> int:
    zone = ZoneInfo(city.city_by_id(plan.city_id).time_zone)
    since = datetime.combine(plan.first_on, time(), zone)
    until = min(now, datetime.combine(plan.last_on + timedelta(days=1), time(), zone))
    # A plan that was made within its month begins with itself: of earlier cases nobody could know the lot.
    since = max(since, plan.made_at)
    drawn, is_left = 0, since < until
    while is_left:
        with transaction.atomic():
            plan = InspectionPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
            events = _not_drawn(since, until)
            rows = _rows(plan, events, now, marks_of_work([event.file_id for event in events]))
            InspectionDraw.objects.bulk_create(rows)
            if rows:
                record(plan, _drawn(rows), by=str(CLOCK), at=now)
        drawn += len(rows)
        is_left = len(events) == BATCH and bool(rows)
    return drawn


def _not_drawn(since: datetime, until: datetime) -> list[Event]:
    known = InspectionDraw.objects.filter(case_id=OuterRef("file_id"), number=OuterRef("number"))
    secret = Case.objects.filter(pk=OuterRef("file_id")).filter(_unseen())
    rows = Event.objects.filter(file="case", kind=CaseFinished.kind, at__gte=since, at__lt=until)
    return list(rows.filter(~Exists(known), ~Exists(secret)).order_by("at", "id")[:BATCH])


def _unseen() -> Q:
    """Cases that no inspector may see: confidential ones, and complaints about people and units."""
    return Q(is_confidential=True) | Q(about_unit__isnull=False) | Q(about_staff__isnull=False) | Q(unit=None)


def _rows(
    plan: InspectionPlan, events: Sequence[Event], now: datetime, of_work: Mapping[str, Collection[int]]
) -> list[InspectionDraw]:
    ids = [event.file_id for event in events]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=ids)}
    finishes = _numbers(ids, [CaseFinished.kind])
    reopenings = _numbers(ids, [CaseReopened.kind])
    shares, weights, key = shares_of(plan), weights_from(plan.weights), key_of(plan)
    due_on = city.day_of(plan.city_id, now) + timedelta(days=plan.visit_days)
    rows = []
    for event in events:
        case = cases[event.file_id]
        times = sum(number <= event.number for number in finishes[case.pk])
        marks = marks_of(case, was_reopened=any(number < event.number for number in reopenings.get(case.pk, ())))
        marks += [mark for mark in MARKS if case.pk in of_work.get(mark, ())]
        code = code_of(key, case.pk, event.number)
        rows.append(_row(plan, case, event, times, marks, shares, weights, code))
        if rows[-1].state == DrawState.WAITING:
            rows[-1].due_on = due_on
    return rows


def _row(
    plan: InspectionPlan,
    case: Case,
    event: Event,
    n: int,
    marks: list[str],
    shares: PlannedShares,
    weights: RiskWeights,
    code: str,
) -> InspectionDraw:
    weight = weights.weight_of(unit_id=case.unit_id, topic_id=case.topic_id, marks=marks)
    chance, lot = shares.chance_of(weight), lot_of(plan.seed, code, n)
    return InspectionDraw(
        plan=plan,
        case=case,
        number=event.number,
        n=n,
        pseudonym=code,
        unit_id=case.unit_id,
        topic_id=case.topic_id,
        called_done_at=event.at,
        marks=marks,
        weight=weight,
        chance=chance,
        lot=lot,
        is_floor=lot < shares.floor_chance,
        state=DrawState.WAITING if lot < chance else DrawState.PASSED,
    )


def marks_of(case: Case, *, was_reopened: bool) -> list[str]:
    """Return the marks that the case itself shows, as `drawing.MARKS` explains them."""
    holds = {
        "urgent": case.urgency == Urgency.URGENT,
        "returned": case.return_count > 0,
        "reporters": case.report_count > 1,
        "reopened": was_reopened,
        "confirmed": case.state == CaseState.CONFIRMED or case.close_kind == CloseKind.CONFIRMED,
    }
    return [mark for mark, is_so in holds.items() if is_so]


def _numbers(case_ids: Sequence[int], kinds: Sequence[str]) -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = {}
    rows = Event.objects.filter(file="case", file_id__in=case_ids, kind__in=kinds)
    for file_id, number in rows.values_list("file_id", "number"):
        numbers.setdefault(file_id, []).append(number)
    return numbers


def _drawn(rows: Sequence[InspectionDraw]) -> InspectionsDrawn:
    lines = "".join(f"{row.pseudonym} {row.n} {row.chance:.6f} {row.state}\n" for row in rows)
    count = sum(row.state == DrawState.WAITING for row in rows)
    return InspectionsDrawn(cases=len(rows), drawn=count, digest=hashlib.sha256(lines.encode()).hexdigest())


def settle_visit(inspection: Inspection) -> None:
    """Link a finding to the waiting draw of its case, if there is one; the caller has locked the case.

    A visit that was made in time, and whose finding came from a phone within LATE_DAYS of its last day, takes the place
    of the miss that was counted meanwhile, unless the month's list is public already.
    """
    waiting = InspectionDraw.objects.filter(case_id=inspection.case_id, state=DrawState.WAITING)
    row = waiting.order_by("-number").first() or _missed_in_time(inspection)
    if row is not None:
        row.state, row.inspection, row.settled_at = DrawState.VISITED, inspection, inspection.at
        row.save(update_fields=["state", "inspection", "settled_at"])


def _missed_in_time(inspection: Inspection) -> InspectionDraw | None:
    """Return the missed draw that this visit had made in time."""
    if inspection.seen_at is None:
        return None
    city_id = inspection.case.city_id
    seen_on, came_on = city.day_of(city_id, inspection.seen_at), city.day_of(city_id, inspection.at)
    missed = InspectionDraw.objects.filter(case_id=inspection.case_id, state=DrawState.MISSED)
    in_time = missed.filter(due_on__gte=max(seen_on, came_on - LATE_DAYS), called_done_at__lte=inspection.seen_at)
    row = in_time.select_related("plan").order_by("-number").first()
    if row is None:
        return None
    is_public = came_on > row.plan.last_on and not row.plan.draws.filter(state=DrawState.WAITING).exists()
    return None if is_public else row


def settle_draws(now: datetime) -> int:
    """Settle the waiting draws that nobody can make any more or made in time; returns how many.

    Opened again by a citizen: not fixed. No finished work any more for another reason (merged, withdrawn): void.
    Past the day by which it was due: missed, which counts as a failure.
    """
    settled = _settle_changed(now)
    for plan in InspectionPlan.objects.filter(draws__state=DrawState.WAITING).distinct():
        today = city.day_of(plan.city_id, now)
        with transaction.atomic():
            plan = InspectionPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
            late = plan.draws.select_for_update().filter(state=DrawState.WAITING, due_on__lt=today)
            ids = list(late.order_by("pk").values_list("pk", flat=True))
            if ids:
                InspectionDraw.objects.filter(pk__in=ids).update(state=DrawState.MISSED, settled_at=now)
                record(plan, InspectionsMissed(draws=ids), by=str(CLOCK), at=now)
        settled += len(ids)
    return settled


def _settle_changed(now: datetime) -> int:
    called_done = Q(case__state__in=plain(FINISHED)) | Q(
        case__state=CaseState.CLOSED, case__close_kind__in=plain(WORK_DONE)
    )
    later = Event.objects.filter(file="case", file_id=OuterRef("case_id"), number__gt=OuterRef("number"))
    reopened = Exists(later.filter(kind=CaseReopened.kind))
    waiting = InspectionDraw.objects.filter(state=DrawState.WAITING)
    settled = waiting.filter(reopened).update(state=DrawState.OVERTAKEN, settled_at=now)
    return settled + waiting.exclude(called_done).update(state=DrawState.VOID, settled_at=now)


def draw_now(now: datetime, *, marks_of_work: MarksOfWork = no_marks) -> int:
    """Do the nightly work of the draw: make plans, settle what was not visited, draw; returns how much was done."""
    return prepare_plans(now) + settle_draws(now) + draw_finished(now, marks_of_work=marks_of_work)
