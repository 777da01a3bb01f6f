"""Whether an absence with a deputy is possible, and who takes an absent person's work; plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

LONGEST: Final = timedelta(days=366)

Fault = Literal["", "dates", "oneself", "overlaps", "deputy_away", "stands_in"]


@dataclass(frozen=True, slots=True)
class Away:
    """An absence from `first` to `last`, both included; `deputy_id` stands in, if set."""

    staff_id: int
    deputy_id: int | None
    first: date
    last: date

    def meets(self, other: "Away") -> bool:
        """Whether the two absences share a day."""
        return self.first <= other.last and other.first <= self.last


def fault_in(new_absence: Away, standing: Iterable[Away], *, today: date) -> Fault:
    """Return why this absence is impossible, or "": it overlaps another, or the deputy is away or has a deputy then.

    So deputies never form a chain or a cycle: a deputy is present on all of those days.
    """
    if (
        new_absence.last < new_absence.first
        or new_absence.last < today
        or new_absence.last - new_absence.first > LONGEST
    ):
        return "dates"
    if new_absence.deputy_id == new_absence.staff_id:
        return "oneself"
    met = [other for other in standing if other.meets(new_absence)]
    if any(other.staff_id == new_absence.staff_id for other in met):
        return "overlaps"
    if new_absence.deputy_id is not None and any(other.staff_id == new_absence.deputy_id for other in met):
        return "deputy_away"
    if any(other.deputy_id == new_absence.staff_id for other in met):
        return "stands_in"
    return ""


def taker(
    staff_id: int, away: Mapping[int, int | None], *, present: frozenset[int], managers: tuple[int, ...]
) -> int | None:
    """Who takes work meant for a person: they, their deputy while they are away, else a manager who is present.

    `away` maps who is away today to their deputies, `present` holds who works in the unit and is not away. None: nobody
    in the unit can.
    """
    if staff_id not in away:
        return staff_id
    deputy = away[staff_id]
    if deputy is not None and deputy in present:
        return deputy
    return next((one for one in managers if one in present), None)
