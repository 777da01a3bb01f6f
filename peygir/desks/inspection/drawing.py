"""The draw of inspections: how likely a finished case is to be visited, and the lot that decides, as pure functions.

The lot is a hash that anybody can compute again: SHA-256 of the month's public seed, the case's published code and the
number of times that the case was called done, each followed by a line feed but the last. Its first 13 hexadecimal
digits, divided by 16¹³, are a number from 0 to below 1; the case is drawn if that is below its chance.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from peygir.core.false_closure import SampledVisit, estimate

LOT_DIGITS: Final = 13
"""Hexadecimal digits of a lot: 52 bits, which a floating-point number holds exactly."""
DECIMALS: Final = 6
"""Of a published chance; it is the rounded chance that decides."""
SMALLEST_CHANCE: Final = 0.000001
LEAST_WEIGHT: Final = 0.25
MOST_WEIGHT: Final = 8.0
BASE_SHARE: Final = 0.06
"""The share of false closures that is assumed until visits have told more."""
STEADYING: Final = 30
"""So many visits with the city's own share are added to those of a unit or topic: few visits move its weight little."""

MARKS: Final[Mapping[str, float]] = {
    "urgent": 1.2,
    "returned": 1.4,
    "reporters": 1.2,
    "reopened": 1.8,
    "confirmed": 0.4,
    "signal": 1.8,
    "contractor": 1.2,
}
"""By how much each mark of a case multiplies its weight, until a plan says otherwise.

urgent: an urgent topic; returned: a unit gave the case back; reporters: several reports; reopened: it was called done
before and opened again; confirmed: a citizen said that it is fixed; signal: a signal of the evidence; contractor: the
work of a contractor.
"""


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """What makes a case likelier to be drawn: frozen with a month's plan. Keys of `topics` and `units` are ids."""

    base: float = BASE_SHARE
    visits: int = 0  # that taught the weights of topics and units
    topics: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, float] = field(default_factory=dict)
    marks: Mapping[str, float] = field(default_factory=lambda: dict(MARKS))

    def as_json(self) -> dict[str, object]:
        """Return the weights as JSON values."""
        return {
            "base": self.base,
            "visits": self.visits,
            "topics": dict(self.topics),
            "units": dict(self.units),
            "marks": dict(self.marks),
        }

    def weight_of(self, *, unit_id: int | None, topic_id: int | None, marks: Iterable[str]) -> float:
        """Return the weight of a case, 1 for an average one: the product of what is known of it, within bounds."""
        weight = self.units.get(str(unit_id), 1.0) * self.topics.get(str(topic_id), 1.0)
        for mark in marks:
            weight *= self.marks.get(mark, 1.0)
        return round(min(max(weight, LEAST_WEIGHT), MOST_WEIGHT), 4)


@dataclass(frozen=True, slots=True)
class PlannedShares:
    """The part of a plan that gives each case its chance."""

    visits: int
    floor_percent: int
    expected_cases: int
    mean_weight: float = 1.0

    @property
    def floor_chance(self) -> float:
        """The equal chance of every case."""
        chance = self.visits / self.expected_cases * self.floor_percent / 100
        return _as_chance(chance)

    def chance_of(self, weight: float) -> float:
        """Return the chance of a case with this weight: the equal part and, for the rest of the visits, its weight."""
        rest = self.visits / self.expected_cases * (1 - self.floor_percent / 100)
        return max(self.floor_chance, _as_chance(self.floor_chance + rest * weight / self.mean_weight))


def _as_chance(value: float) -> float:
    return round(min(max(value, SMALLEST_CHANCE), 1.0), DECIMALS)


def lot_of(seed: str, code: str, n: int) -> float:
    """Return the lot of a case, from 0 to below 1. `code` is its published code, `n` how often it was called done."""
    digest = hashlib.sha256(f"{seed}\n{code}\n{n}".encode()).hexdigest()
    return float(int(digest[:LOT_DIGITS], 16)) / float(16**LOT_DIGITS)


def code_of(key: bytes, case_id: int, number: int) -> str:
    """Return the published code of a case in the draw: 16 hexadecimal digits that nobody without the key can foresee.

    Otherwise a unit could compute, from the public seed, which of its cases will be looked at.
    """
    return hmac.new(key, f"{case_id}\n{number}".encode(), hashlib.sha256).hexdigest()[:16]


def key_digest_of(key: bytes) -> str:
    """Return the SHA-256 of a key, in hexadecimal digits: published before the seed, it shows that the key stayed."""
    return hashlib.sha256(key).hexdigest()


@dataclass(frozen=True, slots=True)
class LearnedVisit:
    """One visit from which the weights are learned."""

    unit_id: int | None
    topic_id: int | None
    chance: float
    is_false: bool


def learned_weights(visits: Iterable[LearnedVisit], marks: Mapping[str, float] | None = None) -> RiskWeights:
    """Return weights learned from visits: of each topic and unit, its share of false closures relative to the city's.

    Shares are Hájek estimates. Each is steadied by STEADYING visits with the city's own share, counted in effective
    visits, so that a topic with few visits keeps a weight near 1. Weights of marks are the given ones.
    """
    rows = list(visits)
    city = estimate(SampledVisit(row.chance, row.is_false) for row in rows)
    false, effective = (city.share or 0.0) * city.effective_n, city.effective_n
    base = (false + STEADYING * BASE_SHARE) / (effective + STEADYING)
    by_topic: dict[str, list[SampledVisit]] = {}
    by_unit: dict[str, list[SampledVisit]] = {}
    for row in rows:
        for groups, key in ((by_topic, row.topic_id), (by_unit, row.unit_id)):
            if key is not None:
                groups.setdefault(str(key), []).append(SampledVisit(row.chance, row.is_false))
    return RiskWeights(
        base=round(base, 4),
        visits=len(rows),
        topics={key: _relative(group, base) for key, group in sorted(by_topic.items())},
        units={key: _relative(group, base) for key, group in sorted(by_unit.items())},
        marks=dict(marks or MARKS),
    )


def _relative(visits: list[SampledVisit], base: float) -> float:
    found = estimate(visits)
    share = ((found.share or 0.0) * found.effective_n + STEADYING * base) / (found.effective_n + STEADYING)
    return round(min(max(share / base, LEAST_WEIGHT), MOST_WEIGHT), 4)


def weights_from(values: Mapping[str, object]) -> RiskWeights:
    """Return the weights that a plan keeps as JSON values."""
    numbers = {name: values.get(name) for name in ("topics", "units", "marks")}
    tables = {
        name: {str(key): float(part) for key, part in table.items()} if isinstance(table, dict) else {}
        for name, table in numbers.items()
    }
    base, visits = values.get("base"), values.get("visits")
    return RiskWeights(
        base=float(base) if isinstance(base, int | float) else BASE_SHARE,
        visits=visits if isinstance(visits, int) else 0,
        **tables,
    )
