"""How much is never reported: the share that is told to the centre by place, topic group and channel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core.tables import Column
from peygir.outlook.insight.estimate_facts import DemandFacts, EstimateRunFacts, Interval
from peygir.outlook.insight.estimate_queries import last_demand
from peygir.people.permissions import Permission
from peygir.web.kit.access import staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.estimate_words import (
    FEWEST_SHOWN,
    amount_words,
    between_words,
    count_words,
    districts_named,
    groups_named,
    percent_words,
)
from peygir.web.kit.shaded_sketch import level_of, shaded_sketch
from peygir.web.kit.table_files import FORMS, table_file
from peygir.web.kit.templatetags.ui import channel_words, day, digits

SEERS: Final = (Permission.STEER_CITY, Permission.WATCH_CITY, Permission.LEAD_CENTRE)
"""Leaders, deputies, the council and who leads the centre."""


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A place, group or channel as text; the estimates are "" where nothing can be said."""

    name: str
    incidents: str
    reported: str
    reported_range: str
    days: str
    days_range: str
    demand: str
    demand_range: str
    level: int


@staff(*SEERS)
@require_GET
def demand(request: HttpRequest) -> HttpResponseBase:
    """Show the last estimate, of one group of topics with `group`; with `form` as a file, `csv` or `xlsx`."""
    city_id = current_city().id
    last = last_demand(city_id)
    if last is None:
        return render(request, "leaders/demand.html", {"run": None})
    run, rows = last
    groups = groups_named(city_id)
    chosen = request.GET.get("group", "")[:80]
    chosen = chosen if chosen in groups else ""
    form = request.GET.get("form", "")
    if form in FORMS:
        return _file(run, rows, form, city_id)
    districts = districts_named(city_id)
    by_place = {one.district_code: one for one in rows if one.group_code == chosen and not one.channel}
    whole = by_place.get("") or DemandFacts(chosen, "", "", 0, 0, None, None, None)
    places = [
        (name, by_place.get(code) or DemandFacts(chosen, code, "", 0, 0, None, None, None), code)
        for code, name in districts.items()
    ]
    context = {
        "run": run,
        "whole": _row(_("The whole city"), whole),
        "places": [_row(name, one) for name, one, _code in places],
        "groups": [
            _row(groups.get(one.group_code, one.group_code), one)
            for one in rows
            if one.group_code and not one.district_code
        ],
        "channels": [_row(channel_words(one.channel), one) for one in rows if one.channel],
        "choices": groups,
        "chosen": chosen,
        "sketch": shaded_sketch({code: level_of(_middle(one.reported)) for _name, one, code in places}),
        "legend": _legend(),
        **_about(run),
    }
    return render(request, "leaders/demand.html", context)


def _about(run: EstimateRunFacts) -> dict[str, Any]:
    return {
        "wait_days": digits(round(float(run.settings.get("days", 0)))),
        "since": day(run.since_on),
        "through": day(run.through_on),
        "incident_count": count_words(run.cases),
        "is_inflated": run.settings.get("model") == "zero-inflated",
        "stamp": run.digest[:12],
    }


def _legend() -> list[tuple[int, str]]:
    """Return the levels of the map with what each means."""
    shares = [(number / 5, (number + 1) / 5) for number in range(5)]
    named = [(level_of(low), between_words((low, low, high), is_share=True)) for low, high in shares]
    return [*named, (0, _("cannot be estimated"))]


def _row(name: str, facts: DemandFacts) -> DemandRow:
    def written(interval: Interval | None) -> tuple[str, str]:
        return (amount_words(interval[1]), between_words(interval)) if interval is not None else ("", "")

    reported = facts.reported
    return DemandRow(
        name,
        count_words(facts.incidents, fewest=FEWEST_SHOWN),
        percent_words(reported[1]) if reported is not None else "",
        between_words(reported, is_share=True) if reported is not None else "",
        *written(facts.median_days),
        *written(facts.demand),
        level_of(_middle(reported)),
    )


def _middle(interval: Interval | None) -> float | None:
    return interval[1] if interval is not None else None


def _file(run: EstimateRunFacts, rows: Iterable[DemandFacts], form: str, city_id: int) -> HttpResponseBase:
    """Return every part of the city as a file; small numbers are left empty, as on the page."""
    groups, districts = groups_named(city_id), districts_named(city_id)
    columns = [Column(_("Topic group")), Column(_("District")), Column(_("Channel")), Column(_("Incidents"), "number")]
    for name in (_("Share reported"), _("Days until the first report"), _("Incidents with those not reported")):
        columns += [Column(name, "number"), Column(f"{name} ≥", "number"), Column(f"{name} ≤", "number")]
    lines = (
        (
            groups.get(facts.group_code, facts.group_code),
            districts.get(facts.district_code, facts.district_code),
            channel_words(facts.channel) if facts.channel else "",
            facts.incidents if facts.incidents >= FEWEST_SHOWN else None,
            *_three(facts.reported),
            *_three(facts.median_days),
            *_three(facts.demand),
        )
        for facts in rows
    )
    return table_file(f"demand-{run.through_on.isoformat()}", form, columns, lines)


def _three(interval: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if interval is None else (interval[1], interval[0], interval[2])
