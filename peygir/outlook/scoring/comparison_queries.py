"""Questions about comparisons: how units stand among their peers, and which weak points were found.

Of a month that is not published yet each viewer (`by`) gets what `seeing` allows; without one, what everybody sees.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.outlook.scoring.comparison_facts import (
    ComparedMonthFacts,
    PeerGroupFacts,
    WeakPointCaseFacts,
    WeakPointFacts,
    WeakPointMonthFacts,
)
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.models import MonthComparison, UnitStanding, WeakPoint
from peygir.outlook.scoring.seeing import seen_marks, seen_months
from peygir.outlook.scoring.stored_comparison import standing_of
from peygir.outlook.scoring.weak_point_rules import sees_all_weak_points, sees_places, units_of_weak_points
from peygir.people.rules import ANONYMOUS, Actor

MOST_POINTS: Final = 200


def compared_months(city_id: int, by: Actor = ANONYMOUS) -> list[ComparedMonthFacts]:
    """The months in which units were compared, the latest first, each with its current version; one statement."""
    seen = seen_months(by, "version__month__")
    rows = MonthComparison.objects.filter(
        seen, version__month__city_id=city_id, version__number=F("version__month__version")
    )
    columns = ("version__month_id", "version__month__first_on", "version__number", "digest")
    found = rows.order_by("-version__month__first_on").values_list(*columns)
    return [ComparedMonthFacts(*values) for values in found]


def standings_of_month(month_id: int, by: Actor = ANONYMOUS, *, version: int | None = None) -> list[Standing]:
    """The standings in a version of a month (None: the current one), by unit and indicator; one statement.

    Empty for a month that was closed without a comparison.
    """
    rows = UnitStanding.objects.filter(_seen_standings(by), version__month_id=month_id)
    rows = rows.filter(version__number=F("version__month__version") if version is None else version)
    return [standing_of(row) for row in rows.order_by("unit_id", "indicator")]


def _seen_standings(by: Actor) -> Q:
    return seen_marks(by, month="version__month__", unit="unit_id")


def comparison_digest(month_id: int, by: Actor = ANONYMOUS, *, version: int | None = None) -> str:
    """The SHA-256 of the comparison in a version of a month (None: the current one); one statement.

    "" where units were not compared.
    """
    rows = MonthComparison.objects.filter(seen_months(by, "version__month__"), version__month_id=month_id)
    rows = rows.filter(version__number=F("version__month__version") if version is None else version)
    return rows.values_list("digest", flat=True).first() or ""


def peer_groups(month_id: int, by: Actor = ANONYMOUS, *, version: int | None = None) -> list[PeerGroupFacts]:
    """The groups of peers in the whole mark, by name, with who could be among the first; one statement."""
    groups: dict[str, list[Standing]] = {}
    for standing in standings_of_month(month_id, by, version=version):
        if standing.indicator == WHOLE_MARK:
            groups.setdefault(standing.peers, []).append(standing)
    return [
        PeerGroupFacts(
            peers=peers,
            standings=sorted(own, key=lambda one: (one.rank is None, one.rank or 0, one.unit_id)),
            among_first=[one.unit_id for one in own if one.is_among_first],
        )
        for peers, own in sorted(groups.items())
    ]


def standings_of_unit(
    month_id: int, unit_id: int, by: Actor = ANONYMOUS, *, version: int | None = None
) -> list[Standing]:
    """The standings of one unit in a version of a month (None: the current one), by indicator; one statement."""
    rows = UnitStanding.objects.filter(_seen_standings(by), version__month_id=month_id, unit_id=unit_id)
    rows = rows.filter(version__number=F("version__month__version") if version is None else version)
    return [standing_of(row) for row in rows.order_by("indicator")]


def weak_points_for(
    city_id: int, by: Actor, *, since: date | None = None, is_open: bool | None = None, most: int = MOST_POINTS
) -> list[WeakPointFacts]:
    """The weak points that somebody sees, the latest month first and in it those with most failures too many.

    Who leads a unit sees its own, a deputy those of what stands under it and of every district, the inspectorate and
    the mayor's desk all. `since`: from the month that begins on this day on. `is_open`: not answered yet, or answered.
    One statement.
    """
    rows = _seen_by(by, city_id)
    if since is not None:
        rows = rows.filter(month__first_on__gte=since)
    if is_open is not None:
        rows = rows.filter(answer="open") if is_open else rows.exclude(answer="open")
    ordered = rows.annotate(excess=F("observed") - F("expected")).order_by("-month__first_on", "-excess", "pk")
    return [_facts(row) for row in ordered[:most]]


def weak_point_answers(city_id: int, by: Actor) -> dict[str, int]:
    """How many of the weak points that somebody sees have which answer, "open" for none; one statement."""
    rows = _seen_by(by, city_id).values_list("answer").annotate(count=Count("pk"))
    return dict(rows.order_by("answer"))


def weak_point(weak_point_id: int, city_id: int, by: Actor) -> WeakPointFacts | None:
    """A weak point that somebody sees; None for any other; one statement."""
    row = _seen_by(by, city_id).filter(pk=weak_point_id).first()
    return _facts(row) if row is not None else None


def _seen_by(by: Actor, city_id: int) -> QuerySet[WeakPoint]:
    rows = WeakPoint.objects.filter(month__city_id=city_id).select_related("month")
    if sees_all_weak_points(by):
        return rows
    own = Q(unit_id__in=units_of_weak_points(by))
    return rows.filter(own | Q(unit__isnull=True) if sees_places(by) else own)


def _facts(row: WeakPoint) -> WeakPointFacts:
    months = [WeakPointMonthFacts(date.fromisoformat(day), seen, likely) for day, seen, likely in row.months]
    return WeakPointFacts(
        id=row.pk,
        first_on=row.month.first_on,
        indicator=row.indicator,
        unit_id=row.unit_id,
        topic_code=row.topic_code,
        district_code=row.district_code,
        observed=row.observed,
        expected=row.expected,
        n=row.n,
        adjusted=row.adjusted,
        months=months,
        case_ids=tuple(row.cases),
        answer=row.answer,
        answered_by_id=row.answered_by_id,
        answered_at=row.answered_at,
    )


def cases_of(case_ids: Iterable[int], by: Actor) -> list[WeakPointCaseFacts]:
    """The cases of a weak point, each with its code where the viewer may see it; one statement."""
    wanted = sorted(set(case_ids))
    codes = dict(Case.objects.filter(visible(by), pk__in=wanted).values_list("pk", "code"))
    return [WeakPointCaseFacts(case_id, codes.get(case_id, "")) for case_id in wanted]
