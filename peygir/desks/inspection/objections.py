"""Objections of units to findings: those that wait for a decision, one of them, and that of a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from peygir.cases.models import Case, Note
from peygir.desks.inspection.actions.objecting import last_not_fixed
from peygir.desks.inspection.forms import NOTHING_FILLED, FilledFacts, filled_with
from peygir.desks.inspection.models import FindingObjection
from peygir.desks.inspection.rules import ObjectionOutcome


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """An objection with the case, the inspector's words and the unit's."""

    id: int
    case: Case
    unit_id: int
    at: datetime
    found_at: datetime
    finding_words: str
    reason: str
    outcome: str
    decided_at: datetime | None
    filled: FilledFacts = NOTHING_FILLED


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """The last finding "not fixed" of a case, and whether its unit may still object."""

    found_at: datetime
    words: str
    outcome: str  # of the objection; "" without one
    filled: FilledFacts = NOTHING_FILLED


def open_objections(city_id: int, *, most: int = 100) -> list[ObjectionFacts]:
    """Return the objections that wait for a decision, the oldest first; two statements."""
    rows = _rows().filter(inspection__case__city_id=city_id, outcome=ObjectionOutcome.OPEN)
    return _facts(list(rows.order_by("at", "pk")[:most]))


def objection(objection_id: int, city_id: int) -> ObjectionFacts | None:
    """Return one objection; None if there is none."""
    found = _facts(list(_rows().filter(pk=objection_id, inspection__case__city_id=city_id)))
    return found[0] if found else None


def finding_of_case(case_id: int) -> CaseFinding | None:
    """Return the last finding of a case if it is "not fixed"; None otherwise."""
    inspection = last_not_fixed(case_id)
    if inspection is None:
        return None
    words = Note.objects.filter(case_id=case_id, number=inspection.number).values_list("text", flat=True).first()
    outcome = FindingObjection.objects.filter(inspection=inspection).values_list("outcome", flat=True).first()
    return CaseFinding(inspection.at, words or "", outcome or "", filled_with(inspection))


def _rows() -> QuerySet[FindingObjection]:
    case = "inspection__case"
    return FindingObjection.objects.select_related(
        "inspection__form", f"{case}__topic", f"{case}__unit", f"{case}__neighbourhood"
    ).defer(f"{case}__neighbourhood__polygon")


def _facts(rows: list[FindingObjection]) -> list[ObjectionFacts]:
    notes = {
        (case, number): text
        for case, number, text in Note.objects.filter(case_id__in=[row.inspection.case_id for row in rows]).values_list(
            "case_id", "number", "text"
        )
    }
    return [
        ObjectionFacts(
            id=row.pk,
            case=row.inspection.case,
            unit_id=row.unit_id,
            at=row.at,
            found_at=row.inspection.at,
            finding_words=notes.get((row.inspection.case_id, row.inspection.number), ""),
            reason=notes.get((row.inspection.case_id, row.number), ""),
            outcome=row.outcome,
            decided_at=row.decided_at,
            filled=filled_with(row.inspection),
        )
        for row in rows
    ]
