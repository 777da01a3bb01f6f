"""Inbox filters behind the numbers of a unit's page: whose cases, due on which day, from which week."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from peygir.cases.queries import Narrowing
from peygir.city import queries as city
from peygir.people.queries import desks_of, staff_by_id, staff_of_units
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.dates import day_in_address
from peygir.web.kit.templatetags.ui import day, named

NAMES: Final = ("unit", "only", "assignee", "due", "opened", "finished", "returned")
# Filters about the past, which include ended cases.
_OF_THE_PAST: Final = ("opened", "finished")
NOBODY: Final = "none"
MINE_AND_FREE: Final = "day"
"""The value of `mine` that also selects what nobody has."""
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters as the query takes them, and as text; `kept` are their URL parameters."""

    narrowing: Narrowing | None
    words: list[str]
    kept: list[tuple[str, str]]

    @property
    def is_of_the_past(self) -> bool:
        """Whether the filters include ended cases."""
        return any(name in _OF_THE_PAST for name, _value in self.kept)


def narrowed(query: QueryDict, by: Actor) -> Narrowed:
    """Read the filters of a URL; unreadable ones are ignored. Runs no SQL statement without filters."""
    filter_values = {name: query.get(name, "")[:40] for name in NAMES}
    kept = [(name, value) for name, value in filter_values.items() if value]
    is_mine = bool(query.get("mine"))
    if not kept and not is_mine:
        return Narrowed(None, [], [])
    unit = city.unit_by_code(current_city().id, filter_values["unit"]) if filter_values["unit"] else None
    unit_ids = () if unit is None else (unit.id,) if filter_values["only"] else tuple(sorted(city.units_below(unit.id)))
    due, opened, finished = (day_in_address(filter_values[name]) for name in ("due", "opened", "finished"))
    people: tuple[int, ...] = desks_of(by.id, on=today()) if is_mine else _ids(filter_values["assignee"])
    finished_by: tuple[str, ...] = ()
    if finished is not None:
        finished_by = tuple(f"staff:{one.pk}" for one in staff_of_units(unit_ids, also_closed=True))
    narrowing = Narrowing(
        unit_ids=unit_ids,
        assignee_ids=people,
        is_unassigned=filter_values["assignee"] == NOBODY,
        is_also_unassigned=query.get("mine") == MINE_AND_FREE,
        is_returned=bool(filter_values["returned"]),
        due=(start_of(due), end_of(due)) if due else None,
        opened=(start_of(opened), start_of(opened + WEEK)) if opened else None,
        finished=(start_of(finished), start_of(finished + WEEK)) if finished else None,
        finished_by=finished_by,
    )
    descriptions = [named(unit)] if unit is not None else []
    descriptions += _people_words(filter_values["assignee"])
    descriptions += [_("due on %(day)s") % {"day": day(due)}] if due else []
    descriptions += [_("opened in the week of %(day)s") % {"day": day(opened)}] if opened else []
    descriptions += [_("finished in the week of %(day)s") % {"day": day(finished)}] if finished else []
    descriptions += [_("returned before")] if filter_values["returned"] else []
    return Narrowed(narrowing, descriptions, kept)


def _ids(text: str) -> tuple[int, ...]:
    return (int(text),) if text.isascii() and text.isdigit() and len(text) < 10 else ()


def _people_words(text: str) -> list[str]:
    if text == NOBODY:
        return [_("with nobody yet")]
    person = staff_by_id(_ids(text)[0]) if _ids(text) else None
    return [named(person) or person.username] if person is not None else []
