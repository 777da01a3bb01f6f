"""The city's periods of planning: how long a case may be planned without a budget line, how long answers may take."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from peygir.outlook.planning.models import PlanningPolicy


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """The periods in force, in days; `days_without_line` is None where the city has not decided it."""

    days_without_line: int | None
    days_to_answer: int


UNDECIDED: Final = PolicyFacts(None, 60)
"""What holds until the city decides: planned cases stay planned, and answers have sixty days."""


def policy_on(city_id: int, on: date) -> PolicyFacts:
    """Return the periods in force in a city on a day."""
    rows = PlanningPolicy.objects.filter(city_id=city_id, valid_from__lte=on)
    row = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("-valid_from").first()
    return UNDECIDED if row is None else PolicyFacts(row.days_without_line, row.days_to_answer)
