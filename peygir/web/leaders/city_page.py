"""The city on one page for the mayor and the deputies: what came up to them, ten numbers, the worst, the verbs."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases.late import StandingCount, standing_counts, worst_late
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.inquiries import queries as inquiries
from peygir.desks.promises import queries as promises
from peygir.desks.promises.month import FEWEST
from peygir.desks.promises.week import NOW, WHOLE_CITY, district_scope, unit_scope, week_figures
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.city_figures import (
    CityFigure,
    Weeks,
    amount,
    calls_part,
    late_sketch,
    share,
    standing_part,
    week_part,
)
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import named

SHOWN_FIRST: Final = 2
WORST: Final = 10
ON_THE_MAP: Final = 200


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One row of the comparison: a district, or a unit below."""

    name: str
    href: str
    late: int
    opened: str
    finished: str
    kept: str
    median: str


@staff(Permission.STEER_CITY)
@require_GET
def city_page(request: HttpRequest) -> HttpResponse:
    """Show the page; runs at most twelve SQL statements, none of them over a year of rows."""
    by, city_facts, now = actor(request), current_city(), clock.now()
    parts = _parts(by, city_facts.id)
    scope = unit_scope(by.unit_id) if by.rights.scope == RoleScope.BELOW and by.unit_id is not None else WHOLE_CITY
    weeks = week_figures(city_facts.id, [scope, *parts], by=today())
    counts = standing_counts(by, city_facts.id, now=now)
    late = worst_late(by, city_facts.id, now=now, most=ON_THE_MAP)
    escalated = promises.escalated_to(by, city_facts.id)
    counted = weeks.get((scope, NOW))
    figures = [
        CityFigure(_("escalated to me"), amount(len(escalated)), "", "", reverse("climbed"), is_bad=bool(escalated)),
        *standing_part(weeks, scope, counts, late_href=f"{reverse('inbox')}?{urlencode({'colour': 'red'})}"),
        *week_part(weeks, scope),
    ]
    if counted is not None:
        figures.append(calls_part(counted.until_on))
    context = {
        "unit": city.unit(by.unit_id) if by.unit_id is not None and scope != WHOLE_CITY else None,
        "figures": figures,
        "counted_on": counted.until_on if counted is not None else None,
        "fewest": FEWEST,
        "escalated": escalated[:SHOWN_FIRST],
        "escalated_more": max(0, len(escalated) - SHOWN_FIRST),
        "waiting": inquiries.waiting_for(by, city_facts.id, most=SHOWN_FIRST),
        "worst": late[:WORST],
        "sketch": late_sketch(late),
        "on_map": len(late),
        "rows": _rows(parts, weeks, counts, is_of_units=scope != WHOLE_CITY),
        "is_of_units": scope != WHOLE_CITY,
    }
    return render(request, "leaders/city.html", context)


def _parts(by: Actor, city_id: int) -> dict[str, int]:
    """Return the scopes that are compared, with their ids: the districts, or for a deputy the units below."""
    if by.rights.scope == RoleScope.BELOW:
        return {unit_scope(unit_id): unit_id for unit_id in sorted(by.unit_ids_below - {by.unit_id})}
    return {district_scope(row.id): row.id for row in city.districts(city_id, on=today())}


def _rows(parts: dict[str, int], weeks: Weeks, counts: list[StandingCount], *, is_of_units: bool) -> list[SideBySide]:
    """Return the comparison, the most late first."""
    late: dict[int | None, int] = {}
    for count in counts:
        key = count.unit_id if is_of_units else count.district_id
        late[key] = late.get(key, 0) + count.late
    rows = []
    for scope, part_id in parts.items():
        week = weeks.get((scope, NOW))
        rows.append(
            SideBySide(
                *_name_of(part_id, is_of_units=is_of_units),
                late.get(part_id, 0),
                amount(week.opened if week else None),
                amount(week.finished if week else None),
                share(week.percent_kept if week else None),
                amount(week.median_days if week else None),
            )
        )
    return sorted(rows, key=lambda row: -row.late)


def _name_of(part_id: int, *, is_of_units: bool) -> tuple[str, str]:
    if is_of_units:
        unit = city.unit(part_id)
        return (named(unit), f"{reverse('unit_load')}?{urlencode({'unit': unit.code})}") if unit else ("—", "")
    district = city.district(current_city().id, part_id)
    if district is None:
        return "—", ""
    return named(district), f"{reverse('inbox')}?{urlencode({'colour': 'red', 'district': district.code})}"
