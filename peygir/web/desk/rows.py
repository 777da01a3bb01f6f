"""The lines of a list of cases: each with how its promise stands now, and whether it climbed to the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from peygir.cases.lifecycle import ENDED
from peygir.cases.queries import Line
from peygir.people.rules import Actor
from peygir.promises import queries as promises
from peygir.web.desk.clocks import colour_now


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    case: Line
    colour: str
    climbed: int = 0  # how much of the promised time was used (percent) when it climbed to the reader

    @property
    def is_over(self) -> bool:
        """Whether the case has ended."""
        return self.case.state in ENDED


def rows_of(found: Sequence[Line], by: Actor, city_id: int) -> list[Row]:
    """The lines of these cases for this reader; two statements."""
    if not found:
        return []
    ids = [case.pk for case in found]
    paused, climbed = promises.paused_among(ids), promises.climbed_among(by, ids, city_id)
    return [Row(case, "paused" if case.pk in paused else colour_now(case), climbed.get(case.pk, 0)) for case in found]
