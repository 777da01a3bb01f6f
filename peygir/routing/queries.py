"""Where a case went and why, in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from peygir.routing.models import Choice
from peygir.routing.rules import REASONS


@dataclass(frozen=True, slots=True)
class Explained:
    """One choice of owner with its reason in the reader's words."""

    at: datetime
    how: str
    words_fa: str
    words_en: str
    is_applied: bool


def choices_of(case_id: int, *, topic: tuple[str, str], district: tuple[str, str]) -> list[Explained]:
    """All choices of a case, oldest first; `topic` and `district` are their (Persian, English) names."""
    found = []
    for row in Choice.objects.select_related("unit", "agency").filter(case_id=case_id).order_by("number"):
        target = row.agency or row.unit
        words = REASONS.get(row.why, REASONS["person"])
        fa = words[0].format(topic=topic[0], district=district[0] or "—", unit=target.name_fa if target else "—")
        en = words[1].format(topic=topic[1], district=district[1] or "—", unit=target.name_en if target else "—")
        found.append(Explained(row.chosen_at, row.how, fa, en, row.is_applied))
    return found


def agreement(city_id: int) -> Counter[bool]:
    """For imported cases: how often the ownership rule would have chosen the recorded unit (True) or not (False)."""
    recorded = Choice.objects.filter(how="import", case__city_id=city_id).values_list("case_id", "unit_id")
    ruled = dict(Choice.objects.filter(is_applied=False, case__city_id=city_id).values_list("case_id", "unit_id"))
    return Counter(ruled.get(case_id) == unit_id for case_id, unit_id in recorded.iterator())
