"""Events of live sessions with a manager and of the orders that are given in them."""

from dataclasses import dataclass

from peygir.history.catalogue import EventData, event


@dataclass(frozen=True, kw_only=True)
class LiveSessionFacts(EventData):
    """What is said of a session: the unit whose manager speaks, its times, and the phone line."""

    unit: int
    from_: str
    to: str
    phone_line: str


@event("session_planned", file="session", ends=True, keys={"phone_line": "line"})
class LiveSessionPlanned(LiveSessionFacts):
    """A session was planned."""


@event("session_changed", file="session", ends=True, keys={"phone_line": "line"})
class LiveSessionChanged(LiveSessionFacts):
    """A planned session was changed."""


@event("session_called_off", file="session", ends=True)
class LiveSessionCalledOff(EventData):
    """A session does not take place."""


@event("session_ended", file="session", ends=True)
class LiveSessionEnded(EventData):
    """A session is over; `missed` is the number of citizens who still waited."""

    missed: int


@event("session_joined", file="session", ends=True)
class SessionPlaceTaken(EventData):
    """A citizen got a place in the queue of a session."""

    place: int


@event("session_left", file="session", ends=True)
class SessionPlaceGivenUp(EventData):
    """A citizen gave up the place in the queue of a session."""

    place: int


@event("session_talked", file="session", ends=True)
class SessionTalkRecorded(EventData):
    """What came of a talk was written down: `how` is "spoken" or "missed"."""

    place: int
    how: str


@event("order_given", file="order", ends=True)
class LiveOrderGiven(EventData):
    """A manager ordered something in a session, to be done by a unit until the moment `due`."""

    session: int
    unit: int
    due: str


@event("order_done", file="order", ends=True)
class LiveOrderDone(EventData):
    """The unit said that an order is done; `is_kept` says whether it was in time."""

    is_kept: bool


@event("order_dropped", file="order", ends=True)
class LiveOrderDropped(EventData):
    """An order was taken back; `is_kept` says whether it was before its time was over."""

    is_kept: bool
