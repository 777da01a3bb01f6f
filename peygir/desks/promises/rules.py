"""When a promise falls due, what keeps it, and what a pause does to it: by the topic's hours, clock and the story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from peygir.desks.promises.calendar import (
    OfficeWeek,
    add_working_time,
    due_by_calendar,
    due_for_ack,
    due_for_work,
    working_time_between,
)

Kind = Literal["ack", "visit", "finish"]
# Nobody of the unit has said a word yet; work that the city holds to be over.
_UNHEARD: Final = frozenset({"new", "referred", "returned", "merged", "withdrawn"})
_FINISHED: Final = frozenset({"done", "confirmed", "closed", "not_actionable"})
_WAITING: Final = "waiting"
# What may stop the clock: things outside the city's hands. Material is the city's own affair.
PAUSING: Final = frozenset({"citizen", "agency", "weather"})
LONGEST_DELAY: Final = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class PromisedHours:
    """Hours that a topic promises; zero means at once, no promise."""

    ack_hours: Decimal
    due_hours: Decimal
    clock: Literal["C", "B"]
    visit_hours: Decimal | None = None

    @property
    def promises_anything(self) -> bool:
        """Whether there is anything to give."""
        return any(hours > 0 for hours in (self.ack_hours, self.visit_hours or 0, self.due_hours))

    def under(self, season: Any) -> "PromisedHours":
        """These terms with what a season says instead; what it leaves open stays the topic's own."""
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
    """One promise to give."""

    kind: Kind
    due_at: datetime
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch of a case's story in which the clock stands: since event `number`, until `to_at` (None: still)."""

    number: int
    reason: str
    from_at: datetime
    until_at: datetime | None
    to_at: datetime | None

    def ended_by(self, now: datetime) -> datetime | None:
        """When it ended: the case moved on, or the expected moment came; None while it lasts."""
        if self.until_at is not None and self.until_at <= now:
            return min(self.until_at, self.to_at or self.until_at)
        return self.to_at


def promises_due(terms: PromisedHours, *, start: datetime, week: OfficeWeek) -> list[Due]:
    """The promises of a case whose clock starts at `start` (aware), in calendar (C) or working time (B)."""
    hours: tuple[tuple[Kind, Decimal | None], ...] = (
        ("ack", terms.ack_hours),
        ("visit", terms.visit_hours),
        ("finish", terms.due_hours),
    )
    due_promises: list[Due] = []
    for kind, given in hours:
        if given is None or given <= 0:
            continue
        if terms.clock == "C":
            due = due_by_calendar(start, float(given))
        else:
            due = (due_for_ack if kind == "ack" else due_for_work)(start, float(given), week)
        due_promises.append(Due(kind, due, given))
    return due_promises


def due_anew(kind: str, hours: Decimal, *, start: datetime, week: OfficeWeek) -> datetime:
    """When a promise of clock B falls due by this calendar, counted from the first word; pauses come on top."""
    return (due_for_ack if kind == "ack" else due_for_work)(start, float(hours), week)


def moved_by_pause(
    moment: datetime, *, first: datetime, last: datetime, clock: str, week: OfficeWeek, worked: timedelta | None = None
) -> datetime:
    """Where `moment` comes to lie when the clock stood from `first` to `last`; what was due before stays where it was.

    By clock B it moves by exactly the working time paused (`worked`, where that was frozen before), else by the time.
    """
    # On one and the same wall clock, Python would add and subtract what the wall shows and not what passed.
    moment, first, last = (one.astimezone(UTC) for one in (moment, first, last))
    if moment < first:
        return moment
    if clock != "B":
        return moment + (last - first)
    return add_working_time(moment, working_time_between(first, last, week) if worked is None else worked, week)


def proposed_due(*, start: datetime, due: datetime, now: datetime, clock: str, week: OfficeWeek) -> datetime:
    """The date offered when a promise broke and nobody named one: half the first length again, by the same clock."""
    start, due, since = start.astimezone(UTC), due.astimezone(UTC), max(due, now).astimezone(UTC)
    if clock != "B":
        return since + (due - start) / 2
    return add_working_time(since, working_time_between(start, due, week) / 2, week)


def waits_of(story: Iterable[tuple[int, datetime, dict[str, Any]]]) -> list[Wait]:
    """The stretches in which the clock stood, from a case's events in order as (number, moment, data)."""
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
    """When somebody first took the case up, from its moves in order as (moment, state it came to)."""
    return next((at for at, state in moves if state not in _UNHEARD), None)


def visited_at(visits: Sequence[datetime], moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """When somebody was first at the place: the first visit on record, or the first time it was called done."""
    return min([*visits[:1], *[at for at, state in moves if state in _FINISHED][:1]], default=None)


def finished_at(moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """Since when the case has been finished without a break; None while it is not (or again not)."""
    since: datetime | None = None
    for at, state in moves:
        since = (since or at) if state in _FINISHED else None
    return since
