"""The visits that were drawn and wait for an inspector, in the order in which they are made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from peygir.cases.models import Case, Note
from peygir.cases.seeing import visible
from peygir.desks.inspection.models import Inspection, InspectionDraw, InspectorConflict
from peygir.desks.inspection.rules import DrawState
from peygir.desks.inspection.visit_order import VisitStop, in_visiting_order
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class DrawnVisit:
    """One case to be visited, and by when."""

    case: Case
    due_on: date


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict of interest that was declared."""

    id: int
    inspector_id: int
    unit_id: int | None
    district_id: int | None
    reason: str
    from_on: date
    to_on: date | None


def drawn_visits(
    actor: Actor, city_id: int, *, today: date, start: tuple[float, float] | None = None, most: int = 40
) -> list[DrawnVisit]:
    """Return the waiting visits that this inspector may make, in visiting order from a point (lat, lon) if given.

    Left out is the work of the own unit and of the own hands, and what a declared conflict covers. Three statements.
    """
    waiting = InspectionDraw.objects.filter(state=DrawState.WAITING, plan__city_id=city_id)
    due = dict(waiting.values_list("case_id", "due_on"))
    rows = Case.objects.filter(visible(actor), _not_own(actor), pk__in=due, is_confidential=False)
    for conflict in conflicts_of(actor.id, on=today):
        rows = rows.exclude(_of_conflict(conflict))
    cases = {case.pk: case for case in _with_names(rows)}
    stops = [VisitStop(pk, due[pk] or today, case.lat, case.lon) for pk, case in cases.items()]
    ordered = in_visiting_order(stops, today=today, start=start, most=most)
    return [DrawnVisit(cases[stop.key], stop.due_on) for stop in ordered]


@dataclass(frozen=True, slots=True)
class DayVisit:
    """One place of an inspector's day: a visit that waits (`due_on`), or what was found there last."""

    case: Case
    due_on: date | None = None
    finding: str = ""


def day_visits(
    actor: Actor, city_id: int, *, today: date, since: datetime, also: Collection[str] = ()
) -> list[DayVisit]:
    """Return the visits that wait, in their order, then the places where the actor found something since a moment, and
    those of the cases `also` (codes), each once. Five statements.
    """
    waiting = [DayVisit(visit.case, visit.due_on) for visit in drawn_visits(actor, city_id, today=today)]
    listed = {visit.case.pk for visit in waiting}
    own = Q(inspector_id=actor.id, at__gte=since) | Q(case__code__in=list(also))
    rows = Inspection.objects.filter(own, case__city_id=city_id).order_by("at", "pk")
    findings: dict[int, str] = dict(rows.values_list("case_id", "finding"))  # the last one of each case
    seen = Case.objects.filter(visible(actor), Q(pk__in=findings) | Q(code__in=list(also)), city_id=city_id)
    cases = _with_names(seen.exclude(pk__in=listed).filter(is_confidential=False)).order_by("pk")
    return waiting + [DayVisit(case, finding=findings.get(case.pk, "")) for case in cases]


def last_answers(case_ids: Sequence[int]) -> dict[int, str]:
    """Return the last text by case that its unit let the public read; one statement."""
    rows = Note.objects.filter(case_id__in=list(case_ids), is_public=True).exclude(text="").order_by("number")
    return dict(rows.values_list("case_id", "text"))


def _with_names(rows: QuerySet[Case]) -> QuerySet[Case]:
    named = rows.select_related("topic", "unit", "neighbourhood", "district")
    return named.defer("neighbourhood__polygon", "district__polygon")


def _not_own(actor: Actor) -> Q:
    not_own = Q(assignee_id=None) | ~Q(assignee_id=actor.id)
    if actor.unit_id is not None:
        not_own &= Q(unit_id=None) | ~Q(unit_id=actor.unit_id)
    return not_own


def _of_conflict(conflict: ConflictLine) -> Q:
    if conflict.unit_id is not None:
        return Q(unit_id=conflict.unit_id, unit__isnull=False)
    return Q(district_id=conflict.district_id, district__isnull=False)


def conflicts_of(inspector_id: int, *, on: date) -> list[ConflictLine]:
    """Return the declared conflicts of an inspector that hold on a day; one statement."""
    rows = InspectorConflict.objects.filter(inspector_id=inspector_id, from_on__lte=on)
    return _lines(rows.filter(Q(to_on=None) | Q(to_on__gte=on)).order_by("from_on", "pk"))


def all_conflicts(*, on: date) -> list[ConflictLine]:
    """Return the declared conflicts of all inspectors that hold on a day; one statement."""
    rows = InspectorConflict.objects.filter(from_on__lte=on)
    return _lines(rows.filter(Q(to_on=None) | Q(to_on__gte=on)).order_by("inspector_id", "from_on", "pk"))


def _lines(rows: QuerySet[InspectorConflict]) -> list[ConflictLine]:
    return [
        ConflictLine(row.pk, row.inspector_id, row.unit_id, row.district_id, row.reason, row.from_on, row.to_on)
        for row in rows
    ]
