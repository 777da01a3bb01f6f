"""The actions of the promise desk: give, keep, pause, break, escalate, and decide on more time."""

from peygir.desks.promises.actions.calendar import follow_calendar
from peygir.desks.promises.actions.counting import count_months
from peygir.desks.promises.actions.falling_due import break_due_promises, end_due_pauses, fire_due_steps
from peygir.desks.promises.actions.giving import leave_unscored, promise_by_record, promise_case, renew_promises
from peygir.desks.promises.actions.replanning import (
    AskedAlready,
    DateIsNotLater,
    DecisionIsUnknown,
    NothingIsAskedFor,
    NothingIsPromised,
    YouAskedYourself,
    ask_replan,
    decide_replan,
)
from peygir.desks.promises.actions.settling import settle_promises
from peygir.desks.promises.actions.steps import follow_unit
from peygir.desks.promises.actions.weeks import count_weeks

__all__ = [
    "AskedAlready",
    "DateIsNotLater",
    "DecisionIsUnknown",
    "NothingIsAskedFor",
    "NothingIsPromised",
    "YouAskedYourself",
    "ask_replan",
    "break_due_promises",
    "count_months",
    "count_weeks",
    "decide_replan",
    "end_due_pauses",
    "fire_due_steps",
    "follow_calendar",
    "follow_unit",
    "leave_unscored",
    "promise_by_record",
    "promise_case",
    "renew_promises",
    "settle_promises",
]
