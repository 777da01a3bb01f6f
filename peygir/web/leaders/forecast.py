"""How many new cases the next weeks bring, by topic group and district, with intervals and naive forecasts beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core.tables import Column
from peygir.outlook.insight.estimate_facts import EstimateRunFacts, ForecastFacts, ForecastWeekFacts
from peygir.outlook.insight.estimate_queries import last_forecast
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city
from peygir.web.kit.estimate_words import (
    amount_words,
    between_words,
    count_words,
    districts_named,
    groups_named,
    percent_words,
)
from peygir.web.kit.forecast_words import NAIVE, method_words, ordered_text, standing_text
from peygir.web.kit.table_files import FORMS, table_file
from peygir.web.kit.templatetags.ui import day, digits

SEERS: Final = (Permission.LEAD_UNIT, Permission.STEER_CITY, Permission.LEAD_CENTRE)
"""Who leads units, deputies, the mayor's desk and the centre; `estimate_queries` says which series each sees."""
SOON: Final = 4
"""Weeks whose sum is shown in the list."""


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A series in the list as text: its name, the last weeks, the next ones, and how good the forecast has been."""

    href: str
    name: str
    last: str
    following: str
    following_range: str
    soon: str
    standing: str
    is_naive: bool
    coverage: str
    is_chosen: bool


@staff(*SEERS)
@require_GET
def forecast(request: HttpRequest) -> HttpResponseBase:
    """Show the forecasts that this person sees, one of them by week; with `form` as a file, `csv` or `xlsx`."""
    city_id = current_city().id
    last = last_forecast(city_id, actor(request))
    if last is None:
        return render(request, "leaders/forecast.html", {"run": None})
    run, series = last
    form = request.GET.get("form", "")
    if form in FORMS:
        return _file(run, series, form, city_id)
    names = _Names(groups_named(city_id), districts_named(city_id))
    group = _known(request.GET.get("group", ""), {one.group_code for one in series})
    district = _known(request.GET.get("district", ""), {one.district_code for one in series})
    listed = _listed(series, group, district)
    chosen = next((one for one in series if (one.group_code, one.district_code) == (group, district)), None)
    chosen = chosen or (max(listed, key=lambda one: sum(count for _day, count in one.past)) if listed else None)
    context = {
        "run": run,
        "rows": [_row(one, names, is_chosen=one is chosen) for one in listed],
        "group_choices": [(code, names.groups.get(code, code)) for code in _codes(series, "group_code", names.groups)],
        "district_choices": [
            (code, names.districts.get(code, code)) for code in _codes(series, "district_code", names.districts)
        ],
        "group": group,
        "district": district,
        "through": day(run.through_on),
        "horizon": digits(run.settings.get("horizon", 0)),
        **_measured(run),
        **(_one(chosen, names) if chosen is not None else {}),
    }
    return render(request, "leaders/forecast.html", context)


@dataclass(frozen=True, slots=True)
class _Names:
    groups: dict[str, str]
    districts: dict[str, str]

    def of(self, facts: ForecastFacts) -> str:
        """Return the name of a series."""
        group = self.groups.get(facts.group_code, facts.group_code) or _("All topics")
        district = self.districts.get(facts.district_code, facts.district_code) or _("the whole city")
        return f"{group} · {district}"


def _known(code: str, codes: set[str]) -> str:
    return code if code in codes else ""


def _codes(series: Sequence[ForecastFacts], name: str, order: dict[str, str]) -> list[str]:
    """Return the codes of the groups or districts of some series, in the order of the city's own list."""
    there = {getattr(one, name) for one in series} - {""}
    return [code for code in order if code in there] + sorted(there - set(order))


def _listed(series: Sequence[ForecastFacts], group: str, district: str) -> list[ForecastFacts]:
    """Return the series of the list: of a group its districts, of a district its groups, else the sums or all."""
    if group or district:
        return [
            one
            for one in series
            if (not group or one.group_code == group) and (not district or one.district_code == district)
        ]
    sums = [one for one in series if not one.group_code or not one.district_code]
    return sums or list(series)


def _measured(run: EstimateRunFacts) -> dict[str, Any]:
    """Return how many past weeks lay within their intervals, and how often a naive method is used."""
    covered_of = int(run.settings.get("covered_of", 0))
    return {
        "level": percent_words(float(run.settings.get("level", 0))),
        "coverage": percent_words(int(run.settings["covered"]) / covered_of) if covered_of else "",
        "covered_of": count_words(covered_of),
        "series_count": count_words(int(run.settings.get("series", 0))),
        "naive_count": count_words(int(run.settings.get("naive", 0))),
    }


def _row(facts: ForecastFacts, names: _Names, *, is_chosen: bool) -> ForecastRow:
    following = facts.weeks[0]
    return ForecastRow(
        href=f"?group={facts.group_code}&district={facts.district_code}",
        name=names.of(facts),
        last=amount_words(sum(count for _day, count in facts.past[-SOON:]) / SOON),
        following=amount_words(following.value),
        following_range=_range(following),
        soon=amount_words(sum(week.value for week in facts.weeks[:SOON])),
        standing=standing_text(facts),
        is_naive=facts.is_naive,
        coverage=percent_words(facts.coverage) if facts.coverage is not None else "",
        is_chosen=is_chosen,
    )


def _range(week: ForecastWeekFacts) -> str:
    return between_words((week.low, week.value, week.high))


def _one(facts: ForecastFacts, names: _Names) -> dict[str, Any]:
    """Return the chart and the weeks of a series."""
    past, ahead = len(facts.past), len(facts.weeks)
    nothing = (None,) * past
    labels = [day(first_on) for first_on, _count in facts.past] + [day(week.first_on) for week in facts.weeks]
    limits = [
        (_("lower limit"), [week.low for week in facts.weeks]),
        (_("forecast"), [week.value for week in facts.weeks]),
        (_("upper limit"), [week.high for week in facts.weeks]),
    ]
    chart = Chart(
        title=names.of(facts),
        labels=tuple(labels),
        series=(
            Series(_("new cases"), (*(float(count) for _day, count in facts.past), *((None,) * ahead))),
            *(Series(name, (*nothing, *values)) for name, values in limits),
        ),
        across=_("Week"),
    )
    known = [name for name in NAIVE if any(week.naive.get(name) is not None for week in facts.weeks)]
    return {
        "one": facts,
        "name": names.of(facts),
        "chart": chart,
        "method": method_words(facts.method),
        "standing": standing_text(facts),
        "order": ordered_text(facts),
        "one_coverage": percent_words(facts.coverage) if facts.coverage is not None else "",
        "one_covered_of": count_words(facts.covered_of),
        "naive_names": [method_words(name) for name in known],
        "weeks": [
            {
                "first": day(week.first_on),
                "value": amount_words(week.value),
                "range": _range(week),
                "naive": [_naive(week, name) for name in known],
            }
            for week in facts.weeks
        ],
    }


def _naive(week: ForecastWeekFacts, name: str) -> tuple[str, str]:
    value = week.naive.get(name)
    return method_words(name), amount_words(value) if value is not None else "—"


def _file(run: EstimateRunFacts, series: Sequence[ForecastFacts], form: str, city_id: int) -> HttpResponseBase:
    """Return every week of every series as a file, with the naive forecasts beside it."""
    groups, districts = groups_named(city_id), districts_named(city_id)
    columns = [Column(_("Topic group")), Column(_("District")), Column(_("Week from")), Column(_("Forecast"), "number")]
    columns += [Column(_("Lower limit"), "number"), Column(_("Upper limit"), "number"), Column(_("Method"))]
    columns += [Column(method_words(name), "number") for name in NAIVE]
    columns += [Column(_("Within the interval before"), "number")]
    lines = (
        (
            groups.get(facts.group_code, facts.group_code),
            districts.get(facts.district_code, facts.district_code),
            week.first_on.isoformat(),
            week.value,
            week.low,
            week.high,
            method_words(facts.method),
            *(week.naive.get(name) for name in NAIVE),
            facts.coverage,
        )
        for facts in series
        for week in facts.weeks
    )
    return table_file(f"forecast-{run.through_on.isoformat()}", form, columns, lines)
