"""Finished work that is worth a look, near a point or in a district, and what one inspector has found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import CaseState, CloseKind
from peygir.core.geometry import cells_near, metres_between
from peygir.core.vocabulary import plain
from peygir.desks.inspection.models import Inspection
from peygir.desks.inspection.rules import FINISHED, WORK_DONE, FinishedWork, in_order, is_looked_at
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.models import Event
from peygir.people.rules import Actor

LATELY: Final = timedelta(days=30)
"""For how long after it ended a case is offered for a look."""
OPENED_WITHIN: Final = timedelta(days=365)
LOOKED_THROUGH: Final = 300
"""The newest finished cases among which the riskiest are chosen."""


@dataclass(frozen=True, slots=True)
class WorkToInspect:
    """A finished case, since when it is called done, and its distance in metres from the point asked for, if any."""

    case: Case
    finished_at: datetime
    metres: int | None


@dataclass(frozen=True, slots=True)
class OwnInspection:
    """What an inspector found in a case, and when."""

    code: str
    finding: str
    at: datetime


def to_inspect_near(
    actor: Actor, city_id: int, *, lat: float, lon: float, metres: int, now: datetime, most: int
) -> list[WorkToInspect]:
    """Finished work within `metres` of a point (degrees) that nobody looked at yet, in the order of `rules.in_order`.

    Three statements.
    """
    near = Q(cell__in=cells_near(lat, lon, metres), opened_at__gte=now - OPENED_WITHIN)
    works = _not_looked_at(actor, city_id, near, now)
    away = {
        work.case.pk: round(metres_between(lat, lon, work.case.lat, work.case.lon))
        for work in works
        if work.case.lat is not None and work.case.lon is not None
    }
    return _chosen([work for work in works if away.get(work.case.pk, metres + 1) <= metres], most, away)


def to_inspect_in(
    actor: Actor, city_id: int, *, district_id: int | None, now: datetime, most: int
) -> list[WorkToInspect]:
    """Finished work in a district (None: in the city) that nobody looked at yet, as `to_inspect_near` gives it."""
    where = Q() if district_id is None else Q(district_id=district_id)
    return _chosen(_not_looked_at(actor, city_id, where, now), most, {})


def inspected_by(actor: Actor, *, since: datetime, most: int) -> list[OwnInspection]:
    """What this inspector has found since a moment, the newest first; one statement."""
    rows = Inspection.objects.filter(inspector_id=actor.id, at__gte=since).order_by("-at", "-pk")
    return [OwnInspection(*row) for row in rows.values_list("case__code", "finding", "at")[:most]]


def last_finding(case_id: int) -> str:
    """The finding of the last look at a case, or ""; one statement."""
    rows = Inspection.objects.filter(case_id=case_id).order_by("-number")
    return rows.values_list("finding", flat=True).first() or ""


def _not_looked_at(actor: Actor, city_id: int, where: Q, now: datetime) -> list[WorkToInspect]:
    """The newest finished cases, without those that were looked at since their work was last called done."""
    rows = list(
        _finished(actor, city_id, where, now)
        .select_related("topic", "unit", "neighbourhood", "district")
        .defer("neighbourhood__polygon", "district__polygon")
        .order_by("-state_at", "-pk")[:LOOKED_THROUGH]
    )
    ids = [row.pk for row in rows]
    inspected = dict(
        Inspection.objects.filter(case_id__in=ids).values_list("case_id").annotate(at=Max("at")).order_by()
    )
    finishes = Event.objects.filter(file="case", file_id__in=ids, kind=CaseFinished.kind)
    finished = dict(finishes.values_list("file_id").annotate(last=Max("at")).order_by())
    works = [WorkToInspect(row, finished.get(row.pk, row.state_at), None) for row in rows]
    return [work for work in works if not is_looked_at(work.finished_at, inspected.get(work.case.pk))]


def _finished(actor: Actor, city_id: int, where: Q, now: datetime) -> QuerySet[Case]:
    called_done = Q(state__in=plain(FINISHED)) | Q(state=CaseState.CLOSED, close_kind__in=plain(WORK_DONE))
    # As in `rules.may_inspect`: not the work of the own unit, nor of the own hands.
    not_own = Q(assignee_id=None) | ~Q(assignee_id=actor.id)
    if actor.unit_id is not None:
        not_own &= Q(unit_id=None) | ~Q(unit_id=actor.unit_id)
    rows = Case.objects.filter(
        visible(actor), not_own, where, called_done, city_id=city_id, is_confidential=False, state_at__gte=now - LATELY
    )
    return rows.filter(about_unit=None, about_staff=None)


def _chosen(works: list[WorkToInspect], most: int, away: dict[int, int]) -> list[WorkToInspect]:
    by_id = {work.case.pk: work for work in works}
    ordered = in_order([_weighed(work.case, work.finished_at, away.get(work.case.pk)) for work in works])
    return [WorkToInspect(by_id[one.key].case, one.finished_at, one.metres) for one in ordered[:most]]


def _weighed(case: Case, finished_at: datetime, metres: int | None) -> FinishedWork:
    return FinishedWork(
        case.pk,
        finished_at,
        urgency=case.urgency,
        reports=case.report_count,
        returns=case.return_count,
        is_unconfirmed=case.close_kind == CloseKind.SILENCE,
        metres=metres,
    )
