"""Reads the week's sessions, one session with its queue and orders, a unit's orders, and the counts of a report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q

from peygir.centre.sessions.models import LiveOrder, LiveSession, Registration
from peygir.centre.sessions.rules import may_answer, may_register, may_sit, promise_of, units_seen
from peygir.people.rules import Actor

__all__ = [
    "LiveOrderFacts",
    "QueuedCitizen",
    "SessionFacts",
    "may_answer",
    "may_sit",
    "open_orders",
    "order",
    "orders_of",
    "own_places",
    "place",
    "queue_of",
    "session",
    "sessions_between",
    "units_seen",
]

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session with the names that a page shows; `taken` counts those who wait."""

    id: int
    unit_id: int
    unit: tuple[str, str]
    who: tuple[str, str]
    role: tuple[str, str]
    about: str
    line: str
    begins_at: datetime
    ends_at: datetime
    places: int
    state: str
    notes: str
    is_sample: bool
    taken: int
    spoken: int
    missed: int
    orders: int
    orders_open: int

    def is_open(self, now: datetime) -> bool:
        """Whether citizens may still register."""
        return may_register(state=self.state, ends_at=self.ends_at, taken=self.taken, places=self.places, now=now)

    def is_running(self, now: datetime) -> bool:
        """Whether the session is in progress."""
        return self.state == "planned" and self.begins_at <= now < self.ends_at

    @property
    def left(self) -> int:
        """The number of free places."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class QueuedCitizen:
    """One citizen in the queue."""

    id: int
    session_id: int
    phone: str
    name: str
    words: str
    topic: tuple[str, str] | None
    case_code: str
    at: datetime
    is_own: bool  # registered by the citizen, before the session
    state: str
    notes: str


@dataclass(frozen=True, slots=True)
class LiveOrderFacts:
    """One order with the names that a page shows."""

    id: int
    session_id: int
    place_id: int
    who: tuple[str, str]
    unit_id: int
    unit: tuple[str, str]
    words: str
    case_code: str
    given_at: datetime
    due_at: datetime
    state: str
    answer: str
    done_at: datetime | None

    def promise(self, now: datetime) -> str:
        """The state of its promise: kept, late, running or none."""
        return promise_of(state=self.state, due_at=self.due_at, done_at=self.done_at, now=now)


def sessions_between(city_id: int, start: datetime, end: datetime) -> list[SessionFacts]:
    """The sessions that begin in [start, end), the earliest first."""
    return _sessions(LiveSession.objects.filter(city_id=city_id, begins_at__gte=start, begins_at__lt=end))


def session(city_id: int, session_id: int) -> SessionFacts | None:
    """One session of the city."""
    return next(iter(_sessions(LiveSession.objects.filter(city_id=city_id, pk=session_id))), None)


def queue_of(session_id: int) -> list[QueuedCitizen]:
    """Everybody in a session's queue, in the order of arrival, without those who withdrew."""
    rows = Registration.objects.filter(session_id=session_id).exclude(state="withdrawn")
    return _places(rows.order_by("at", "pk")[:MOST])


def place(place_id: int) -> QueuedCitizen | None:
    """One place in a queue."""
    return next(iter(_places(Registration.objects.filter(pk=place_id))), None)


def own_places(phone: str, session_ids: list[int]) -> dict[int, QueuedCitizen]:
    """The places that a phone holds in these sessions, by session."""
    if not phone:
        return {}
    rows = Registration.objects.filter(phone=phone, session_id__in=session_ids, state="waiting")
    return {one.session_id: one for one in _places(rows)}


def orders_of(session_id: int) -> list[LiveOrderFacts]:
    """The orders of a session, in the order in which they were given."""
    return _orders(LiveOrder.objects.filter(session_id=session_id).order_by("pk"))


def open_orders(city_id: int, by: Actor, *, also_done: bool = False) -> list[LiveOrderFacts]:
    """The open orders that `by` may read, the soonest due first; or (`also_done`) the done ones, the newest first."""
    rows = LiveOrder.objects.filter(city_id=city_id)
    if (units := units_seen(by)) is not None:
        rows = rows.filter(unit_id__in=units)
    rows = rows.filter(state="done").order_by("-done_at") if also_done else rows.filter(state="open").order_by("due_at")
    return _orders(rows[:MOST])


def order(order_id: int, by: Actor) -> LiveOrderFacts | None:
    """One order that `by` may read."""
    rows = LiveOrder.objects.filter(pk=order_id)
    if (units := units_seen(by)) is not None:
        rows = rows.filter(unit_id__in=units)
    return next(iter(_orders(rows)), None)


def _sessions(rows: Any) -> list[SessionFacts]:
    places, orders = "registrations", "orders"
    annotated_rows = rows.select_related("unit").annotate(
        taken=Count(places, filter=Q(registrations__state="waiting"), distinct=True),
        spoken=Count(places, filter=Q(registrations__state="spoken"), distinct=True),
        missed=Count(places, filter=Q(registrations__state="missed"), distinct=True),
        given=Count(orders, filter=~Q(orders__state="dropped"), distinct=True),
        open=Count(orders, filter=Q(orders__state="open"), distinct=True),
    )
    return [
        SessionFacts(
            row.pk,
            row.unit_id,
            _pair(row.unit),
            (row.who_fa, row.who_en or row.who_fa),
            (row.role_fa, row.role_en or row.role_fa),
            row.about,
            row.line,
            row.begins_at,
            row.ends_at,
            row.places,
            row.state,
            row.notes,
            row.is_sample,
            row.taken,
            row.spoken,
            row.missed,
            row.given,
            row.open,
        )
        for row in annotated_rows.order_by("begins_at", "pk")
    ]


def _places(rows: Any) -> list[QueuedCitizen]:
    return [
        QueuedCitizen(
            row.pk,
            row.session_id,
            row.phone,
            row.name,
            row.words,
            _pair(row.topic) if row.topic else None,
            row.case_code or "",
            row.at,
            row.by.startswith("citizen"),
            row.state,
            row.notes,
        )
        for row in rows.select_related("topic").annotate(case_code=F("case__code"))
    ]


def _orders(rows: Any) -> list[LiveOrderFacts]:
    annotated_rows = rows.select_related("unit", "session").annotate(case_code=F("registration__case__code"))
    return [
        LiveOrderFacts(
            row.pk,
            row.session_id,
            row.registration_id,
            (row.session.who_fa, row.session.who_en or row.session.who_fa),
            row.unit_id,
            _pair(row.unit),
            row.words,
            row.case_code or "",
            row.given_at,
            row.due_at,
            row.state,
            row.answer,
            row.done_at,
        )
        for row in annotated_rows
    ]


def _pair(thing: Any) -> tuple[str, str]:
    return thing.name_fa, thing.name_en or thing.name_fa
