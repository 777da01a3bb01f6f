"""A unit's inbox: a page of cases as rows, and counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from peygir.cases.finding import told_of
from peygir.cases.list_orders import ORDERS
from peygir.cases.models import Case, Report
from peygir.cases.narrowing import Narrowing
from peygir.cases.seeing import ViewerKind, stand_in, unit_seen_by, viewer_kind_of, viewer_values, visible
from peygir.cases.states import OPEN, WORKABLE, CaseState
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, NeighbourhoodFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.words import plain
from peygir.people.rules import Actor
from peygir.storage import shapes
from peygir.storage.plans import planned_for_its_values
from peygir.storage.shapes import Shape, shape_of

PAGE: Final = 50
LAST_PAGE: Final = 10_000
# The shares of a promise's time at which the colour changes, as in rules.colour_of.
_SHARES: Final = {"green": (0.0, 0.5), "yellow": (0.5, 0.8), "orange": (0.8, 1.0)}
COLOURS: Final = ("red", "orange", "yellow", "green", "none")
_CITY: Final = shapes.number(3)
_ID: Final = shapes.number(6)
_NOW: Final = shapes.moment(1)
_DAY_END: Final = shapes.moment(2)
# Placeholder for a filter's value while the statement is compiled.
_STAND_INS: Final[tuple[tuple[str, Any], ...]] = (
    ("topic_code", shapes.words(1)),
    ("district_code", shapes.words(2)),
    ("incident_code", shapes.words(3)),
    ("unit_id", shapes.number(4)),
    ("assignee_id", shapes.number(5)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Inbox filters; empty values do not filter. No `states` means all open ones; unknown ones show nothing."""

    states: tuple[str, ...] = ()
    topic_code: str = ""
    district_code: str = ""
    unit_id: int | None = None
    assignee_id: int | None = None
    colour: str = ""
    text: str = ""
    incident_code: str = ""
    order: str = "due"
    page: int = 1
    narrowing: Narrowing | None = None
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Person:
    """The assignee of a case, by name."""

    name_fa: str
    name_en: str

    def __str__(self) -> str:
        return self.name_fa


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A case in a list, with the text of the report that opened it; names of the city come from its cache."""

    pk: int
    code: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    address: str
    urgency: str
    is_confidential: bool
    report_count: int
    version: int
    incident_code: str
    topic: TopicFacts | None
    district: DistrictFacts | None
    neighbourhood: NeighbourhoodFacts | None
    unit: UnitFacts | None
    assignee: Person | None
    text: str


_OWN: Final = (
    "pk",
    "code",
    "state",
    "opened_at",
    "due_at",
    "address",
    "urgency",
    "is_confidential",
    "report_count",
    "version",
    "incident_code",
)
_ELSEWHERE: Final = (
    "city_id",
    "topic_id",
    "district_id",
    "neighbourhood_id",
    "unit_id",
    "assignee__username",
    "assignee__name_fa",
    "assignee__name_en",
    "words",
)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of cases; `has_more` tells whether another page follows."""

    cases: list[InboxRow]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of open cases by state and by promise colour."""

    by_state: dict[str, int]
    by_colour: dict[str, int]  # of those with work to do
    due_today: int
    total: int

    @property
    def late(self) -> int:
        """Those with work to do whose promise is late."""
        return self.by_colour["red"]


def inbox(actor: Actor, city_id: int, filters: Filters) -> Inbox:
    """One page of what the actor may see, due soonest first; one statement whatever the size."""
    filters = replace(filters, page=min(max(filters.page, 1), LAST_PAGE))
    now, key = clock.now(), viewer_kind_of(actor)
    if filters.text or filters.narrowing is not None:
        # A plan for any values read half a unit's past to find its oldest open cases.
        with planned_for_its_values():
            rows = list(_page(actor, city_id, filters, now))
    elif key is None or (filters.states and CaseState.labels().keys().isdisjoint(filters.states)):
        rows = list(_page(actor, city_id, filters, now))
    else:
        filter_values = {
            name: getattr(filters, name) for name, _ in _STAND_INS if getattr(filters, name) not in ("", None)
        }
        shape = _page_shape(key, replace(filters, **{name: one for name, one in _STAND_INS if name in filter_values}))
        values = {
            one: plain(filter_values[name]) if isinstance(one, str) else filter_values[name]
            for name, one in _STAND_INS
            if name in filter_values
        }
        rows = shape.ask({**viewer_values(actor), **values, _CITY: city_id, _NOW: now})
    lines = [_line(row) for row in rows]
    return Inbox(lines[: filters.size], filters.page, len(lines) > filters.size)


def _page(actor: Actor, city_id: int, filters: Filters, now: datetime) -> "QuerySet[Case, tuple[Any, ...]]":
    """The rows of a page and one more, which tells whether another page follows."""
    rows = filtered(actor, city_id, filters, now).order_by(*ORDERS.get(filters.order, ORDERS["due"]))
    start = (filters.page - 1) * filters.size
    return _columns(rows)[start : start + filters.size + 1]


@lru_cache(maxsize=256)
def _page_shape(kind: ViewerKind, filters: Filters) -> Shape:
    return shape_of(_page(stand_in(kind), _CITY, filters, _NOW))


def lines_of(case_ids: Sequence[int]) -> list[InboxRow]:
    """These cases as rows, in the order of the given ids; one statement."""
    if not case_ids:
        return []
    by_id = {row[0]: _line(row) for row in _lines_shape().ask({_ID: list(case_ids)})}
    return [by_id[pk] for pk in case_ids if pk in by_id]


@cache
def _lines_shape() -> Shape:
    # Not IN: with one parameter per id there would be another prepared statement for each number of ids.
    return shape_of(_columns(Case.objects.extra(where=["cases_case.id = ANY(%s)"], params=[_ID]).order_by()))


def _columns(rows: "QuerySet[Case, Case]") -> "QuerySet[Case, tuple[Any, ...]]":
    words = Report.objects.filter(code=OuterRef("code")).values("text")
    return rows.annotate(words=Subquery(words)).values_list(*_OWN, *_ELSEWHERE)


def _line(row: tuple[Any, ...]) -> InboxRow:
    city_id, topic_id, district_id, area_id, unit_id, username, name_fa, name_en, opening_text = row[len(_OWN) :]
    own: dict[str, Any] = dict(zip(_OWN, row, strict=False))
    return InboxRow(
        **own,
        topic=city.topic(city_id, topic_id) if topic_id else None,
        district=city.district(city_id, district_id) if district_id else None,
        neighbourhood=city.neighbourhood(city_id, area_id) if area_id else None,
        unit=city.unit(unit_id) if unit_id else None,
        assignee=Person(name_fa or username, name_en or username) if username else None,
        text=opening_text or "",
    )


def counts(actor: Actor, city_id: int, *, day_ends_at: datetime) -> Counts:
    """Open cases of the actor's inbox by state; of those with work to do, by promise colour and due until
    `day_ends_at`.

    One statement.
    """
    now = clock.now()
    if (key := viewer_kind_of(actor)) is not None:
        values = {**viewer_values(actor), _CITY: city_id, _NOW: now, _DAY_END: day_ends_at}
        count_rows = _counts_shape(key).ask(values)
    else:
        count_rows = list(_counted(actor, city_id, now, day_ends_at))
    return Counts(
        by_state={row[0]: row[1] for row in count_rows},
        due_today=sum(row[2] for row in count_rows),
        total=sum(row[1] for row in count_rows),
        by_colour={colour: sum(row[3 + place] for row in count_rows) for place, colour in enumerate(COLOURS)},
    )


def _counted(actor: Actor, city_id: int, now: datetime, day_ends_at: datetime) -> "QuerySet[Case, tuple[Any, ...]]":
    is_to_do = Q(state__in=sorted(WORKABLE))
    rows = Case.objects.filter(visible(actor), city_id=city_id, state__in=sorted(OPEN))
    return (
        rows.values_list("state")
        .annotate(count=Count("pk"), today=Count("pk", filter=is_to_do & Q(due_at__gte=now, due_at__lt=day_ends_at)))
        .annotate(**{colour: Count("pk", filter=is_to_do & _has_colour(colour, now)) for colour in COLOURS})
        .order_by()
    )


@lru_cache(maxsize=64)
def _counts_shape(kind: ViewerKind) -> Shape:
    return shape_of(_counted(stand_in(kind), _CITY, _NOW, _DAY_END))


def filtered(actor: Actor, city_id: int, filters: Filters, now: datetime) -> "QuerySet[Case, Case]":
    """The cases that the actor may see and that fit the filters, in no order."""
    known = [state for state in filters.states if state in CaseState.labels()]
    where: dict[str, Any] = {"city_id": city_id, "state__in": known if filters.states else sorted(OPEN)}
    if filters.topic_code:
        where["topic__code"] = plain(filters.topic_code)
    if filters.district_code:
        where["district__code"] = plain(filters.district_code)
    if filters.unit_id is not None:
        where["unit_id"] = filters.unit_id
    if filters.incident_code:
        where["incident_code"] = plain(filters.incident_code)
    if filters.assignee_id is not None:
        where["assignee_id"] = filters.assignee_id
    rows = Case.objects.filter(visible(actor), **where)
    if filters.narrowing is not None:
        rows = rows.filter(filters.narrowing.condition())
    if filters.colour in COLOURS:
        rows = rows.filter(_has_colour(filters.colour, now))
    if text := plain(filters.text):
        rows = rows.filter(told_of(text, among_open=OPEN.issuperset(where["state__in"]), unit_id=unit_seen_by(actor)))
    return rows


def _has_colour(colour: str, now: datetime) -> Q:
    """Condition for cases whose promise has this colour now, as in rules.colour_of."""
    if colour == "none":
        return Q(due_at__isnull=True)
    if colour == "red":
        return Q(due_at__lt=now)
    low, high = _SHARES[colour]
    begun = Q(due_at__gte=now) & Q(LessThanOrEqual(_share_of_time(low), now))
    return begun & Q(GreaterThan(_share_of_time(high), now)) if high < 1 else begun


def _share_of_time(share: float) -> Combinable:
    """The moment at which this share of the time between opening and due date has passed."""
    length = ExpressionWrapper((F("due_at") - F("opened_at")) * share, output_field=DurationField())
    return ExpressionWrapper(F("opened_at") + length, output_field=DateTimeField())
