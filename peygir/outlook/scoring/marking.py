"""From values to a mark: scores of parts, their combination, rounding, the interval, and what a row did to it.

All in decimal arithmetic of at least 28 digits. The written rule of rounding: a value has 12 decimals (half to even),
an effect 6, and a published mark the digits of the scheme; the last two are rounded half up.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from peygir.outlook.scoring.catalogue import indicator_of
from peygir.outlook.scoring.measures import EXACT, Measured, Signature, exact
from peygir.outlook.scoring.rules import ENOUGH, OUT_OF, SchemeContent, SchemePart
from peygir.outlook.scoring.words import Combination, MarkState, MissingPart, PartState

ONE: Final = Decimal(1)
NONE: Final = Decimal(0)
EFFECT: Final = Decimal("0.000001")
FEWEST_FOR_INTERVAL: Final = 5
"""Rows below which the interval of a unit says nothing: that of a mean of one or two values may be a point."""


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row of an indicator: a case, what tells it from other rows of the case, why it counts, and what it enters."""

    case_id: int
    key: int
    why: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class PartResult:
    """An indicator in a unit's mark; the score is None where the part does not count."""

    part: SchemePart
    state: PartState
    n: int
    whys: Mapping[str, int]
    measured: Measured | None
    score: Decimal | None
    weight: Decimal  # its share of the mark
    lost: Decimal | None


@dataclass(frozen=True, slots=True)
class MarkResult:
    """The mark of a unit with its parts; `mark` is None where there is too little to say."""

    unit_id: int
    state: MarkState
    mark: Decimal | None
    low: Decimal | None
    high: Decimal | None
    groups: Mapping[str, Decimal]
    cases: int
    parts: Sequence[PartResult]


def rounded(mark: Decimal, digits: int) -> Decimal:
    """A mark as it is published: half up."""
    return mark.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=EXACT)


def _as_far_as(value: Decimal, own: Measured | None) -> Decimal:
    """The value of the city, moved into the interval of a unit that has too few rows for a value of its own.

    So nobody hides bad figures by having few of them.
    """
    if own is None or own.n < FEWEST_FOR_INTERVAL:
        return value
    return min(max(value, own.low), own.high)


def counted(rows: Iterable[CountedRow]) -> Counter[Signature]:
    """How many rows of each kind there are."""
    return Counter(row.signature for row in rows)


class Marking:
    """The computation of marks by one scheme; `of_city`: the values of the whole city, for parts with too few rows."""

    def __init__(self, content: SchemeContent, of_city: Mapping[str, Measured | None]) -> None:
        self.content = content
        self.parts = {part.indicator: part for part in content.parts}
        self.of_city = of_city
        self.measures = {part.indicator: indicator_of(part.indicator, part.version).measure for part in content.parts}

    def combined(self, scores: Mapping[str, Decimal]) -> Decimal:
        """The mark, out of OUT_OF and not rounded, of the parts with a score."""
        groups = self.group_scores(scores)
        weights = {group: self.content.groups[group] for group in groups}
        total = sum(weights.values(), NONE)
        if not total:
            return NONE
        if self.content.combination == Combination.MINIMUM:
            return min(groups.values()) * OUT_OF
        if self.content.combination == Combination.MEAN:
            return EXACT.divide(sum((weights[group] * groups[group] for group in groups), NONE), total) * OUT_OF
        if not all(groups.values()):
            return NONE
        logs = sum((weights[group] * EXACT.ln(groups[group]) for group in groups), NONE)
        return EXACT.exp(EXACT.divide(logs, total)) * OUT_OF

    def group_scores(self, scores: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The score of each group that has a weight and a part with a score, from 0 to 1."""
        groups: dict[str, Decimal] = {}
        for group in sorted(self.content.groups):
            own = [part for name, part in sorted(self.parts.items()) if part.group == group and name in scores]
            total = sum((part.weight for part in own), NONE)
            if total and self.content.groups[group]:
                points = sum((part.weight * scores[part.indicator] for part in own), NONE)
                groups[group] = EXACT.divide(points, total)
        return groups

    def mark(self, unit_id: int, rows: Mapping[str, Sequence[CountedRow]]) -> MarkResult:
        """The mark of a unit from its rows by indicator."""
        measured = {name: self.measures[name].measured(counted(rows.get(name, ()))) for name in self.parts}
        scores = self.scores(measured)
        points = self.combined(scores)
        own = sum((self._share(name) for name in scores if self._is_enough(name, measured[name])), NONE)
        is_marked = bool(scores) and own >= ENOUGH
        low, high = self._interval(scores, measured, points)
        digits = self.content.digits
        results = [self._part(name, rows.get(name, ()), measured[name], scores, points) for name in sorted(self.parts)]
        return MarkResult(
            unit_id=unit_id,
            state=MarkState.MARKED if is_marked else MarkState.TOO_FEW,
            mark=rounded(points, digits) if is_marked else None,
            low=rounded(low, digits) if is_marked else None,
            high=rounded(high, digits) if is_marked else None,
            groups={group: exact(score) for group, score in self.group_scores(scores).items()},
            cases=len({row.case_id for name in self.parts for row in rows.get(name, ())}),
            parts=results,
        )

    def scores(self, measured: Mapping[str, Measured | None]) -> dict[str, Decimal]:
        """The scores of the parts that count: of the unit's own value, or what the scheme says of a missing one."""
        scores: dict[str, Decimal] = {}
        for name, part in self.parts.items():
            if not part.weight or not self.content.groups[part.group]:
                continue
            own, whole = measured[name], self.of_city.get(name)
            if own is not None and own.n >= part.fewest:
                scores[name] = exact(part.score(own.value))
            elif self.content.missing == MissingPart.ZERO:
                scores[name] = NONE
            elif self.content.missing == MissingPart.OF_CITY and whole is not None and whole.n >= part.fewest:
                scores[name] = exact(part.score(_as_far_as(whole.value, own)))
        return scores

    def effects(self, result: MarkResult, name: str, rows: Sequence[CountedRow]) -> dict[Signature, Decimal]:
        """What one row of each kind did to the mark: the mark less the mark without it, in points.

        Empty where the part does not count.
        """
        part = next(one for one in result.parts if one.part.indicator == name)
        if part.state != PartState.COUNTED or part.score is None:
            return {}
        scores = {one.part.indicator: one.score for one in result.parts if one.score is not None}
        points, by_signature = self.combined(scores), {}
        for signature, value in self.measures[name].without(counted(rows)).items():
            rest = NONE if value is None else points - self.combined({**scores, name: part.part.score(value)})
            by_signature[signature] = rest.quantize(EFFECT, rounding=ROUND_HALF_UP, context=EXACT)
        return by_signature

    def _is_enough(self, name: str, measured: Measured | None) -> bool:
        return measured is not None and measured.n >= self.parts[name].fewest

    def _share(self, name: str) -> Decimal:
        """The share of a mark that a part has if all parts count."""
        part, groups = self.parts[name], self.content.groups
        of_group = sum((one.weight for one in self.content.parts if one.group == part.group), NONE)
        total = sum(groups.values(), NONE)
        return EXACT.divide(groups[part.group] * part.weight, total * of_group) if of_group else NONE

    def _weights(self, scores: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The share of each counted part in this mark (of a weighted mean)."""
        shares = {name: self._share(name) for name in scores}
        groups = {group: self.content.groups[group] for group in self.group_scores(scores)}
        total = sum(groups.values(), NONE)
        weights = {}
        for name in scores:
            group = self.parts[name].group
            own = sum((shares[one] for one in scores if self.parts[one].group == group), NONE)
            weights[name] = EXACT.divide(shares[name] * groups.get(group, NONE), own * total) if own and total else NONE
        return weights

    def _interval(
        self, scores: Mapping[str, Decimal], measured: Mapping[str, Measured | None], points: Decimal
    ) -> tuple[Decimal, Decimal]:
        """The mark's interval: the root of the squares of what each part's interval alone would do."""
        down = up = NONE
        for name in sorted(scores):
            own = measured[name]
            if own is None or not self._is_enough(name, own):
                continue
            ends = [self.combined({**scores, name: self.parts[name].score(end)}) for end in (own.low, own.high)]
            down += max(points - min(ends), NONE) ** 2
            up += max(max(ends) - points, NONE) ** 2
        return max(points - EXACT.sqrt(down), NONE), min(points + EXACT.sqrt(up), Decimal(OUT_OF))

    def _part(
        self,
        name: str,
        rows: Sequence[CountedRow],
        measured: Measured | None,
        scores: Mapping[str, Decimal],
        points: Decimal,
    ) -> PartResult:
        part, score = self.parts[name], scores.get(name)
        is_weighed = bool(part.weight) and bool(self.content.groups[part.group])
        is_enough = self._is_enough(name, measured)
        state = PartState.COUNTED if is_weighed and is_enough else PartState.TOO_FEW
        if not is_weighed and is_enough:
            state = PartState.SHOWN
        return PartResult(
            part=part,
            state=state,
            n=measured.n if measured is not None else 0,
            whys=Counter(row.why for row in rows),
            measured=measured if is_enough else None,
            score=score,
            weight=exact(self._weights(scores).get(name, NONE)),
            lost=(self.combined({**scores, name: ONE}) - points).quantize(EFFECT, rounding=ROUND_HALF_UP)
            if score is not None
            else None,
        )
