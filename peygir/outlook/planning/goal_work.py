"""When the work of a programme began and when it was done, from its history."""

from datetime import date

from peygir.city import queries as city
from peygir.core.json_values import text_in
from peygir.history.kinds.planning import ProgrammeMoved
from peygir.history.queries import stories
from peygir.outlook.planning.states import ProgrammeState

WorkDays = tuple[date | None, date | None]
"""The days on which the work began and was done; None: not yet."""


def work_days(programme_id: int, city_id: int) -> WorkDays:
    """Return the days on which the work of a programme last began, and was done after that."""
    begun: date | None = None
    done: date | None = None
    for event in stories("programme", [programme_id], [ProgrammeMoved.kind]):
        to = text_in(event.values, "to")
        if to == ProgrammeState.RUNNING:
            begun, done = city.day_of(city_id, event.at), None
        elif to == ProgrammeState.DONE:
            done = city.day_of(city_id, event.at)
    return begun, done
