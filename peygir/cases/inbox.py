"""A desk's inbox: a page of cases as lines, and the counts beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from peygir.cases.lifecycle import OPEN, STATES, WORKABLE
from peygir.cases.models import Case, Report
from peygir.cases.narrowing import Narrowing
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.codes import read_code
from peygir.core.words import plain
from peygir.people import roles
from peygir.people.rules import Actor

PAGE: Final = 50
LAST_PAGE: Final = 10_000
# The shares of a promise's time between which a colour is shown, as in rules.colour_of.
_SHARES: Final = {"green": (0.0, 0.5), "yellow": (0.5, 0.8), "orange": (0.8, 1.0)}
ORDERS: Final = {"due": ("due_at", "id"), "new": ("-opened_at", "-id"), "old": ("opened_at", "id")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an inbox shows; empty values do not filter. No `states` means all open ones; unknown ones show nothing."""

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


@dataclass(frozen=True, slots=True)
class Person:
    """The one who has a case in hand, by name."""

    name_fa: str
    name_en: str

    def __str__(self) -> str:
        return self.name_fa


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list, with the words of the report that opened it; names of the city come from memory."""

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
    unit: UnitFacts | None
    assignee: Person | None
    text: str


_OWN: Final = (
    "pk", "code", "state", "opened_at", "due_at", "address", "urgency", "is_confidential", "report_count", "version",
    "incident_code",
)  # fmt: skip
_ELSEWHERE: Final = (
    "topic_id",
    "district_id",
    "unit_id",
    "assignee__username",
    "assignee__name_fa",
    "assignee__name_en",
    "words",
)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of cases; `has_more` tells whether another page follows."""

    cases: list[Line]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases by state and by promise colour."""

    by_state: dict[str, int]
    late: int
    due_today: int
    total: int


def visible(actor: Actor) -> Q:
    """The rows that `may_see` allows, as a database filter: the list can never show what the page would refuse."""
    if actor.is_house:
        return Q()
    if actor.kind != "staff":
        return Q(pk__in=[])
    if actor.role == roles.INSPECTORATE:
        seen = Q()
    else:
        seen = Q(is_confidential=False)
        if actor.role in roles.UNIT_ROLES:
            seen &= Q(unit_id__isnull=False, unit_id=actor.unit_id or 0)
        elif actor.role == roles.DEPUTY:
            seen &= Q(unit_id__in=actor.unit_ids_below)
        elif actor.role not in roles.ROLES:
            return Q(pk__in=[])
        if actor.role == roles.MAYOR and actor.unit_id is not None:
            # As `is_above_the_inspectorate`.
            is_complaint = Q(about_unit_id__isnull=False) | Q(about_staff_id__isnull=False)
            seen |= Q(is_confidential=True, unit_id=actor.unit_id) & is_complaint
    seen &= Q(about_staff_id__isnull=True) | ~Q(about_staff_id=actor.id)
    if actor.unit_id is not None:
        seen &= Q(about_unit_id__isnull=True) | ~Q(about_unit_id=actor.unit_id)
    return seen


def inbox(actor: Actor, city_id: int, filters: Filters) -> Inbox:
    """One page of what the actor may see, due soonest first; one statement whatever the size."""
    rows = _filtered(actor, city_id, filters).order_by(*ORDERS.get(filters.order, ORDERS["due"]))
    page = min(max(filters.page, 1), LAST_PAGE)
    start = (page - 1) * PAGE
    words = Report.objects.filter(code=OuterRef("code")).values("text")
    shown = rows.annotate(words=Subquery(words)).values_list(*_OWN, *_ELSEWHERE)[start : start + PAGE + 1]
    found = [_line(city_id, row) for row in shown]
    return Inbox(found[:PAGE], page, len(found) > PAGE)


def _line(city_id: int, row: tuple[Any, ...]) -> Line:
    topic_id, district_id, unit_id, username, name_fa, name_en, words = row[len(_OWN) :]
    own: dict[str, Any] = dict(zip(_OWN, row, strict=False))
    return Line(
        **own,
        topic=city.topic(city_id, topic_id) if topic_id else None,
        district=city.district(city_id, district_id) if district_id else None,
        unit=city.unit(unit_id) if unit_id else None,
        assignee=Person(name_fa or username, name_en or username) if username else None,
        text=words or "",
    )


def counts(actor: Actor, city_id: int, *, day_ends_at: datetime) -> Counts:
    """Open cases of the actor's inbox by state, and of those with work to do the late ones and those due until
    `day_ends_at`; one statement."""
    is_to_do = Q(state__in=sorted(WORKABLE))
    now = clock.now()
    rows = (
        Case.objects.filter(visible(actor), city_id=city_id, state__in=sorted(OPEN))
        .values("state")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=is_to_do & Q(due_at__lt=now)),
            today=Count("pk", filter=is_to_do & Q(due_at__gte=now, due_at__lt=day_ends_at)),
        )
        .order_by()
    )
    found = list(rows)
    by_state = {row["state"]: row["count"] for row in found}
    return Counts(by_state, sum(r["late"] for r in found), sum(r["today"] for r in found), sum(by_state.values()))


def _filtered(actor: Actor, city_id: int, filters: Filters) -> QuerySet[Case]:
    now = clock.now()
    known = [state for state in filters.states if state in STATES]
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
    if filters.colour == "red":
        rows = rows.filter(due_at__lt=now)
    elif filters.colour == "none":
        rows = rows.filter(due_at__isnull=True)
    elif filters.colour in _SHARES:
        low, high = _SHARES[filters.colour]
        rows = rows.filter(due_at__gte=now).alias(half=_share_of_time(low), end=_share_of_time(high))
        rows = rows.filter(half__lte=now, end__gt=now)
    if text := plain(filters.text):
        code = read_code(text) or text
        rows = rows.filter(Q(code=code) | Q(reports__code=code) | Q(address__icontains=text)
                           | Q(reports__text__icontains=text)).distinct()  # fmt: skip
    return rows


def _share_of_time(share: float) -> Combinable:
    """The moment at which this share of the time between opening and due is over."""
    length = ExpressionWrapper((F("due_at") - F("opened_at")) * share, output_field=DurationField())
    return ExpressionWrapper(F("opened_at") + length, output_field=DateTimeField())
