"""Finished work that is worth a look, near a point or in a district, and what one inspector has found."""

from dataclasses import dataclass, replace
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

    Four statements.
    """
    near = Q(cell__in=cells_near(lat, lon, metres), opened_at__gte=now - OPENED_WITHIN)
    works = [
        replace(work, metres=round(metres_between(lat, lon, *place)))
        for work, place in _not_looked_at(actor, city_id, near, now)
        if place is not None
    ]
    return _chosen([work for work in works if work.metres is not None and work.metres <= metres], most)


def to_inspect_in(
    actor: Actor, city_id: int, *, district_id: int | None, now: datetime, most: int
) -> list[WorkToInspect]:
    """Finished work in a district (None: in the city) that nobody looked at yet, as `to_inspect_near` gives it."""
    where = Q() if district_id is None else Q(district_id=district_id)
    return _chosen([work for work, _place in _not_looked_at(actor, city_id, where, now)], most)


def inspected_by(actor: Actor, *, since: datetime, most: int) -> list[OwnInspection]:
    """What this inspector has found since a moment, the newest first; one statement."""
    rows = Inspection.objects.filter(inspector_id=actor.id, at__gte=since).order_by("-at", "-pk")
    return [OwnInspection(*row) for row in rows.values_list("case__code", "finding", "at")[:most]]


def last_finding(case_id: int) -> str:
    """The finding of the last look at a case, or ""; one statement."""
    rows = Inspection.objects.filter(case_id=case_id).order_by("-number")
    return rows.values_list("finding", flat=True).first() or ""


def _not_looked_at(
    actor: Actor, city_id: int, where: Q, now: datetime
) -> list[tuple[FinishedWork, tuple[float, float] | None]]:
    """The newest finished cases and their places, without those looked at since their work was last called done."""
    columns = ("pk", "state_at", "urgency", "report_count", "return_count", "close_kind", "lat", "lon")
    rows = list(
        _finished(actor, city_id, where, now).order_by("-state_at", "-pk").values_list(*columns)[:LOOKED_THROUGH]
    )
    ids = [row[0] for row in rows]
    inspected = dict(
        Inspection.objects.filter(case_id__in=ids).values_list("case_id").annotate(at=Max("at")).order_by()
    )
    finishes = Event.objects.filter(file="case", file_id__in=ids, kind=CaseFinished.kind)
    finished = dict(finishes.values_list("file_id").annotate(last=Max("at")).order_by())
    works = []
    for pk, state_at, urgency, reports, returns, close_kind, lat, lon in rows:
        work = FinishedWork(
            pk,
            finished.get(pk, state_at),
            urgency=urgency,
            reports=reports,
            returns=returns,
            is_unconfirmed=close_kind == CloseKind.SILENCE,
        )
        if not is_looked_at(work.finished_at, inspected.get(pk)):
            works.append((work, (lat, lon) if lat is not None and lon is not None else None))
    return works


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


def _chosen(works: list[FinishedWork], most: int) -> list[WorkToInspect]:
    """The first works in their order with their cases; one statement."""
    chosen = in_order(works)[:most]
    rows = Case.objects.filter(pk__in=[work.key for work in chosen])
    cases = rows.select_related("topic", "unit", "neighbourhood", "district")
    by_id = {case.pk: case for case in cases.defer("neighbourhood__polygon", "district__polygon")} if chosen else {}
    return [WorkToInspect(by_id[work.key], work.finished_at, work.metres) for work in chosen if work.key in by_id]
