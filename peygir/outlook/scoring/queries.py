"""Questions about marks: a month's, one unit's with its parts and cases, its history, and what would raise it.

Of a month that is not published yet each viewer (`by`) gets what `seeing` allows; without one, what everybody sees.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.aggregates import Count

from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.core.translation import Text
from peygir.outlook.scoring.facts import (
    CaseEffectFacts,
    CaseLoss,
    MarkPartFacts,
    MonthCheckFacts,
    NotCountedFacts,
    RaisingFacts,
    ScoredMonthFacts,
    TopicLoss,
    UnitMarkFacts,
    VersionFacts,
)
from peygir.outlook.scoring.models import (
    CaseEffect,
    MarkPart,
    MarkVersion,
    MonthCheck,
    NotCountedTotal,
    ScoredMonth,
    UnitMark,
)
from peygir.outlook.scoring.seeing import seen_marks, seen_months
from peygir.outlook.scoring.words import PartState
from peygir.people.rules import ANONYMOUS, Actor

MONTHS: Final = 24
PAGE: Final = 50
_MONTH: Final = (
    "pk",
    "first_on",
    "last_on",
    "version",
    "scheme_id",
    "closed_at",
    "snapshot__as_of",
    "snapshot__digest",
    "publish_on",
    "published_at",
    "publication_proposed_by_id",
)
_PART: Final = (
    "pk",
    "indicator",
    "group",
    "state",
    "n",
    "counts",
    "value",
    "low",
    "high",
    "score",
    "weight",
    "lost",
)


def scored_months(city_id: int, by: Actor = ANONYMOUS, *, most: int = MONTHS) -> list[ScoredMonthFacts]:
    """The closed months of a city of which the viewer sees some mark, the latest first; one statement."""
    rows = ScoredMonth.objects.filter(seen_months(by), city_id=city_id).order_by("-first_on")
    return [ScoredMonthFacts(*row) for row in rows.values_list(*_MONTH)[:most]]


def scored_month(city_id: int, first_on: date, by: Actor = ANONYMOUS) -> ScoredMonthFacts | None:
    """A closed month of which the viewer sees some mark, by its first day; one statement."""
    row = ScoredMonth.objects.filter(seen_months(by), city_id=city_id, first_on=first_on).values_list(*_MONTH).first()
    return ScoredMonthFacts(*row) if row is not None else None


def versions_of(month_id: int) -> list[VersionFacts]:
    """The versions of a month's marks, the first one first, each with the appeal behind it; one statement."""
    rows = MarkVersion.objects.filter(month_id=month_id).order_by("number")
    columns = ("number", "at", "digest", "appeal__pk", "appeal__unit_id", "appeal__before", "appeal__after")
    return [VersionFacts(*row) for row in rows.values_list(*columns)]


def marks_of_month(month_id: int, by: Actor = ANONYMOUS, *, version: int | None = None) -> list[UnitMarkFacts]:
    """The marks that the viewer sees, as they stood in a version (None: the current one), in order of units.

    One statement.
    """
    rows = UnitMark.objects.filter(_seen_marks(by), month_id=month_id)
    if version is not None:
        rows = rows.filter(number__lte=version)
    return _facts(rows.order_by("unit_id", "-number").distinct("unit_id"))


def mark_of_unit(
    month_id: int, unit_id: int, by: Actor = ANONYMOUS, *, version: int | None = None
) -> UnitMarkFacts | None:
    """The mark of a unit as it stood in a version (None: the current one); one statement."""
    rows = UnitMark.objects.filter(_seen_marks(by), month_id=month_id, unit_id=unit_id)
    if version is not None:
        rows = rows.filter(number__lte=version)
    return next(iter(_facts(rows.order_by("-number")[:1])), None)


def history_of_unit(unit_id: int, by: Actor = ANONYMOUS, *, most: int = MONTHS) -> list[UnitMarkFacts]:
    """The current marks of a unit, the latest month first; one statement."""
    rows = UnitMark.objects.filter(_seen_marks(by), unit_id=unit_id).order_by("-month__first_on", "-number")
    return _facts(rows.distinct("month__first_on")[:most])


def _seen_marks(by: Actor) -> Q:
    return seen_marks(by, month="month__", unit="unit_id")


def _facts(rows: "QuerySet[UnitMark]") -> list[UnitMarkFacts]:
    return [
        UnitMarkFacts(
            id=row.pk,
            month_id=row.month_id,
            first_on=row.month.first_on,
            unit_id=row.unit_id,
            version=row.number,
            state=row.state,
            mark=row.mark,
            low=row.low,
            high=row.high,
            groups={group: Decimal(score) for group, score in row.groups.items()},
            cases=row.cases,
        )
        for row in rows.select_related("month")
    ]


def parts_of(mark_id: int) -> list[MarkPartFacts]:
    """The parts of a mark, the heaviest first; one statement."""
    rows = MarkPart.objects.filter(mark_id=mark_id).order_by("-weight", "indicator")
    return [MarkPartFacts(*row) for row in rows.values_list(*_PART)]


def parts_of_marks(mark_ids: Iterable[int]) -> dict[int, list[MarkPartFacts]]:
    """The parts of several marks by the mark's id, the heaviest first; one statement."""
    by_mark: dict[int, list[MarkPartFacts]] = {}
    rows = MarkPart.objects.filter(mark_id__in=list(mark_ids)).order_by("mark_id", "-weight", "indicator")
    for mark_id, *row in rows.values_list("mark_id", *_PART):
        by_mark.setdefault(mark_id, []).append(MarkPartFacts(*row))
    return by_mark


def effects_of(
    part_id: int, by: Actor, *, after: int | None = None, why: str = "", most: int = PAGE
) -> list[CaseEffectFacts]:
    """A page of the cases of a part, those that cost most first; two statements, three for a later page.

    `after` is the id of the last row of the page before; with one of another part it is the first page. `why` keeps the
    cases that count for one reason.
    """
    rows = CaseEffect.objects.filter(part_id=part_id)
    place = rows.filter(pk=after).values_list("effect", "case_id", "key").first() if after is not None else None
    if place is not None:
        effect, case_id, key = place
        later = Q(effect=effect, case_id__gt=case_id) | Q(effect=effect, case_id=case_id, key__gt=key)
        rows = rows.filter(Q(effect__gt=effect) | later, effect__gte=effect)
    if why:
        rows = rows.filter(why=why)
    effects = list(rows.order_by("effect", "case_id", "key").values_list("pk", "case_id", "why", "effect")[:most])
    seen = _seen((case_id for _pk, case_id, _why, _effect in effects), by)
    return [
        CaseEffectFacts(pk, *seen.get(case_id, _HIDDEN), why=reason, effect=effect)
        for pk, case_id, reason, effect in effects
    ]


def case_of_effect(part_id: int, effect_id: int | None) -> int | None:
    """The case of a row of a part, None for an id that is none of its; for actions, not for pages. One statement."""
    rows = (
        CaseEffect.objects.filter(part_id=part_id, pk=effect_id) if effect_id is not None else CaseEffect.objects.none()
    )
    return rows.values_list("case_id", flat=True).first()


def effects_of_case(mark_id: int, case_id: int) -> list[tuple[str, str, Decimal]]:
    """What one case did to each part of a mark: (indicator, why, points); one statement."""
    rows = CaseEffect.objects.filter(case_id=case_id, part__mark_id=mark_id).order_by("part__indicator", "key")
    return list(rows.values_list("part__indicator", "why", "effect"))


_HIDDEN: Final[tuple[int | None, str, int | None]] = (None, "", None)


def _seen(case_ids: Iterable[int], by: Actor) -> dict[int, tuple[int | None, str, int | None]]:
    """Id, code and topic of those of these cases that the viewer may see as they are now; one statement."""
    rows = Case.objects.filter(visible(by), pk__in=set(case_ids))
    return {
        case_id: (case_id, code, topic_id) for case_id, code, topic_id in rows.values_list("pk", "code", "topic_id")
    }


def raising(parts: Sequence[MarkPartFacts], by: Actor, *, most: int = 10) -> RaisingFacts:
    """What would raise a mark with these parts most: parts, topics of cases that the viewer may see; what would not.

    One statement.
    """
    counted = [part for part in parts if part.state == PartState.COUNTED]
    below = sorted(
        (part for part in counted if part.lost), key=lambda part: (-(part.lost or Decimal(0)), part.indicator)
    )
    costly = CaseEffect.objects.filter(part__in=[part.id for part in below], effect__lt=0)
    seen = Case.objects.filter(visible(by), pk=OuterRef("case_id")).values("topic_id")[:1]
    topics = (
        costly.annotate(topic=Subquery(seen))
        .values_list("topic")
        .annotate(total=Sum("effect"), cases=Count("case_id", distinct=True))
        .order_by("total", "topic")
    )
    return RaisingFacts(
        parts=tuple(below),
        topics=tuple(TopicLoss(*row) for row in topics[:most]),
        full=tuple(part for part in counted if not part.lost),
        silent=tuple(part for part in parts if part.state != PartState.COUNTED),
    )


def costly_cases(mark_id: int, by: Actor, *, most: int = 5) -> list[CaseLoss]:
    """The cases that cost a mark most, all parts together, the most costly first; three statements."""
    costly = CaseEffect.objects.filter(part__mark_id=mark_id, part__state=PartState.COUNTED.value, effect__lt=0)
    rows = list(costly.values_list("case_id").annotate(total=Sum("effect")).order_by("total", "case_id")[:most])
    seen, whys = _seen((row[0] for row in rows), by), dict[int, list[tuple[str, str, Decimal]]]()
    reasons = costly.filter(case_id__in=[row[0] for row in rows]).values_list("case_id", "part__indicator", "why")
    for case_id, *why in reasons.annotate(total=Sum("effect")).order_by("total", "part__indicator", "why"):
        whys.setdefault(case_id, []).append((why[0], why[1], why[2]))
    return [
        CaseLoss(*seen.get(case_id, _HIDDEN), effect=effect, whys=tuple(whys.get(case_id, ())))
        for case_id, effect in rows
    ]


def not_counted_of(month_id: int, unit_id: int, by: Actor = ANONYMOUS) -> list[NotCountedFacts]:
    """What was not counted against a unit in a month, by rule; one statement."""
    rows = NotCountedTotal.objects.filter(_seen_marks(by), month_id=month_id, unit_id=unit_id).order_by("rule")
    return [NotCountedFacts(*row) for row in rows.values_list("rule", "cases", "seconds")]


def not_counted_in(month_id: int, by: Actor = ANONYMOUS) -> dict[int, list[NotCountedFacts]]:
    """What was not counted against each unit in a month, by the unit's id and by rule; one statement."""
    by_unit: dict[int, list[NotCountedFacts]] = {}
    rows = NotCountedTotal.objects.filter(_seen_marks(by), month_id=month_id).order_by("unit_id", "rule")
    for unit_id, rule, cases, seconds in rows.values_list("unit_id", "rule", "cases", "seconds"):
        by_unit.setdefault(unit_id, []).append(NotCountedFacts(rule, cases, seconds))
    return by_unit


def checks_of(month_ids: Iterable[int]) -> dict[int, MonthCheckFacts]:
    """The latest check of each month that has one, by the month's id; one statement."""
    rows = MonthCheck.objects.filter(month_id__in=list(month_ids)).order_by("month_id", "-asked_at", "-pk")
    return {row.month_id: _check(row) for row in rows.distinct("month_id")}


def _check(row: MonthCheck) -> MonthCheckFacts:
    texts = tuple(Text(one["message"]).filled(one["values"]) for one in row.differences)
    return MonthCheckFacts(row.month_id, row.asked_by_id, row.asked_at, row.checked_at, row.version, row.digest, texts)
