"""Questions about schemes, appeals, sampled answers, and the marks of those who lead."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.aggregates import Count

from peygir.outlook.scoring.answer_rules import lot
from peygir.outlook.scoring.facts import AppealFacts, AppealTotals, PersonMarkFacts, RestatementFacts, SchemeFacts
from peygir.outlook.scoring.models import (
    ManagerMark,
    MarkAppeal,
    MarkMailChoice,
    MarkScheme,
    MarkVersion,
    SampledAnswer,
)
from peygir.outlook.scoring.people_marks import mean_over_days
from peygir.outlook.scoring.seeing import seen_marks, seen_months
from peygir.outlook.scoring.words import AppealOutcome
from peygir.people.rules import ANONYMOUS, Actor

MOST: Final = 200
_SCHEME: Final = (
    "pk",
    "from_on",
    "content",
    "digest",
    "state",
    "proposed_by_id",
    "proposed_at",
    "decided_by_id",
    "decided_at",
)


def schemes(city_id: int, *, most: int = 24) -> list[SchemeFacts]:
    """The schemes of a city, the latest first month first, proposals and refused ones too; one statement."""
    rows = MarkScheme.objects.filter(city_id=city_id).order_by("-from_on", "-pk")
    return [SchemeFacts(*row) for row in rows.values_list(*_SCHEME)[:most]]


def scheme_by_id(city_id: int, scheme_id: int) -> SchemeFacts | None:
    """One scheme; one statement."""
    row = MarkScheme.objects.filter(city_id=city_id, pk=scheme_id).values_list(*_SCHEME).first()
    return SchemeFacts(*row) if row is not None else None


def marks_of_person(staff_id: int, *, since: date | None = None) -> list[PersonMarkFacts]:
    """The current marks of a person by month and post, the latest first; one statement."""
    rows = ManagerMark.objects.filter(staff_id=staff_id)
    return _people(rows if since is None else rows.filter(version__month__first_on__gte=since))


def marks_of_people_in(month_id: int) -> list[PersonMarkFacts]:
    """The current marks of everybody who led in a month; one statement."""
    return _people(ManagerMark.objects.filter(version__month_id=month_id))


def _people(rows: "QuerySet[ManagerMark]") -> list[PersonMarkFacts]:
    order = ("-version__month__first_on", "staff_id", "unit_id", "from_on")
    latest = rows.order_by(*order, "-version__number").distinct("version__month__first_on", *order[1:])
    return [
        PersonMarkFacts(
            month_id=row.version.month_id,
            first_on=row.version.month.first_on,
            staff_id=row.staff_id,
            unit_id=row.unit_id,
            role=row.role,
            from_on=row.from_on,
            to_on=row.to_on,
            days=row.days,
            units=row.units,
            mark=row.mark,
        )
        for row in latest.select_related("version__month")
    ]


def wants_mark_mail(staff_id: int) -> bool:
    """Whether somebody gets the monthly mail of marks: unless they switched it off; one statement."""
    return not MarkMailChoice.objects.filter(staff_id=staff_id, is_wanted=False).exists()


def mean_of_person(staff_id: int, *, since: date) -> Decimal | None:
    """The mean of a person's marks since a day, each weighted by the days of the post; None without any mark."""
    return mean_over_days((one.mark, one.days) for one in marks_of_person(staff_id, since=since))


def appeals_of_unit(unit_id: int) -> list[AppealFacts]:
    """The appeals of a unit, the latest first; one statement."""
    return _appeals(MarkAppeal.objects.filter(unit_id=unit_id).order_by("-made_at", "-pk"))


def open_appeals(city_id: int) -> list[AppealFacts]:
    """The appeals that wait for the committee, the oldest first; one statement."""
    rows = MarkAppeal.objects.filter(month__city_id=city_id, outcome=AppealOutcome.OPEN.value)
    return _appeals(rows.order_by("made_at", "pk"))


def appeal_by_id(city_id: int, appeal_id: int) -> AppealFacts | None:
    """One appeal of a city; one statement."""
    return next(iter(_appeals(MarkAppeal.objects.filter(month__city_id=city_id, pk=appeal_id))), None)


def decided_appeals(city_id: int, *, most: int = 50) -> list[AppealFacts]:
    """The appeals that the committee has decided, the latest first; one statement."""
    decided = (AppealOutcome.UPHELD.value, AppealOutcome.REJECTED.value)
    rows = MarkAppeal.objects.filter(month__city_id=city_id, outcome__in=decided).order_by("-decided_at", "-pk")
    return _appeals(rows, most=most)


def restatements(
    city_id: int, by: Actor = ANONYMOUS, *, first_on: date | None = None, most: int = MOST
) -> list[RestatementFacts]:
    """The versions of a city's months that followed from appeals, the latest first; one statement.

    `first_on`: of the month that begins on this day alone. Of a month that is not published yet, what `seeing` allows.
    """
    seen = seen_marks(by, month="month__", unit="appeal__unit_id")
    rows = MarkVersion.objects.filter(seen, month__city_id=city_id, appeal__isnull=False).order_by("-at", "-pk")
    if first_on is not None:
        rows = rows.filter(month__first_on=first_on)
    columns = (
        "month__first_on",
        "number",
        "at",
        "digest",
        "appeal__unit_id",
        "appeal__indicator",
        "appeal__before",
        "appeal__after",
    )
    return [RestatementFacts(*row) for row in rows.values_list(*columns)[:most]]


def _appeals(rows: "QuerySet[MarkAppeal]", *, most: int = MOST) -> list[AppealFacts]:
    columns = (
        "pk",
        "month_id",
        "month__first_on",
        "unit_id",
        "indicator",
        "case_id",
        "why",
        "reason",
        "made_by_id",
        "made_at",
        "outcome",
        "answer",
        "decided_at",
        "version__number",
        "before",
        "after",
        "proposed",
        "proposed_by_id",
        "proposed_at",
    )
    return [AppealFacts(*row) for row in rows.values_list(*columns)[:most]]


def appeal_totals(city_id: int, by: Actor = ANONYMOUS, *, first_on: date | None = None) -> AppealTotals:
    """How the appeals of a city ended, of one month or of all that the viewer sees; one statement."""
    rows = MarkAppeal.objects.filter(seen_months(by, "month__"), month__city_id=city_id)
    if first_on is not None:
        rows = rows.filter(month__first_on=first_on)
    counts = {name: Count("pk", filter=Q(outcome=name)) for name in AppealOutcome.values()}
    return AppealTotals(**rows.aggregate(made=Count("pk"), **counts))


def answers_to_read(city_id: int, by: Actor, *, most: int | None = 50) -> list[tuple[int, int, int, int]]:
    """The next answer of each month and unit that this person may read, by lot: (id, case, number of the event, unit).

    The oldest month comes first. Nobody chooses among the answers of a unit.
    """
    rows = _unread(city_id, by).values_list("sample_id", "sample__seed", "pk", "case_id", "number", "unit_id")
    following: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for sample_id, _seed, *row in sorted(rows, key=lambda row: (row[0], lot(row[1], row[3], row[4]))):
        following.setdefault((sample_id, row[3]), (row[0], row[1], row[2], row[3]))
    return [following[key] for key in sorted(following)][:most]


def count_answers_to_read(city_id: int, by: Actor) -> int:
    """How many sampled answers wait that this person may read, in their turn."""
    return _unread(city_id, by).count()


def _unread(city_id: int, by: Actor) -> "QuerySet[SampledAnswer]":
    """What nobody has read yet and this person may; what became confidential is read by nobody."""
    rows = SampledAnswer.objects.filter(
        sample__city_id=city_id,
        points__isnull=True,
        case__is_confidential=False,
        case__about_unit=None,
        case__about_staff=None,
    ).exclude(author=str(by))
    return rows if by.unit_id is None else rows.exclude(unit_id=by.unit_id)
