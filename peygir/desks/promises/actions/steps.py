"""Escalation steps: planned with the promise, held while it is paused, moved by a pause."""

from datetime import datetime

from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.city.urgencies import ClockKind, Urgency
from peygir.core.office import OfficeWeek
from peygir.desks.promises.days import is_of_days
from peygir.desks.promises.escalation_rules import in_office, steps_due
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.desks.promises.rules import moved_by_pause
from peygir.history.queries import event
from peygir.storage.asking import select
from peygir.storage.rows import insert_all, update


def week_of(case: Case, promise: Promise | None = None) -> OfficeWeek:
    """The office hours by which a case's clock is counted: those of the unit to which the promise was given."""
    unit_id = promise.unit_id if promise is not None and promise.unit_id is not None else case.unit_id
    return city.office_week(case.city_id, unit_id, city.day_of(case.city_id, case.opened_at))


def collection_of(case: Case, topic_id: int | None) -> CollectionFacts | None:
    """The collection days by which the work of a topic is promised in the case's neighbourhood; None: by hours."""
    topic = city.topic(case.city_id, topic_id) if topic_id is not None else None
    kind = city.collection_kind_of(topic) if topic is not None else None
    if kind is None:
        return None
    return city.collection(case.city_id, case.neighbourhood_id, kind=kind, on=city.day_of(case.city_id, case.opened_at))


def plan_steps(case: Case, finish: Promise, pauses: list[Pause]) -> None:
    """Write the steps of the escalation policy in force for the case, moved by its earlier pauses."""
    week, is_urgent = week_of(case, finish), case.urgency == Urgency.URGENT
    opened_on = city.day_of(case.city_id, case.opened_at)
    levels = city.escalation_steps(
        case.city_id, topic_id=finish.topic_id, unit_id=finish.unit_id, on=opened_on, urgency=case.urgency
    )
    audiences = {level.percent: level.audience for level in levels}
    moments = steps_due(
        audiences, start=case.opened_at, due=finish.given_due_at, clock=finish.clock, week=week, is_urgent=is_urgent
    )
    steps: list[EscalationStep] = []
    for percent, due in moments.items():
        for pause in pauses:
            due = _moved(due, pause, finish, week, is_urgent=is_urgent)
        state = "planned" if finish.is_running else "held"
        steps.append(
            EscalationStep(
                case=case, promise=finish, percent=percent, audience=audiences[percent], due_at=due, state=state
            )
        )
    insert_all(steps)


def hold_steps(promise: Promise) -> None:
    """Set unfired steps to planned while their promise runs, and to held while it does not.

    Fired steps stay open on the desks of those notified until the promise is kept.
    """
    steps = EscalationStep.objects.filter(case_id=promise.case_id, promise=promise)
    state, other = ("planned", "held") if promise.is_running else ("held", "planned")
    steps.filter(state=other).update(state=state)
    steps.filter(state="fired", is_open=not promise.is_open).update(is_open=promise.is_open)


def move_steps(case: Case, promise: Promise, pause: Pause) -> None:
    """After a pause, move the unfired steps that were not due before it by the paused time."""
    week, is_urgent = week_of(case, promise), case.urgency == Urgency.URGENT
    for step in select(EscalationStep, case_id=case.pk, promise_id=promise.pk, fired_at=None):
        due: datetime = _moved(step.due_at, pause, promise, week, is_urgent=is_urgent)
        if step.percent >= 100 and is_of_days(promise.clock, promise.hours):
            due = max(due, promise.due_at)  # the day was rounded up after the pause
        if due != step.due_at:
            step.due_at = due
            update(step, ["due_at"])


def steps_follow(case: Case, finish: Promise, base_due: datetime, pauses: list[Pause]) -> None:
    """Recompute the unfired steps after a change of the calendar's days, by their shares of the new time."""
    week, is_urgent = week_of(case, finish), case.urgency == Urgency.URGENT
    steps = select(EscalationStep, case_id=case.pk, promise_id=finish.pk, fired_at=None)
    moments = steps_due(
        [step.percent for step in steps],
        start=case.opened_at,
        due=base_due,
        clock=finish.clock,
        week=week,
        is_urgent=is_urgent,
    )
    for step in steps:
        due = moments[step.percent]
        for pause in pauses:
            due = _moved(due, pause, finish, week, is_urgent=is_urgent)
        if due != step.due_at:
            step.due_at = due
            update(step, ["due_at"])


def follow_unit(case_id: int, number: int) -> None:
    """Move open escalations of a case that changed its unit to the people of the new unit; idempotent."""
    data = event("case", case_id, number).data
    EscalationStep.objects.filter(case_id=case_id, is_open=True, unit_id=data["was"]).update(unit_id=data["unit"])


def _moved(due: datetime, pause: Pause, promise: Promise, week: OfficeWeek, *, is_urgent: bool) -> datetime:
    if pause.to_at is None or due < pause.from_at:
        return due
    moved = moved_by_pause(
        due, first=pause.from_at, last=pause.to_at, clock=promise.clock, week=week, worked=pause.worked
    )
    return moved if is_urgent or promise.clock == ClockKind.BUSINESS else in_office(moved, week)
