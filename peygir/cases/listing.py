"""Public cases as lists for other systems: filtered by code, topic, state and time, and paged.

A fixed number of statements; the same cases, places and texts as on the public pages, and no personal data;
times are days of the city. `cases/moves.py` has what happened to each.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from peygir.cases.day_order import DayColumn, newest_days_first
from peygir.cases.models import Case, Note, Report
from peygir.cases.public import public_topic_ids
from peygir.cases.rules import approximate
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.codes import is_code
from peygir.core.personal import shown

# States that count as closed for a reporter.
SETTLED: Final = frozenset(
    {
        CaseState.DONE,
        CaseState.CONFIRMED,
        CaseState.CLOSED,
        CaseState.MERGED,
        CaseState.NOT_ACTIONABLE,
        CaseState.WITHDRAWN,
    }
)
MOST: Final = 1000
_COLUMNS: Final = (
    "id",
    "code",
    "state",
    "close_kind",
    "opened_at",
    "state_at",
    "due_at",
    "report_count",
    "subject",
    "topic_id",
    "district_id",
    "neighbourhood_id",
    "unit_id",
    "agency_id",
    "lat",
    "lon",
    "merged_into__code",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Filter of public cases; empty values do not filter. `codes` (of cases or reports) override the rest.

    Bounds of moments are whole days of the city, the ends (`…_to`) not included: `whole_days` makes them.
    """

    codes: tuple[str, ...] = ()
    topic_codes: tuple[str, ...] = ()
    is_settled: bool | None = None
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    changed_from: datetime | None = None
    changed_to: datetime | None = None
    page: int = 1
    size: int = MOST


@dataclass(frozen=True, slots=True)
class CaseListEntry:
    """One case in a list, by days of the city; `asked_as` is the requested code: its own or that of a report that
    joined it. `is_shared`: others reported it too.
    """

    id: int
    code: str
    asked_as: str
    state: str
    close_kind: str
    opened_on: date
    changed_on: date
    due_on: date | None
    is_shared: bool
    topic: TopicFacts
    is_read: bool  # False: not read yet, so its text is not public
    district_id: int | None
    neighbourhood_id: int | None
    unit_id: int | None
    agency_id: int | None
    point: tuple[float, float] | None  # (lat, lon), rounded to about a hundred metres
    merged_into: str
    note: str  # the last public text of the city, personal data masked

    @property
    def is_settled(self) -> bool:
        """Whether the case is settled for the reporter."""
        return self.state in SETTLED


def entries(city_id: int, case_filter: CaseFilter) -> list[CaseListEntry]:
    """A page of public cases, the newest day first, within a day by code; those asked for by code in their order.

    Three statements.
    """
    rows = public_rows(city_id)
    if case_filter.codes:
        codes = [code for code in dict.fromkeys(case_filter.codes) if is_code(code)][:MOST]
        own = dict(Report.objects.filter(code__in=codes).values_list("code", "case__code"))
        # A merged case keeps its own code, though its reports have moved.
        cases = set(rows.filter(code__in=codes).values_list("code", flat=True)) if codes else set()
        named = {code: code if code in cases else own[code] for code in codes if code in cases or code in own}
        row_by_code = {row[1]: row for row in rows.filter(code__in=set(named.values())).values_list(*_COLUMNS)}
        picked = [(code, row_by_code[case]) for code, case in named.items() if case in row_by_code]
    else:
        start = (case_filter.page - 1) * case_filter.size
        by_change = case_filter.changed_from is not None and case_filter.opened_from is None
        column: DayColumn = "state_at" if by_change else "opened_at"
        chosen = newest_days_first(
            _chosen(rows, city_id, case_filter), column, city_id=city_id, start=start, size=case_filter.size
        )
        picked = [(row[1], row) for row in chosen.values_list(*_COLUMNS)]
    notes = _notes({row[0] for _, row in picked})
    return [_entry(city_id, code, row, notes) for code, row in picked]


def public_rows(city_id: int) -> QuerySet[Case]:
    """Public cases with their `subject`: the topic, or until it is read the reporter's choice of topic."""
    topics = public_topic_ids(city_id)
    said = Report.objects.filter(code=OuterRef("code")).values("topic_said_id")[:1]
    subject = Coalesce(F("topic_id"), Subquery(said), output_field=BigIntegerField())
    return Case.objects.annotate(subject=subject).filter(
        city_id=city_id,
        subject__in=topics,
        is_confidential=False,
        about_unit_id__isnull=True,
        about_staff_id__isnull=True,
    )


def _chosen(rows: Any, city_id: int, case_filter: CaseFilter) -> Any:
    if case_filter.topic_codes:
        known = (city.topic_by_code(city_id, code) for code in case_filter.topic_codes)
        rows = rows.filter(subject__in=[topic.id for topic in known if topic is not None])
    if case_filter.is_settled is not None:
        settled = Q(state__in=sorted(SETTLED))
        rows = rows.filter(settled if case_filter.is_settled else ~settled)
    bounds = {
        "opened_at__gte": case_filter.opened_from,
        "opened_at__lt": case_filter.opened_to,
        "state_at__gte": case_filter.changed_from,
        "state_at__lt": case_filter.changed_to,
    }
    return rows.filter(**{name: value for name, value in bounds.items() if value is not None})


def _notes(case_ids: Collection[int]) -> dict[int, str]:
    rows = Note.objects.filter(case_id__in=case_ids, is_public=True).order_by("case_id", "-number")
    newest = rows.distinct("case_id").values_list("case_id", "text", "is_checked")
    return {case: shown(text, is_checked=is_checked) for case, text, is_checked in newest}


def _entry(city_id: int, asked_as: str, row: Sequence[Any], notes: dict[int, str]) -> CaseListEntry:
    pk, code, state, kind, opened, changed, due, count, topic_id, read_as, district, area, unit, agency, *rest = row
    lat, lon, into = rest
    topic = city.topic(city_id, topic_id)
    assert topic is not None
    point = approximate(lat, lon) if lat is not None and lon is not None else None
    return CaseListEntry(
        pk,
        code,
        asked_as,
        state,
        kind,
        city.day_of(city_id, opened),
        city.day_of(city_id, changed),
        None if due is None else city.day_of(city_id, due),
        count > 1,
        topic,
        read_as is not None,
        district,
        area,
        unit,
        agency,
        point,
        into or "",
        notes.get(pk, ""),
    )
