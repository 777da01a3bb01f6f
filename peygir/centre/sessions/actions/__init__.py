"""The actions that change a live session: its plan, the queue, the notes, and the orders."""

from peygir.centre.sessions.actions.erasing import erase_talks, erase_talks_of
from peygir.centre.sessions.actions.orders import (
    NoSuchLiveOrder,
    OrderIsDone,
    OrderNeedsWords,
    drop_order,
    finish_order,
    give_order,
)
from peygir.centre.sessions.actions.planning import (
    NoSuchSession,
    SessionIsOver,
    call_off_session,
    change_session,
    end_session,
    keep_notes,
    plan_session,
)
from peygir.centre.sessions.actions.queue import (
    NoPlaceLeft,
    NoSuchPlace,
    RegisteredAlready,
    WordsAreMissing,
    register,
    take_call,
    tell_talk,
    withdraw,
)

__all__ = [
    "NoPlaceLeft",
    "NoSuchLiveOrder",
    "NoSuchPlace",
    "NoSuchSession",
    "OrderIsDone",
    "OrderNeedsWords",
    "RegisteredAlready",
    "SessionIsOver",
    "WordsAreMissing",
    "call_off_session",
    "change_session",
    "drop_order",
    "end_session",
    "erase_talks",
    "erase_talks_of",
    "finish_order",
    "give_order",
    "keep_notes",
    "plan_session",
    "register",
    "take_call",
    "tell_talk",
    "withdraw",
]
