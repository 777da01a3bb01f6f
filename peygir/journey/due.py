"""What falls due in cases by itself, and the action of the clock that does it; one statement finds the earliest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import QuerySet

from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries as answers_queries
from peygir.desks.inquiries import actions as inquiries
from peygir.desks.inquiries import queries as inquired
from peygir.desks.objections import actions as objections
from peygir.desks.objections import queries as objected
from peygir.desks.partners import agency_queries
from peygir.desks.promises import actions as promises
from peygir.desks.promises import queries as promised
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.journey.agencies.clocks import follow_agencies
from peygir.storage.shapes import Shape, shape_of


@dataclass(frozen=True, slots=True)
class ClockWork:
    """Moments that a desk waits for, the earliest first, and the action that does what is due by now."""

    moments: Callable[[], "QuerySet[Any, datetime | None]"]
    act: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class NextDue:
    """The earliest moment at which something falls due in a case, and the action for it."""

    at: datetime
    act: Callable[[datetime], int]


# In the order in which the clock does what falls due at one moment.
DUE_IN_CASES: Final = (
    ClockWork(answers_queries.question_closings, answers.close_silent),
    ClockWork(promised.pause_ends, promises.end_due_pauses),
    ClockWork(promised.promise_breaks, promises.break_due_promises),
    ClockWork(promised.step_moments, promises.fire_due_steps),
    ClockWork(routed.reminder_moments, routing.remind_due),
    ClockWork(inquired.inquiry_moments, inquiries.judge_due_inquiries),
    ClockWork(objected.stage_moments, objections.raise_overdue_objections),
    ClockWork(objected.reply_moments, objections.end_silent_objections),
    ClockWork(agency_queries.agency_moments, follow_agencies),
)


def next_due_in_cases() -> NextDue | None:
    """Return what falls due next in any case; one statement."""
    ((*moments,),) = _earliest_moments().ask({})
    due = [NextDue(at, work.act) for at, work in zip(moments, DUE_IN_CASES, strict=True) if at is not None]
    return min(due, key=lambda one: one.at, default=None)


@cache
def _earliest_moments() -> Shape:
    """Return the statement for the earliest moment of each row of DUE_IN_CASES."""
    shapes = [shape_of(work.moments()[:1]) for work in DUE_IN_CASES]
    columns = ", ".join(f"({shape.sql})" for shape in shapes)
    return Shape(f"SELECT {columns}", tuple(value for shape in shapes for value in shape.parameters))
