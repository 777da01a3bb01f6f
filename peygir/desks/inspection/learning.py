"""What the city's own visits taught: weights of topics and units, the cases to expect, the mean weight of a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from peygir.core.sprt import Verdict
from peygir.desks.inspection.drawing import LEAST_WEIGHT, MOST_WEIGHT, RiskWeights, learned_weights
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.results import results_by
from peygir.desks.inspection.scored import visits_between
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.models import Event

LEARNED_FROM: Final = timedelta(days=365)
COUNTED: Final = timedelta(days=30)
MOST_WEIGHED: Final = 5_000
NEEDED: Final[Mapping[Verdict, float]] = {"clean": 0.8, "look_closer": 1.0, "not_yet_known": 1.3}
"""By how much the verdict about a unit multiplies its weight."""


def learned_for(city_id: int, *, now: datetime, marks: Mapping[str, float]) -> RiskWeights:
    """Return the weights learned from the visits of the last year; two statements.

    A unit about which the sequential test has not decided gets more visits, one that it found clean fewer (NEEDED).
    """
    visits = visits_between(city_id, now - LEARNED_FROM, now)
    learned = learned_weights([visit.as_learned() for visit in visits if visit.is_told], marks)
    tested = results_by(visits, lambda visit: visit.unit_id, of_units=True)
    needed = {str(unit_id): NEEDED[result.test.verdict] for unit_id, result in tested.items()}
    units = {
        key: round(min(max(weight * needed.get(key, 1.0), LEAST_WEIGHT), MOST_WEIGHT), 4)
        for key, weight in learned.units.items()
    }
    return replace(learned, units=units)


def expected_cases(city_id: int, *, now: datetime, days: int) -> int:
    """Return how many cases are expected to be called done in so many days, from the last 30 days; at least 1."""
    # One installation serves one city, and events name no city.
    count = Event.objects.filter(kind=CaseFinished.kind, at__gt=now - COUNTED, at__lte=now).count()
    return max(1, round(count * days / COUNTED.days))


def mean_weight_of(city_id: int, weights: RiskWeights, *, now: datetime) -> float:
    """Return the mean weight that the newest cases in the draw would have now; 1 without any."""
    rows = InspectionDraw.objects.filter(plan__city_id=city_id, called_done_at__gt=now - LEARNED_FROM)
    newest = rows.order_by("-called_done_at").values_list("unit_id", "topic_id", "marks")[:MOST_WEIGHED]
    found = [weights.weight_of(unit_id=unit, topic_id=topic, marks=marks) for unit, topic, marks in newest]
    return round(sum(found) / len(found), 4) if found else 1.0
