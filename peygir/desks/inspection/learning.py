"""What the city's own visits taught: weights of topics and units, the cases to expect, the mean weight of a case."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from peygir.desks.inspection.drawing import RiskWeights, learned_weights
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.scored import visits_between
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.models import Event

LEARNED_FROM: Final = timedelta(days=365)
COUNTED: Final = timedelta(days=30)
MOST_WEIGHED: Final = 5_000


def learned_for(city_id: int, *, now: datetime, marks: Mapping[str, float]) -> RiskWeights:
    """Return the weights learned from the visits of the last year; one statement."""
    visits = visits_between(city_id, now - LEARNED_FROM, now)
    return learned_weights([visit.as_learned() for visit in visits if visit.is_told], marks)


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
