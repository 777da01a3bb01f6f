"""When a promise falls due, what keeps it and how a pause moves it: by topic hours, clock and the case's events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from peygir.cases.states import CaseState, WaitReason
from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.city.urgencies import ClockKind
from peygir.desks.promises.calendar import (
    OfficeWeek,
    add_working_time,
    due_by_calendar,
    due_for_ack,
    due_for_work,
    working_time_between,
)
from peygir.desks.promises.days import COLLECTION, day_end, is_of_days

Kind = Literal["ack", "visit", "finish"]
# States before the unit's first response, and states that the city considers finished.
_UNHEARD: Final = frozenset(
    {CaseState.NEW, CaseState.REFERRED, CaseState.RETURNED, CaseState.MERGED, CaseState.WITHDRAWN}
)
_FINISHED: Final = frozenset({CaseState.DONE, CaseState.CONFIRMED, CaseState.CLOSED, CaseState.NOT_ACTIONABLE})
_WAITING: Final = CaseState.WAITING
# Reasons that pause the clock: outside the city's control. Material is the city's own affair.
PAUSING: Final = frozenset({WaitReason.CITIZEN, WaitReason.AGENCY, WaitReason.WEATHER})
LONGEST_DELAY: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class PromisedHours:
    """Hours that a topic promises; zero means at once, no promise."""

    ack_hours: Decimal
    due_hours: Decimal
    clock: str  # of `city.urgencies.ClockKind`
    visit_hours: Decimal | None = None

    @property
    def promises_anything(self) -> bool:
        """Whether any promise is given."""
        return any(hours > 0 for hours in (self.ack_hours, self.visit_hours or 0, self.due_hours))

    def under(self, season: Any) -> "PromisedHours":
        """These hours with those of a season in their place; what the season leaves open stays the topic's own."""
        if season is None:
            return self
        return PromisedHours(
            ack_hours=self.ack_hours if season.ack_hours is None else season.ack_hours,
            due_hours=self.due_hours if season.due_hours is None else season.due_hours,
            clock=season.clock or self.clock,
            visit_hours=self.visit_hours if season.visit_hours is None else season.visit_hours,
        )


@dataclass(frozen=True, slots=True)
class Due:
    """One promise to give; `clock` is the topic's, or `days.COLLECTION`."""

    kind: Kind
    due_at: datetime
    hours: Decimal
    clock: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A period of a case's history in which the clock is paused: since event `number`, until `to_at` (None: still)."""

    number: int
    reason: str
    from_at: datetime
    until_at: datetime | None
    to_at: datetime | None

    def ended_by(self, now: datetime) -> datetime | None:
        """When it ended: at the next move or the expected moment, whichever was first; None while it lasts."""
        if self.until_at is not None and self.until_at <= now:
            return min(self.until_at, self.to_at or self.until_at)
        return self.to_at


def promises_due(
    terms: PromisedHours, *, start: datetime, week: OfficeWeek, collection: CollectionFacts | None = None
) -> list[Due]:
    """The promises of a case whose clock starts at `start` (aware), in calendar (C) or working time (B).

    With the `collection` days of its neighbourhood the work is promised for the end of the day of the next round, not
    by hours. What is promised in days by clock C is due at the end of the last of them.
    """
    hours: tuple[tuple[Kind, Decimal | None], ...] = (
        ("ack", terms.ack_hours),
        ("visit", terms.visit_hours),
        ("finish", terms.due_hours),
    )
    due_promises: list[Due] = []
    for kind, given in hours:
        if given is None or given <= 0:
            continue
        clock = COLLECTION if kind == "finish" and collection is not None else terms.clock
        if clock == COLLECTION:
            due = day_end(start, week, collection)
        elif clock == ClockKind.CALENDAR:
            due = due_by_calendar(start, float(given))
            due = day_end(due, week) if is_of_days(clock, given) else due
        else:
            due = (due_for_ack if kind == "ack" else due_for_work)(start, float(given), week)
        due_promises.append(Due(kind, due, given, clock))
    return due_promises


def due_anew(kind: str, hours: Decimal, *, start: datetime, week: OfficeWeek) -> datetime:
    """When a promise of clock B falls due by this calendar, counted from the first report; pauses are added."""
    return (due_for_ack if kind == "ack" else due_for_work)(start, float(hours), week)


def moved_by_pause(
    moment: datetime, *, first: datetime, last: datetime, clock: str, week: OfficeWeek, worked: timedelta | None = None
) -> datetime:
    """`moment` moved by a pause from `first` to `last`; a moment that was due before the pause is unchanged.

    By clock B it moves by exactly the working time paused (`worked`, where that was fixed before), else by the time.
    """
    # In one time zone Python subtracts wall-clock times and not the time that passed.
    moment, first, last = (one.astimezone(UTC) for one in (moment, first, last))
    if moment < first:
        return moment
    if clock != ClockKind.BUSINESS:
        return moment + (last - first)
    return add_working_time(moment, working_time_between(first, last, week) if worked is None else worked, week)


def proposed_due(
    *,
    start: datetime,
    due: datetime,
    now: datetime,
    clock: str,
    week: OfficeWeek,
    collection: CollectionFacts | None = None,
) -> datetime:
    """The date proposed when a promise broke without a granted date: half the first length again, by the same clock.

    Always later than `now`. It is the end of a day like the promise itself: office hours by clock B, the calendar's day
    from 24 hours on by clock C, the next round of a collection.
    """
    start, due, since = start.astimezone(UTC), due.astimezone(UTC), max(due, now).astimezone(UTC)
    if clock == COLLECTION:
        return day_end(since + timedelta(seconds=1), week, collection)
    if clock != ClockKind.BUSINESS:
        proposed = since + (due - start) / 2
        return day_end(proposed, week) if due - start >= timedelta(days=1) else proposed
    proposed = add_working_time(since, working_time_between(start, due, week) / 2, week)
    return max(proposed, week.closes_at(week.day_of(proposed)))


def waits_of(story: Iterable[tuple[int, datetime, dict[str, Any]]]) -> list[Wait]:
    """The periods in which the clock was paused, from a case's events in order as (number, moment, data)."""
    waits: list[Wait] = []
    for number, at, data in story:
        if not {"from", "to"} <= data.keys():
            continue
        if data["from"] == _WAITING and waits and waits[-1].to_at is None:
            last = waits.pop()
            waits.append(Wait(last.number, last.reason, last.from_at, last.until_at, at))
        if data["to"] == _WAITING and data.get("reason") in PAUSING:
            until = datetime.fromisoformat(data["until"]) if data.get("until") else None
            waits.append(Wait(number, data["reason"], at, until, None))
    return waits


def acknowledged_at(moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """When the case was first accepted, from its moves in order as (moment, state it came to)."""
    return next((at for at, state in moves if state not in _UNHEARD), None)


def visited_at(visits: Sequence[datetime], moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """When somebody was first on site: the first recorded visit, or the first time it was called done."""
    return min([*visits[:1], *[at for at, state in moves if state in _FINISHED][:1]], default=None)


def finished_at(moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """Since when the case has been finished without interruption; None while it is not (or no longer)."""
    since: datetime | None = None
    for at, state in moves:
        since = (since or at) if state in _FINISHED else None
    return since
