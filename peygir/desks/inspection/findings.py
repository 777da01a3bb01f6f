"""Findings of the cases that somebody may see, since a moment or the latest; who looked is not among the facts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as FirstOf
from django.db.models import When

from peygir.cases.models import Case, Note
from peygir.cases.seeing import visible
from peygir.desks.inspection.forms import FilledFacts, filled_with
from peygir.desks.inspection.models import FindingObjection, Inspection
from peygir.desks.inspection.rules import ObjectionOutcome
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as the centre reads it: the case, when the place was seen, the words, the form, and the objection.

    `objection_id` is that of the unit's objection, if there is one.
    """

    case: Case
    finding: str
    seen_at: datetime
    words: str
    filled: FilledFacts
    objection_id: int | None
    outcome: str

    @property
    def is_open(self) -> bool:
        """Whether an objection waits for a decision."""
        return self.outcome == ObjectionOutcome.OPEN


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


def latest_findings(actor: Actor, city_id: int, *, most: int) -> list[FindingLine]:
    """Return the latest findings of the cases that somebody may see, those with an undecided objection before all
    others; two statements.
    """
    seen = Case.objects.filter(visible(actor), city_id=city_id)
    is_open = FirstOf(When(objection__outcome=ObjectionOutcome.OPEN, then=0), default=1)
    named = ("case__topic", "case__unit", "case__neighbourhood", "form", "objection")
    rows = list(
        Inspection.objects.filter(case__in=seen)
        .select_related(*named)
        .defer("case__neighbourhood__polygon")
        .order_by(is_open, "-at", "-pk")[:most]
    )
    notes = Note.objects.filter(case_id__in=[row.case_id for row in rows], number__in=[row.number for row in rows])
    texts = {(case, number): text for case, number, text in notes.values_list("case_id", "number", "text")}
    return [_line(row, texts.get((row.case_id, row.number), "")) for row in rows]


def _line(row: Inspection, note: str) -> FindingLine:
    objection: FindingObjection | None = getattr(row, "objection", None)
    return FindingLine(
        case=row.case,
        finding=row.finding,
        seen_at=row.seen_at or row.at,
        words=note,
        filled=filled_with(row),
        objection_id=objection.pk if objection is not None else None,
        outcome=objection.outcome if objection is not None else "",
    )
