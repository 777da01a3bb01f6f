"""The tables of a snapshot: their columns, in which order their rows stand, and what each column means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

VERSION: Final = 1
"""Of the format; a snapshot says by which it was written.

A later format adds columns and tables, each marked with its number, and takes none away: snapshots of every earlier
format are read as they were written.
"""


@dataclass(frozen=True, slots=True)
class SnapshotTable:
    """One table: `columns` as name → "int64" or "string"; its rows are ordered by `order`, which is unique.

    `formats` gives the format in which each column came, `since` that of the table.

    Times are microseconds since 1970 (UTC), codes are those of the city's files. An empty cell means: there is none.
    """

    name: str
    columns: Mapping[str, str]
    order: tuple[str, ...]
    formats: Mapping[str, int]
    since: int = 1

    @property
    def relation(self) -> str:
        """The name under which the database holds it while marks are computed."""
        return f"snapshot_{self.name}"

    def in_format(self, number: int) -> "SnapshotTable":
        """The table with the columns that it had in a format."""
        return replace(
            self, columns={name: kind for name, kind in self.columns.items() if self.formats[name] <= number}
        )


def _table(name: str, columns: str, order: str, *, since: int = 1) -> SnapshotTable:
    """A table from "name name:string name@2 …".

    A column without a type is a whole number; `@2` says that it came with format 2, later than its table.
    """
    kinds, formats = {}, {}
    for text in columns.split():
        known, _at, number = text.partition("@")
        column, _colon, kind = known.partition(":")
        kinds[column], formats[column] = kind or "int64", int(number or since)
    return SnapshotTable(name, kinds, tuple(order.split()), formats, since)


MONTH: Final = _table("month", "first_on:string last_on:string since until as_of", "since")
"""The month itself: its days, its first moment and the first after it, and when the figures were taken."""
UNIT: Final = _table("unit", "unit code:string kind:string parent", "unit")
POST: Final = _table("post", "staff unit role:string scope:string from_on:string to_on:string", "staff unit from_on")
"""Posts that lead, holders and acting heads, cut to the month; `scope` is that of the role."""
PROMISE: Final = _table(
    "promise",
    "case kind:string unit topic:string district:string channel:string urgency:string start due kept "
    "left left_why:string promised paused away told asked replans granted state:string close_kind:string "
    "is_confirmed was_scheduled",
    "case kind",
)
"""First promises that could have fallen due in the month, and those whose case came back in it after their own month
was closed; each with the unit that held the file for the longest part of its time.

`due`: with the pauses that count; `promised`: the time without them, and `paused`: how much they took (microseconds).
`left`: when the clock no longer ran for the unit, and why (a rule of `NotCounted`). `away`: microseconds, until it was
kept, for which the case was not in the city's hands before it came back, and those before a reorganisation moved the
file; they do not count. `told`: when the citizen
was told of a delay before it came; `asked`: the first follow-up by the citizen. `state`, `close_kind`: of the case, at
`as_of`. `is_confirmed`: whether a reporter answered that it is fixed, or answered unclearly, since the work was last
called done. `was_scheduled`: whether the work was planned before the case was closed.
"""
FINISH: Final = _table("finish", "case number unit topic:string at reopened stand_ins", "case number")
"""Each time in the month that work was called done; `reopened`: the next reopening; `stand_ins`: reasons in place of
evidence that the topic's rule wants."""
VISIT: Final = _table("visit", "case number unit topic:string chance finding:string", "case number")
"""Drawn inspections of work called done in the twelve months up to the month's end; the chance in millionths, the
finding as it stands."""
HOLD: Final = _table(
    "hold", "case number unit topic:string began is_begun is_passed_on held state:string touched", "case number"
)
"""Periods in which a unit held a file: those that began in the month (`is_begun`), and those that lasted at its end.

`is_passed_on`: whether the unit's own people ended it, by giving the file back or to a unit that is not below theirs.
`held`: microseconds until it went on, at most until `as_of`. `state`: of the case at the month's end, where it still
lasted then, and `touched` when somebody of the unit, or for it, last worked on it.
"""
VERDICT: Final = _table(
    "verdict", "case key unit topic:string stratum:string channel:string is_answered is_good", "case key"
)
"""Citizens who were asked in the month: by the question after the work (`key` above zero), or called back (below)."""
READING: Final = _table("reading", "case number unit topic:string place points most", "case number")
"""Sampled answers by their place in the lot among those of the unit, with the points of a second reader (or
none).
"""
LEFT_OUT: Final = _table("left_out", "case unit rule:string micros", "case unit rule")
"""What does not count against a unit, by a rule of `NotCounted`."""

TABLES: Final = (MONTH, UNIT, POST, PROMISE, FINISH, VISIT, HOLD, VERDICT, READING, LEFT_OUT)


def tables_of(number: int) -> tuple[SnapshotTable, ...]:
    """The tables of a format, each with the columns that it had then."""
    return tuple(table.in_format(number) for table in TABLES if table.since <= number)
