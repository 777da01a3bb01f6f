"""The cases of an asset: all of them for staff, the public ones for everybody, how often, and when it was repaired."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q

from peygir.cases.day_order import newest_days_first
from peygir.cases.models import Case, Report
from peygir.cases.public import PublicLine, public_lines, shown
from peygir.cases.seeing import visible
from peygir.cases.states import WORKABLE, CaseState
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.history.kinds.case_moves import CaseFinished
from peygir.history.models import Event
from peygir.people.rules import Actor

MOST: Final = 200
MOST_PUBLIC: Final = 20
YEAR: Final = timedelta(days=365)
_OPEN: Final = sorted(WORKABLE | {CaseState.REFERRED_OUT})


@dataclass(frozen=True, slots=True)
class AssetCase:
    """One case of an asset; `closed_at` is None while it is not closed, `finished_at` until work was called done."""

    code: str
    state: str
    close_kind: str
    opened_at: datetime
    closed_at: datetime | None
    finished_at: datetime | None
    due_at: datetime | None
    report_count: int
    topic: TopicFacts | None
    unit: UnitFacts | None


@dataclass(frozen=True, slots=True)
class EarlierRepair:
    """Work on the same asset under the same topic that was called done before a case was opened."""

    code: str
    finished_at: datetime


def cases_of_asset(asset_id: int, by: Actor) -> list[AssetCase]:
    """The cases of an asset that a member of staff may see, the newest first, without merged ones; two statements."""
    rows = Case.objects.filter(visible(by), asset_id=asset_id).exclude(state=CaseState.MERGED)
    return _listed(list(rows.order_by("-opened_at", "-pk")[:MOST]))


def public_cases_of_asset(city_id: int, asset_id: int, *, now: datetime) -> list[PublicLine]:
    """The open cases of an asset that everybody may see, the newest day first; two statements."""
    rows = Case.objects.filter(shown(city_id), city_id=city_id, asset_id=asset_id, state__in=_OPEN)
    newest = newest_days_first(rows, "opened_at", city_id=city_id, start=0, size=MOST_PUBLIC)
    return public_lines(city_id, newest, now)


def asset_tags(case_ids: Collection[int]) -> dict[int, str]:
    """The tags of the assets that cases name, by the cases' ids; one statement."""
    rows = Case.objects.filter(pk__in=case_ids, asset__isnull=False)
    return dict(rows.values_list("pk", "asset__tag"))


def times_reported(asset_ids: Collection[int], *, now: datetime) -> dict[int, int]:
    """How many reports named each asset in the year before a moment, without those of confidential cases.

    Assets without any are left out.
    """
    rows = Report.objects.filter(case__asset_id__in=asset_ids, received_at__gt=now - YEAR, received_at__lte=now)
    rows = rows.filter(case__is_confidential=False)
    return dict(rows.values_list("case__asset_id").annotate(count=Count("pk")).order_by())


def open_cases(asset_ids: Collection[int], by: Actor) -> dict[int, int]:
    """How many open cases that a member of staff may see each asset has; assets without any are left out."""
    rows = Case.objects.filter(visible(by), asset_id__in=asset_ids, state__in=_OPEN)
    return dict(rows.values_list("asset_id").annotate(count=Count("pk")).order_by())


def earlier_repair(case_id: int) -> EarlierRepair | None:
    """The last work on the asset of a case, under its topic, that was called done before the case was opened.

    None without an asset or a topic, or before any repair. A repair that the citizen did not accept, so that its case
    was opened again and is still open, is none. Two statements.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None or case.asset_id is None or case.topic_id is None:
        return None
    rows = Case.objects.filter(asset_id=case.asset_id, topic_id=case.topic_id, opened_at__lt=case.opened_at)
    done = {CaseState.DONE, CaseState.CONFIRMED, CaseState.CLOSED}
    codes = dict(rows.filter(state__in=sorted(done)).exclude(pk=case.pk).values_list("pk", "code")[:MOST])
    finished = _finished(codes, before=case.opened_at)
    if not finished:
        return None
    at, earlier_id = max((at, key) for key, at in finished.items())
    return EarlierRepair(codes[earlier_id], at)


def _finished(case_ids: Collection[int], *, before: datetime | None = None) -> dict[int, datetime]:
    """When work on each case was last called done."""
    if not case_ids:
        return {}
    limit = Q() if before is None else Q(at__lt=before)
    rows = Event.objects.filter(limit, file=Case.history_file, file_id__in=case_ids, kind=CaseFinished.kind)
    return dict(rows.values_list("file_id").annotate(at=Max("at")).order_by())


def _listed(rows: list[Case]) -> list[AssetCase]:
    finished = _finished([row.pk for row in rows])
    return [
        AssetCase(
            code=row.code,
            state=row.state,
            close_kind=row.close_kind,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            finished_at=finished.get(row.pk),
            due_at=row.due_at,
            report_count=row.report_count,
            topic=city.topic(row.city_id, row.topic_id) if row.topic_id else None,
            unit=city.unit(row.unit_id) if row.unit_id else None,
        )
        for row in rows
    ]
