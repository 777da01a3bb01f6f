"""When a promise falls due, by the topic's hours and clock."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from peygir.promises.calendar import OfficeWeek, due_by_calendar, due_for_ack, due_for_work

Kind = Literal["ack", "finish"]


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
