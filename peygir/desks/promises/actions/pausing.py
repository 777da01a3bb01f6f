"""Pauses of a case's clock while it waits for something outside the city's control."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.promises.actions.steps import collection_of, move_steps, week_of
from peygir.desks.promises.calendar import working_time_between
from peygir.desks.promises.days import COLLECTION, day_end, due_after_pauses, is_of_days
from peygir.desks.promises.models import Pause, Promise
from peygir.desks.promises.rules import Wait, moved_by_pause, proposed_due
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_work import ClockPaused, ClockResumed
from peygir.people.rules import SYSTEM
from peygir.storage.asking import select
from peygir.storage.rows import insert, update


def keep_pauses(case: Case, waits: list[Wait], given: list[Promise]) -> list[Pause]:
    """Write the pauses found in the case's events and end those that are over; ended ones move the promises.

    Changes the promises of `given` and leaves their saving to the caller. Returns all pauses, oldest first. Idempotent.
    """
    if not waits:
        return []
    known = {pause.number: pause for pause in select(Pause, case_id=case.pk)}
    for wait in waits:
        pause = known.get(wait.number)
        if pause is None:
            pause = known[wait.number] = _begin(case, wait, given)
        ended_at = wait.ended_by(clock.now())
        if pause.to_at is None and ended_at is not None:
            _end(case, pause, ended_at, given)
    pauses = sorted(known.values(), key=lambda pause: pause.number)
    mark_paused(given, pauses)
    return pauses


def mark_paused(given: list[Promise], pauses: list[Pause]) -> None:
    """Set since when each promise is paused; a promise that was kept, over, or late before the pause is not."""
    since = next((pause.from_at for pause in pauses if pause.to_at is None), None)
    for promise in given:
        stands = since is not None and promise.kept_at is None and not promise.is_over and promise.due_at >= since
        promise.paused_at = since if stands else None


def finish_in_force(given: list[Promise]) -> Promise | None:
    """The finish promise that the citizen was told of last, unless it is over."""
    return next((promise for promise in given if promise.kind == "finish" and not promise.is_over), None)


def due_told(finish: Promise | None) -> datetime | None:
    """The due date that the citizen knows: the granted date, else the promise's."""
    return (finish.granted_due_at or finish.due_at) if finish is not None else None


def due_shown(case: Case, finish: Promise | None, pauses: list[Pause]) -> datetime | None:
    """The due date for sorting in an inbox; while the clock is paused, the date expected after the pause."""
    due = due_told(finish)
    lasting = next((pause for pause in pauses if pause.to_at is None), None)
    if finish is None or due is None or lasting is None or lasting.until_at is None or finish.kept_at is not None:
        return due
    if finish.granted_due_at is None and is_of_days(finish.clock, finish.hours):
        return paused_due(case, finish, [*_ended(case), (lasting.from_at, lasting.until_at)])
    return _moved(case, finish, due, first=lasting.from_at, last=lasting.until_at)


def paused_due(case: Case, promise: Promise, spans: Sequence[tuple[datetime, datetime]]) -> datetime:
    """When a promise of days is due with all its pauses (first, last), in order, added to its time from the report."""
    return due_after_pauses(
        promise.given_due_at,
        start=case.opened_at,
        hours=promise.hours,
        clock=promise.clock,
        pauses=spans,
        week=week_of(case, promise),
        collection=collection_of(case, promise.topic_id) if promise.clock == COLLECTION else None,
    )


def _ended(case: Case) -> list[tuple[datetime, datetime]]:
    pauses = select(Pause, order="number", case_id=case.pk)
    return [(pause.from_at, pause.to_at) for pause in pauses if pause.to_at is not None]


def _begin(case: Case, wait: Wait, given: list[Promise]) -> Pause:
    pause = Pause(case=case, number=wait.number, reason=wait.reason, from_at=wait.from_at, until_at=wait.until_at)
    insert(pause)
    paused = ClockPaused(
        pause=wait.number,
        reason=wait.reason,
        since=wait.from_at.isoformat(),
        until=wait.until_at.isoformat() if wait.until_at else "",
    )
    finish = finish_in_force(given)
    facts: dict[str, Any] = {} if finish is None else {"due_at": due_shown(case, finish, [pause])}
    cases.record_event(case, paused, by=SYSTEM, **facts)
    return pause


def _end(case: Case, pause: Pause, ended_at: datetime, given: list[Promise]) -> None:
    finish = finish_in_force(given)
    pause.to_at = ended_at
    pause.worked = working_time_between(pause.from_at, ended_at, week_of(case, finish))
    update(pause, ["to_at", "worked"])
    for promise in given:
        if promise.kept_at is None or promise.kept_at > pause.from_at:
            _move(case, promise, pause)
            if promise.kind == "finish" and promise.replaced_at is None:
                move_steps(case, promise, pause)
    named = _named_anew(case, finish)
    resumed = ClockResumed(
        pause=pause.number,
        reason=pause.reason,
        since=pause.from_at.isoformat(),
        to=ended_at.isoformat(),
        worked=round(pause.worked.total_seconds()),
        finish=ABSENT if finish is None else finish.due_at.isoformat(),
        new=ABSENT if named is None else named.isoformat(),
    )
    facts: dict[str, Any] = {} if finish is None else {"due_at": due_told(finish)}
    cases.record_event(case, resumed, by=SYSTEM, **facts)


def _named_anew(case: Case, finish: Promise | None) -> datetime | None:
    """The date to come for work that is late already when its clock runs again: a new one, if all named have passed.

    None for work that is in time.
    """
    now = clock.now()
    if finish is None or finish.kept_at is not None or finish.due_at > now:
        return None
    if finish.new_due_at is not None and finish.new_due_at > now:
        return finish.new_due_at
    finish.proposed_due_at = proposed_due(
        start=case.opened_at,
        due=finish.given_due_at,
        now=now,
        clock=finish.clock,
        week=week_of(case, finish),
        collection=collection_of(case, finish.topic_id) if finish.clock == COLLECTION else None,
    )
    return finish.proposed_due_at


def _move(case: Case, promise: Promise, pause: Pause) -> None:
    last = pause.to_at
    assert last is not None
    if is_of_days(promise.clock, promise.hours):
        # Counted from the report with every pause, because each rounding up to a day would add to the one before.
        due_at = max(promise.due_at, paused_due(case, promise, _ended(case)))
    else:
        due_at = _moved(case, promise, promise.due_at, first=pause.from_at, last=last)
    for name in ("granted_due_at", "proposed_due_at"):
        before = getattr(promise, name)
        if before is not None:
            setattr(promise, name, _moved(case, promise, before, first=pause.from_at, last=last))
    promise.due_at = due_at


def _moved(case: Case, promise: Promise, moment: datetime, *, first: datetime, last: datetime) -> datetime:
    """A date of the promise moved by one pause, and up to the end of the day where the promise is one of days."""
    week = week_of(case, promise)
    moved = moved_by_pause(moment, first=first, last=last, clock=promise.clock, week=week)
    if moved == moment or not is_of_days(promise.clock, promise.hours):
        return moved
    collection = collection_of(case, promise.topic_id) if promise.clock == COLLECTION else None
    return max(moved, day_end(moved, week, collection))
