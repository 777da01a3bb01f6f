"""My day: what a clerk has to do now, in sections, the own cases before those that nobody has."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases.day_sections import DaySection
from peygir.cases.my_day import SectionCases, day_of
from peygir.city import queries as city
from peygir.people.permissions import Permission
from peygir.people.queries import desks_of
from peygir.web.clerk.rows import Rows, escalated_to, rows_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.narrowing import MINE_AND_FREE

# The icon of each section, and the tone of its number.
_MARKS: Final = {
    DaySection.NEW: ("inbox", "tone-info"),
    DaySection.TODAY: ("clock-alert", "tone-orange"),
    DaySection.LATE: ("triangle-alert", "tone-red"),
    DaySection.WAITING: ("circle-pause", "tone-yellow"),
    DaySection.PLANNED: ("calendar-clock", "tone-quiet"),
    DaySection.LATER: ("clock", "tone-quiet"),
}


@dataclass(frozen=True, slots=True)
class DayPagePart:
    """One section on the page; `query` is that of the full list."""

    section: DaySection
    icon: str
    tone: str
    total: int
    rows: Rows
    query: str

    @property
    def has_more(self) -> bool:
        """Whether the full list holds more than is shown."""
        return self.total > len(self.rows)


@staff(Permission.WORK_AT_DESK)
@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    """Show the day of the signed-in person."""
    by, here, on = actor(request), current_city(), today()
    sections = day_of(by, here.id, hands=desks_of(by.id, on=on), day_ends_at=end_of(on))
    parts = _parts(sections, escalated_to(by, here.id))
    context = {
        "parts": [part for part in parts if part.section not in (DaySection.PLANNED, DaySection.LATER)],
        "planned": next(part for part in parts if part.section == DaySection.PLANNED),
        "later": next(part for part in parts if part.section == DaySection.LATER),
        "is_free": not any(part.total for part in parts),
        "unit": city.unit(by.unit_id) if by.unit_id else None,
    }
    return render(request, "clerk/day.html", context)


def _parts(sections: list[SectionCases], climbed: dict[int, int]) -> list[DayPagePart]:
    """Return the sections as parts of the page; their rows are made together, so the statements are few."""
    rows = iter(rows_of([row for section in sections for row in section.rows], climbed, at=""))
    parts = []
    for section_cases in sections:
        query = urlencode({"section": section_cases.section, "mine": MINE_AND_FREE})
        at = "?" + urlencode({"list": query})
        own = Rows(next(rows).within(at) for _row in section_cases.rows)
        parts.append(
            DayPagePart(section_cases.section, *_MARKS[section_cases.section], section_cases.total, own, query)
        )
    return parts
