"""Findings since a moment, of the cases that somebody may see; who looked is not among the facts."""

from dataclasses import dataclass
from datetime import datetime

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.desks.inspection.models import Inspection
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding; `objection` is the outcome of the unit's objection, "" without one."""

    code: str
    number: int
    finding: str
    at: datetime
    unit: str
    topic: str
    was_drawn: bool
    objection: str


def findings_since(actor: Actor, city_id: int, *, since: datetime, most: int) -> list[FindingFacts]:
    """Return at most so many findings from a moment on, the earliest first; one statement."""
    seen = Case.objects.filter(visible(actor), city_id=city_id)
    rows = Inspection.objects.filter(at__gte=since, case__in=seen).order_by("at", "pk")
    columns = ("case__code", "number", "finding", "at", "case__unit__code", "case__topic__code")
    return [
        FindingFacts(code, number, finding, at, unit or "", topic or "", draw is not None, outcome or "")
        for code, number, finding, at, unit, topic, draw, outcome in rows.values_list(
            *columns, "draw", "objection__outcome"
        )[:most]
    ]
