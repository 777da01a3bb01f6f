"""What the centre learns from inspections: results with findings, what the weights gained, and early warnings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.inspection.early_warning import (
    PlaceWarning,
    found_by_patrols_alone,
    patrol_counts,
    returning_places,
)
from peygir.desks.inspection.findings import FindingLine, latest_findings
from peygir.desks.inspection.publication import plans
from peygir.desks.inspection.results import gain_of
from peygir.desks.inspection.rules import InspectionFinding, ObjectionOutcome
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.inspection_results import inspected_city, interval_words, month_words, recent_visits
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.kit.typed_forms import AnswerLine, answer_lines

PATROLS_OVER = timedelta(days=90)
MOST_WEIGHTS = 12
MOST_FINDINGS = 20
TONE_OF: Final[Mapping[str, str]] = {
    InspectionFinding.FIXED: "tone-good",
    InspectionFinding.PARTLY: "tone-yellow",
    InspectionFinding.NOT_FIXED: "tone-red",
    InspectionFinding.ANOTHER_PROBLEM: "tone-yellow",
    InspectionFinding.NOT_SEEN: "tone-quiet",
}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding of the list, with the words of the page for it; `outcome` is "" without an objection."""

    line: FindingLine
    label: str
    tone: str
    answers: list[AnswerLine]
    outcome: str


@staff(Permission.LEAD_CENTRE, Permission.STEER_CITY)
@require_GET
def inspection_learning(request: HttpRequest) -> HttpResponse:
    """Show the results of the last year, the gain of the weights, the weights in force, and early warnings."""
    city_id, now = current_city().id, clock.now()
    visits, _since, _until = recent_visits()
    gain = gain_of(visits)
    topics = {topic.id: named(topic) for topic in city.topics(city_id)}
    units = {unit.id: named(unit) for unit in city.units(city_id)}
    areas = {area.id: named(area) for area in city.neighbourhoods(city_id, on=today())}
    plan = next((plan for plan in plans(city_id) if plan.seed), None)
    patrols, reports = patrol_counts(city_id, now - PATROLS_OVER, now)
    context = {
        "results": inspected_city(),
        "findings": _findings(actor(request), city_id),
        "gain": gain,
        "rules": {name: interval_words(getattr(gain, name)) for name in ("equal", "simple", "ours")},
        "plan": plan,
        "plan_name": month_words(plan.first_on) if plan is not None else "",
        "heavy_topics": _heaviest(plan.weights.topics, topics) if plan is not None else [],
        "heavy_units": _heaviest(plan.weights.units, units) if plan is not None else [],
        "returning": _named(returning_places(city_id, now=now), topics, areas),
        "patrolled": _named(found_by_patrols_alone(city_id, now=now), topics, areas),
        "patrols": patrols,
        "reports": reports,
    }
    return render(request, "centre/inspection_learning.html", context)


def _findings(by: Actor, city_id: int) -> list[FoundRow]:
    return [
        FoundRow(
            seen,
            in_language(InspectionFinding.labels()[seen.finding]),
            TONE_OF[seen.finding],
            answer_lines(seen.filled.fields, seen.filled.answers),
            in_language(ObjectionOutcome.labels()[seen.outcome]) if seen.outcome else "",
        )
        for seen in latest_findings(by, city_id, most=MOST_FINDINGS)
    ]


def _heaviest(weights: Mapping[str, float], names: dict[int, str]) -> list[tuple[str, str]]:
    ordered = sorted(weights.items(), key=lambda pair: -pair[1])
    return [(names.get(int(key), "—"), f"{weight:.2f}") for key, weight in ordered[:MOST_WEIGHTS]]


def _named(
    warnings: list[PlaceWarning], topics: dict[int, str], areas: dict[int, str]
) -> list[tuple[str, str, int, int]]:
    return [
        (topics.get(row.topic_id, "—"), areas.get(row.neighbourhood_id, "—"), row.count, row.of) for row in warnings
    ]
