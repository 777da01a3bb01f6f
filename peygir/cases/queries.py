"""Every question about cases that others need answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from peygir.cases.lifecycle import ENDED, OPEN, STATES, Judgement, judge_all
from peygir.cases.models import Case, Note, Report
from peygir.cases.rules import colour_of, sight_of
from peygir.core import clock
from peygir.core.codes import is_code, read_code
from peygir.core.words import plain
from peygir.history.models import Event
from peygir.history.queries import timeline
from peygir.people import roles
from peygir.people.rules import Actor, may_see

PAGE: Final = 50
LAST_PAGE: Final = 10_000
# What is written among staff and is no business of whoever holds a code.
_INTERNAL: Final = frozenset({"note_added", "phone_looked_at", "case_assigned"})
_ON_A_MAP: Final = ("code", "lat", "lon", "state", "topic_id")
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
    order: str = "due"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of cases with their first reports; `has_more` tells whether another page follows."""

    cases: list[Case]
    reports: dict[int, Report]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases by state and by promise colour."""

    by_state: dict[str, int]
    late: int
    due_today: int
    total: int


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What anybody with a code may know: no words, names, phones or exact address of a person."""

    code: str
    case_code: str
    state: str
    state_at: datetime
    opened_at: datetime
    received_at: datetime
    close_kind: str
    topic: tuple[str, str] | None
    district: tuple[str, str] | None
    unit: tuple[str, str] | None
    agency: tuple[str, str, str] | None
    due_at: datetime | None
    until: datetime | None
    is_confidential: bool
    events: list[Event]
    public_notes: dict[int, str]
    case_id: int
    report_id: int


@dataclass(frozen=True, slots=True)
class Imported:
    """Where a record of another system stands here: the key that it came with, its case, state and unit."""

    key: str
    case_id: int
    state: str
    unit_id: int | None


def imported(city_id: int, *, prefix: str) -> Iterator[Imported]:
    """Every imported report of a city whose idempotency key begins with `prefix`; one statement, read in a stream."""
    rows = Report.objects.filter(channel="import", idempotency_key__startswith=prefix, case__city_id=city_id)
    columns = ("idempotency_key", "case_id", "case__state", "case__unit_id")
    for values in rows.values_list(*columns).iterator(chunk_size=5000):
        yield Imported(*values)


def first_report(case: Case) -> Report:
    """The report that opened the case: the one whose code the case carries."""
    return Report.objects.get(code=case.code)


def was_imported(case: Case) -> bool:
    """Whether the case was opened by a record of another system and not by a citizen."""
    return Report.objects.filter(code=case.code, channel="import").exists()


def case_of(code: str) -> Case | None:
    """The case that a report's code leads to, with its names loaded; follows joining and merging."""
    if not is_code(code):
        return None
    rows = Case.objects.select_related(
        "topic", "district", "neighbourhood", "unit", "agency", "assignee", "about_unit", "merged_into"
    )
    return rows.filter(Q(code=code)).first() or rows.filter(reports__code=code).first()


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
    seen &= Q(about_staff_id__isnull=True) | ~Q(about_staff_id=actor.id)
    if actor.unit_id is not None:
        seen &= Q(about_unit_id__isnull=True) | ~Q(about_unit_id=actor.unit_id)
    return seen


def inbox(actor: Actor, city_id: int, filters: Filters) -> Inbox:
    """One page of what the actor may see, due soonest first; two statements whatever the size."""
    rows = _filtered(actor, city_id, filters).order_by(*ORDERS.get(filters.order, ORDERS["due"]))
    rows = rows.select_related("topic", "district", "unit", "assignee").defer("district__polygon")
    page = min(max(filters.page, 1), LAST_PAGE)
    start = (page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    shown = found[:PAGE]
    reports = {row.case_id: row for row in Report.objects.filter(code__in=[case.code for case in shown])}
    return Inbox(shown, reports, page, len(found) > PAGE)


def counts(actor: Actor, city_id: int, *, day_ends_at: datetime) -> Counts:
    """Open cases of the actor's inbox by state, late and due until `day_ends_at`; one statement."""
    now = clock.now()
    rows = (
        Case.objects.filter(visible(actor), city_id=city_id, state__in=sorted(OPEN))
        .values("state")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=day_ends_at)),
        )
        .order_by()
    )
    found = list(rows)
    by_state = {row["state"]: row["count"] for row in found}
    return Counts(by_state, sum(r["late"] for r in found), sum(r["today"] for r in found), sum(by_state.values()))


def public_case(code: str) -> PublicCase | None:
    """The public story behind a tracking code; a confidential report shows its state alone. Three statements."""
    rows = Report.objects.select_related("case__topic", "case__district", "case__unit", "case__agency")
    report = rows.defer("case__district__polygon").filter(code=code).first() if is_code(code) else None
    if report is None:
        return None
    case = report.case
    secret = case.is_confidential
    notes = Note.objects.filter(case=case, is_public=True).values_list("number", "text")
    return PublicCase(
        code=code, case_code=case.code, state=case.state, state_at=case.state_at, opened_at=case.opened_at,
        received_at=report.received_at, close_kind=case.close_kind,
        topic=None if secret or not case.topic else (case.topic.name_fa, case.topic.name_en),
        district=None if secret or not case.district else (case.district.name_fa, case.district.name_en),
        unit=None if secret or not case.unit else (case.unit.name_fa, case.unit.name_en),
        agency=None if secret or not case.agency else (case.agency.name_fa, case.agency.name_en, case.agency.phone),
        due_at=case.due_at, until=case.until, is_confidential=secret,
        events=[] if secret else [line for line in timeline("case", case.pk) if line.kind not in _INTERNAL],
        public_notes={} if secret else dict(notes),
        case_id=case.pk, report_id=report.pk,
    )  # fmt: skip


def may_open(actor: Actor, case: Case) -> bool:
    """Whether the actor may see the staff's page of this case."""
    return may_see(actor, sight_of(case))


def allowed_moves(actor: Actor, case: Case) -> list[Judgement]:
    """Every move of the table, with the reason why it is closed to this actor now, if it is."""
    return judge_all(state=case.state, actor=actor, sight=sight_of(case))


def colour(case: Case, now: datetime) -> str:
    """The promise colour of a case; an ended case has none."""
    return "none" if case.state in ENDED else colour_of(case.opened_at, case.due_at, now)


def reports_of(case_id: int) -> list[Report]:
    """All reports of a case, oldest first, with their citizens."""
    return list(
        Report.objects.select_related("citizen", "spoken_for").filter(case_id=case_id).order_by("received_at", "pk")
    )


def report_of(report_id: int) -> Report | None:
    """One report with its case, or None."""
    return Report.objects.select_related("case", "citizen").filter(pk=report_id).first()


def reports_of_citizens(citizen_ids: list[int]) -> list[Report]:
    """The reports of these citizens, newest first, at most 200, with their cases and topics."""
    rows = Report.objects.select_related("case__topic", "case__unit").filter(citizen_id__in=citizen_ids)
    return list(rows.order_by("-received_at", "-pk")[:200])


def notes_of(case_id: int) -> dict[int, Note]:
    """Words beside events, by the event's number."""
    return {note.number: note for note in Note.objects.filter(case_id=case_id)}


def open_in_box(
    city_id: int, *, south: float, west: float, north: float, east: float, limit: int = 500
) -> list[tuple[str, float | None, float | None, str, int | None]]:
    """Open, not confidential cases in a box of degrees for the map: (code, lat, lon, state, topic id)."""
    rows = Case.objects.filter(
        city_id=city_id, state__in=sorted(OPEN), is_confidential=False,
        lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east,
    )  # fmt: skip
    found = rows.order_by("-id")[:limit]
    return [(case.code, case.lat, case.lon, case.state, case.topic_id) for case in found.only(*_ON_A_MAP)]


def tally(city_id: int, *, since: datetime, until: datetime) -> dict[str, int]:
    """Cases opened in [since, until) by what became of them: all, open, done, confirmed, unconfirmed."""
    rows = Case.objects.filter(city_id=city_id, opened_at__gte=since, opened_at__lt=until)
    found = rows.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=sorted(OPEN))),
        confirmed=Count("pk", filter=Q(close_kind="confirmed")),
        unconfirmed=Count("pk", filter=Q(close_kind="silence")),
    )
    return {key: int(value) for key, value in found.items()}


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
    if filters.assignee_id is not None:
        where["assignee_id"] = filters.assignee_id
    rows = Case.objects.filter(visible(actor), **where)
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
