"""What the mayor and the deputies are shown of the city: what came up to them, ten numbers, and the worst cases."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.cases.late import LateCases, StandingCount, standing_counts, worst_late
from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core import clock
from peygir.desks.promises import queries as promises
from peygir.desks.promises.queries import EscalatedPromise
from peygir.desks.promises.week import NOW, WHOLE_CITY, district_scope, unit_scope, week_figures
from peygir.people.permissions import RoleScope
from peygir.people.rules import Actor
from peygir.web.kit.city_figures import CityFigure, Weeks, amount, calls_part, share, standing_part, week_part
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import named

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


@dataclass(frozen=True, slots=True)
class CityBrief:
    """The city as one person sees it, or the units below a deputy (`unit`).

    `escalated` are the first of `escalated_count`.
    """

    unit: UnitFacts | None
    figures: list[CityFigure]
    counted_on: date | None
    escalated: list[EscalatedPromise]
    escalated_count: int
    late: LateCases
    rows: list[SideBySide]
    is_of_units: bool


def city_brief_of(by: Actor, *, escalated: int) -> CityBrief:
    """Return what a leader is shown now, with so many of the escalated cases.

    About ten SQL statements, none of them over a year of rows.
    """
    city_facts, now = current_city(), clock.now()
    parts = _parts(by, city_facts.id)
    scope = unit_scope(by.unit_id) if by.rights.scope == RoleScope.BELOW and by.unit_id is not None else WHOLE_CITY
    weeks = week_figures(city_facts.id, [scope, *parts], by=today())
    counts = standing_counts(by, city_facts.id, now=now)
    escalated_count, first = promises.first_escalated(by, city_facts.id, most=escalated)
    counted = weeks.get((scope, NOW))
    figures = [
        CityFigure(
            _("escalated to me"), amount(escalated_count), "", "", reverse("climbed"), is_bad=escalated_count > 0
        ),
        *standing_part(weeks, scope, counts, late_href=f"{reverse('inbox')}?{urlencode({'colour': 'red'})}"),
        *week_part(weeks, scope),
    ]
    if counted is not None:
        figures.append(calls_part(counted.until_on))
    is_of_units = scope != WHOLE_CITY
    return CityBrief(
        unit=city.unit(by.unit_id) if by.unit_id is not None and is_of_units else None,
        figures=figures,
        counted_on=counted.until_on if counted is not None else None,
        escalated=first,
        escalated_count=escalated_count,
        late=worst_late(by, city_facts.id, now=now, most=WORST, placed=ON_THE_MAP),
        rows=_rows(parts, weeks, counts, is_of_units=is_of_units),
        is_of_units=is_of_units,
    )


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
