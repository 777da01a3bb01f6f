"""Moves open promises after a change of the calendar's days, if the administrator asked for it."""

from datetime import date
from typing import Any

from peygir.cases import actions as cases
from peygir.city.days_rules import as_city_day
from peygir.city.urgencies import ClockKind
from peygir.desks.promises.actions.pausing import due_shown, finish_in_force
from peygir.desks.promises.actions.steps import steps_follow
from peygir.desks.promises.calendar_changes import Weeks, reached
from peygir.desks.promises.models import Pause, Promise
from peygir.history.kinds.case_work import PromisesMoved
from peygir.history.queries import event
from peygir.people.rules import SYSTEM
from peygir.storage.asking import select
from peygir.storage.rows import update


def follow_calendar(city_id: int, number: int) -> None:
    """Move the open promises that run over the days of a decision, each case under its lock; idempotent.

    A promise moves when its due date differs between the calendars before and after the decision; it never becomes
    earlier than it was given.
    """
    event_data = event("city", city_id, number).data
    if not event_data.get("moves"):
        return
    old = {date.fromisoformat(text): as_city_day(text, was) for text, was, _now in event_data["days"]}
    new = {date.fromisoformat(text): as_city_day(text, now) for text, _was, now in event_data["days"]}
    before, after = Weeks(old), Weeks(new)
    ids = reached(city_id, new).order_by("case_id").values_list("case_id", flat=True).distinct()
    for case_id in list(ids):
        with cases.open_file(case_id) as case:
            given = select(Promise, order="id", case_id=case.pk)
            pauses = [one for one in select(Pause, order="number", case_id=case.pk) if one.to_at is not None]
            moved: dict[str, Any] = {}
            for promise in given:
                if (
                    promise.clock != ClockKind.BUSINESS
                    or not promise.is_open
                    or promise.broken_at is not None
                    or not promise.hours
                ):
                    continue
                if before.due(promise, case, [])[0] == after.due(promise, case, [])[0]:
                    continue
                base, due = after.due(promise, case, pauses)
                if due == promise.due_at:
                    continue
                promise.due_at = due
                update(promise, ["due_at"])
                moved[promise.kind] = due.isoformat()
                if promise.kind == "finish":
                    steps_follow(case, promise, base, pauses)
            if moved:
                lasting = select(Pause, order="number", case_id=case.pk)
                due_at = due_shown(case, finish_in_force(given), lasting)
                follows = PromisesMoved(decision=number, **moved)
                cases.record_event(case, follows, by=SYSTEM, due_at=due_at)
