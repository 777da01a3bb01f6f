"""When a promise falls due, by the topic's hours and clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from peygir.promises.calendar import OfficeWeek, due_by_calendar, due_for_ack, due_for_work

Kind = Literal["ack", "finish"]
# Nobody of the unit has said a word yet; work that the city holds to be over.
_UNHEARD: Final = frozenset({"new", "referred", "returned", "merged"})
_FINISHED: Final = frozenset({"done", "confirmed", "closed", "not_actionable"})


@dataclass(frozen=True, slots=True)
class Terms:
    """Hours that a topic promises; zero means at once, no promise."""

    ack_hours: Decimal
    due_hours: Decimal
    clock: Literal["C", "B"]


@dataclass(frozen=True, slots=True)
class Due:
    """One promise to give."""

    kind: Kind
    due_at: datetime
    hours: Decimal


def promises_due(terms: Terms, *, start: datetime, week: OfficeWeek) -> list[Due]:
    """The promises of a case whose clock starts at `start` (aware), in calendar (C) or working time (B)."""
    found: list[Due] = []
    for kind, hours in (("ack", terms.ack_hours), ("finish", terms.due_hours)):
        if hours <= 0:
            continue
        if terms.clock == "C":
            due = due_by_calendar(start, float(hours))
        else:
            due = (due_for_ack if kind == "ack" else due_for_work)(start, float(hours), week)
        found.append(Due("ack" if kind == "ack" else "finish", due, hours))
    return found


def acknowledged_at(moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """When somebody first took the case up, from its moves in order as (moment, state it came to)."""
    return next((at for at, state in moves if state not in _UNHEARD), None)


def finished_at(moves: Sequence[tuple[datetime, str]]) -> datetime | None:
    """Since when the case has been finished without a break; None while it is not (or again not)."""
    since: datetime | None = None
    for at, state in moves:
        since = (since or at) if state in _FINISHED else None
    return since
