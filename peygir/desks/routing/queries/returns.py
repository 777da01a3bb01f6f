"""Returned cases: the ping-pong of each unit, and open routing corrections."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from peygir.cases.models import Report
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.core.persian import normalise
from peygir.desks.routing.conditions import words_of
from peygir.desks.routing.models import Return, RoutingCorrection

MOST: Final = 300
MOST_WORDS: Final = 6
_SHORTEST: Final = 3
# Words too common to distinguish cases.
_COMMON: Final = frozenset(
    normalise(
        "این آن است هست که برای با از به در را تا هم یک های می شد شده کرد کنید لطفا سلام خسته نباشید ما من شما روی "
        "خیلی دارد داره اینجا کوچه خیابان محله منطقه چند روز سال وقت هر نه بی یا اما ولی the and for this that with"
    ).split()
)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One return of a case: which unit returned it, why, and which unit got it."""

    at: datetime
    unit: UnitFacts | None
    reason: str
    count: int
    to_unit: UnitFacts | None


@dataclass(frozen=True, slots=True)
class UnitReturns:
    """A unit's returns since a moment, with reasons and next units; `often` counts third returns."""

    unit: UnitFacts | None
    count: int
    wrong_unit: int
    wrong_district: int
    often: int
    went_to: tuple[tuple[UnitFacts | None, int], ...]


@dataclass(frozen=True, slots=True)
class CorrectionGroup:
    """Routing corrections that agree; `id` is one of them, `words` are shared by their reports."""

    id: int
    topic: TopicFacts | None
    topic_code: str
    district: tuple[str, str]
    from_unit: UnitFacts | None
    to_unit: UnitFacts | None
    count: int
    last_at: datetime
    codes: tuple[str, ...]
    words: tuple[str, ...]


def returns_of(case_id: int) -> list[ReturnLine]:
    """The returns of one case, oldest first."""
    return [
        ReturnLine(row.returned_at, _unit(row.unit_id), row.reason, row.count, _unit(row.to_unit_id))
        for row in Return.objects.filter(case_id=case_id).order_by("number")
    ]


def returns_by_unit(city_id: int, *, since: datetime) -> list[UnitReturns]:
    """The units that returned cases since a moment, the most first; one statement."""
    rows = Return.objects.filter(city_id=city_id, returned_at__gte=since)
    groups: defaultdict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values("unit_id", "reason", "to_unit_id", "count").annotate(times=Count("pk")).order_by():
        groups[row["unit_id"]].append(dict(row))
    unit_returns = []
    for unit_id, lines in groups.items():
        went: Counter[int | None] = Counter()
        for return_line in lines:
            went[return_line["to_unit_id"]] += return_line["times"]
        by_reason: Counter[str] = Counter()
        for return_line in lines:
            by_reason[return_line["reason"]] += return_line["times"]
        unit_returns.append(
            UnitReturns(
                _unit(unit_id),
                sum(went.values()),
                by_reason["wrong_unit"],
                by_reason["wrong_district"],
                sum(line["times"] for line in lines if line["count"] >= 3),
                tuple((_unit(to_id), times) for to_id, times in went.most_common(3)),
            )
        )
    return sorted(unit_returns, key=lambda one: -one.count)


def routing_corrections(city_id: int) -> list[CorrectionGroup]:
    """The open routing corrections in groups that agree, the most frequent first; three statements."""
    rows = RoutingCorrection.objects.filter(city_id=city_id, settled_at=None).order_by("-pk")
    groups: defaultdict[tuple[str, str, int, int], list[tuple[int, int, str, datetime]]] = defaultdict(list)
    columns = ("pk", "case_id", "case__code", "decided_at", "topic_code", "district_code", "from_unit_id", "to_unit_id")
    for pk, case_id, code, at, topic, district, wrong_id, right_id in rows.values_list(*columns)[:MOST]:
        groups[topic, district, wrong_id, right_id].append((pk, case_id, code, at))
    texts = _texts([case_id for group in groups.values() for _, case_id, _, _ in group])
    correction_groups = []
    for (topic, district, wrong_id, right_id), group in groups.items():
        correction_groups.append(
            CorrectionGroup(
                id=group[0][0],
                topic=city.topic_by_code(city_id, topic) if topic else None,
                topic_code=topic,
                district=_district(city_id, district, group[0][3]),
                from_unit=_unit(wrong_id),
                to_unit=_unit(right_id),
                count=len(group),
                last_at=max(at for *_, at in group),
                codes=tuple(code for _, _, code, _ in group[:5]),
                words=shared_words([texts.get(case_id, "") for _, case_id, _, _ in group]),
            )
        )
    return sorted(correction_groups, key=lambda one: (-one.count, one.id))


def _texts(case_ids: list[int]) -> dict[int, str]:
    """The first report's text of each case that is not confidential."""
    rows = Report.objects.filter(case_id__in=case_ids, case__is_confidential=False).order_by("-received_at")
    return dict(rows.values_list("case_id", "text"))


def shared_words(texts: list[str]) -> tuple[str, ...]:
    """Words shared by at least two, and at least half, of the texts; the most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({word for word in words_of(text).split() if _tells(word)})
    least = max(2, (len(texts) + 1) // 2)
    return tuple(word for word, times in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if times >= least)[
        :MOST_WORDS
    ]


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _COMMON and not any(letter.isdigit() for letter in word)


def _unit(unit_id: int | None) -> UnitFacts | None:
    return city.unit(unit_id) if unit_id is not None else None


def _district(city_id: int, code: str, at: datetime) -> tuple[str, str]:
    on = city.day_of(city_id, at)
    found = next((one for one in city.districts(city_id, on=on) if one.code == code), None)
    return (found.name_fa, found.name_en or found.name_fa) if found is not None else ("", "")
