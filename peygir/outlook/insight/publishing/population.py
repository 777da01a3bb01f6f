"""The rows of the lake behind the figures of a month, counted by district, group and topic."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from peygir.outlook.insight.engines.embedded import LakeReader
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.metric import AMOUNT, IS_GOOD, Aggregation, Metric
from peygir.outlook.insight.publishing.protecting import LeafCount
from peygir.outlook.insight.publishing.rows import UNKNOWN
from peygir.outlook.insight.publishing.times import FollowedTime
from peygir.outlook.scoring.indicator import Indicator, tables
from peygir.outlook.scoring.measures import Signature

if TYPE_CHECKING:
    from ibis.expr.types import Table

Leaf = tuple[str, str, str]
"""District, group, topic."""
Good = int | None
"""Whether a row meets the condition of its figure (1, 0); None where that is not told of single cases."""
MINUTES_OF_DAY: Final = 1440.0
_PARTS: Final = ("district", "topic_group", "topic")


@dataclass(frozen=True, slots=True)
class PublicRows:
    """Which rows of the lake may be counted: of a month (140503), of these topics, and of no case that is left out.

    `topics`: those whose cases everybody may see. `left_out`: cases that have stopped being public since the lake was
    written.
    """

    month: int
    topics: Collection[str]
    left_out: Collection[int] = field(default_factory=tuple)

    def of(self, rows: "Table") -> "Table":
        """The rows of a table that may be counted; of one without topics those of the month."""
        conditions = [rows.month == self.month]
        if "topic" in rows.columns:
            conditions.append(rows.topic.isin(sorted(self.topics)))
        return self._without(rows.filter(reduce(and_, conditions)))

    def cases(self) -> "Table":
        """The parts of the city in which each countable case lies, whenever it was opened."""
        case = lake_tables().case
        return self._without(case.filter(case.topic.isin(sorted(self.topics)))).select("case_id", *_PARTS)

    def _without(self, rows: "Table") -> "Table":
        if self.left_out and "case_id" in rows.columns:
            return rows.filter(~rows.case_id.isin(sorted(self.left_out)))
        return rows


@dataclass(frozen=True, slots=True)
class CountedCase:
    """A row of a figure that is about a case: which case, where it was counted, and whether it meets the condition."""

    case_id: int
    leaf: Leaf
    good: Good = None


def metric_leaves(lake: LakeReader, metric: Metric, public: PublicRows) -> list[LeafCount]:
    """Return the counts of a metric; of one whose rows lie in no district there is one leaf."""
    rows = _rows_of(metric, public)
    amount = {Aggregation.SUM: AMOUNT, Aggregation.SHARE: IS_GOOD}.get(metric.aggregation)
    sums = {"n": rows.count().cast("int64")}
    sums["amount"] = rows[amount].sum().cast("int64") if amount else sums["n"]
    if "topic" not in rows.columns:
        sums_by_leaf = [("", "", "", *row) for row in lake.rows(rows.aggregate(**sums))]
    else:
        sums_by_leaf = lake.rows(rows.group_by(*_PARTS).aggregate(**sums).order_by(*_PARTS))
    is_sum = metric.aggregation is Aggregation.SUM
    return [
        LeafCount(*_known(parts), n=int(amount or 0) if is_sum else int(n), good=int(amount or 0))
        for *parts, n, amount in sums_by_leaf
    ]


def metric_cases(lake: LakeReader, metric: Metric, public: PublicRows) -> list[CountedCase]:
    """Return the cases behind a share, one for each of the rows that `metric_leaves` counts."""
    columns = _rows_of(metric, public).select(*_PARTS, "case_id", IS_GOOD).order_by("case_id")
    return [CountedCase(int(case), _known(parts), int(good)) for *parts, case, good in lake.rows(columns)]


def _rows_of(metric: Metric, public: PublicRows) -> "Table":
    """The rows that a metric counts."""
    return public.of(metric.rows(lake_tables()))


def followed_cases(lake: LakeReader, public: PublicRows) -> dict[Leaf, list[FollowedTime]]:
    """Return the cases opened in the month, with how long each was followed up to the lake's moment."""
    case = public.of(lake_tables().case)
    columns = case.select(*_PARTS, "case_id", "opened_at", "minutes_to_finish", "minutes_to_close")
    columns = columns.order_by(*_PARTS, "opened_at")
    until = datetime.fromisoformat(lake.manifest.as_of).astimezone(UTC)
    followed: dict[Leaf, list[FollowedTime]] = defaultdict(list)
    for *parts, case_id, opened, finish, close in lake.rows(columns):
        open_for = (until - _in_utc(opened)).total_seconds() / 60
        minutes = finish if finish is not None else close if close is not None else open_for
        days = max(minutes, 0.0) / MINUTES_OF_DAY
        followed[_known(parts)].append(FollowedTime(days, finish is not None, int(case_id)))
    return followed


def indicator_rows(lake: LakeReader, indicator: Indicator, public: PublicRows) -> list[tuple[CountedCase, Signature]]:
    """Return the rows that an indicator counts, of the cases that may be counted, each with what its measure reads."""
    own = indicator.rows(tables()).select(*indicator.columns)
    cases = public.cases()
    joined = own.inner_join(cases, own.case == cases.case_id)
    columns = joined.select(*_PARTS, "case_id", *indicator.measure.columns).order_by("case_id")
    rows, width = [], len(_PARTS)
    for row in lake.rows(columns):
        signature = tuple(value if isinstance(value, str) else int(value) for value in row[width + 1 :])
        good = int(signature == (1,)) if len(signature) == 1 else None
        rows.append((CountedCase(int(row[width]), _known(row[:width]), good), signature))
    return rows


def signatures_of(rows: Iterable[tuple[CountedCase, Signature]]) -> dict[Leaf, Counter[Signature]]:
    """Return how often each leaf has each signature."""
    counts: dict[Leaf, Counter[Signature]] = defaultdict(Counter)
    for case, signature in rows:
        counts[case.leaf][signature] += 1
    return counts


def leaves_of(counts: dict[Leaf, Counter[Signature]]) -> list[LeafCount]:
    """Return the counts of a share: the signature (1,) is a good row."""
    return [
        LeafCount(*leaf, n=signatures.total(), good=signatures.get((1,), 0))
        for leaf, signatures in sorted(counts.items())
    ]


def _known(parts: Iterable[Any]) -> Leaf:
    district, group, topic = (UNKNOWN if part is None else str(part) for part in parts)
    return district, group, topic


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
