"""The comparison of all units in a month: expectations, standings, and the text of them that is recorded."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peygir.outlook.scoring.fairness.expectation import ExpectedFailures, MixModel, expected_of_units
from peygir.outlook.scoring.fairness.outcomes import COMPARED, MonthCells, totals
from peygir.outlook.scoring.fairness.peers import groups_of
from peygir.outlook.scoring.fairness.ranking import standings_in
from peygir.outlook.scoring.fairness.standing import Standing
from peygir.outlook.scoring.fairness.whole_marks import ShareShift, shift_of, standings_of_marks
from peygir.outlook.scoring.marking import Marking, MarkResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """The standings of a version of a month, the models by indicator, and the text of both."""

    standings: Sequence[Standing]
    models: Mapping[str, MixModel]

    @property
    def text(self) -> str:
        """The models, then the standings in order of units and indicators."""
        return text_of(self.coefficients, self.standings)

    @property
    def coefficients(self) -> dict[str, dict[str, str]]:
        """The coefficients of each model as they are stored."""
        return {indicator: coefficients_of(model) for indicator, model in sorted(self.models.items())}

    @property
    def digest(self) -> str:
        """The SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def compared(
    month: MonthCells,
    earlier: Sequence[MonthCells],
    marking: Marking,
    units: Sequence[MarkResult],
    kinds: Mapping[int, str],
) -> Comparison:
    """Return the comparison of units with marks by one scheme; `kinds` are those of the units.

    `earlier` are the months from which the models are made, any order.
    """
    results = {result.unit_id: result for result in units}
    volumes = marking.content.volumes
    groups = groups_of({unit_id: result.cases for unit_id, result in results.items()}, kinds, volumes)
    before = sorted(earlier, key=lambda one: one.first_on)
    models: dict[str, MixModel] = {}
    standings: list[Standing] = []
    shifts: dict[int, dict[str, ShareShift]] = {}
    for indicator in COMPARED:
        if indicator not in marking.parts or indicator not in month.cells:
            continue
        expected, model = expected_of_units(month, before, indicator)
        if model is not None:
            models[indicator] = model
        fewest = marking.parts[indicator].fewest
        standings += standings_in(indicator, expected, groups, fewest)
        _add_shifts(shifts, indicator, expected, month, fewest)
    standings += standings_of_marks(marking, results, shifts, groups)
    return Comparison(standings, models)


def _add_shifts(
    shifts: dict[int, dict[str, ShareShift]],
    indicator: str,
    expected: Mapping[int, ExpectedFailures],
    month: MonthCells,
    fewest: int,
) -> None:
    failed, n = totals(month.cells[indicator].values())
    for unit_id, found in expected.items():
        if found.n >= fewest:
            shifts.setdefault(unit_id, {})[indicator] = shift_of(found, failed, n)


def coefficients_of(model: MixModel) -> dict[str, str]:
    """The coefficients of a model as they are stored: "feature value" → a number as text; "" is the intercept."""
    named = {f"{name} {value}": effect for (name, value), effect in sorted(model.effects.items())}
    return {name: format(effect, ".6f") for name, effect in {"": model.intercept, **named}.items()}


def text_of(coefficients: Mapping[str, Mapping[str, str]], standings: Iterable[Standing]) -> str:
    """The text: each model, then each standing in order of units and indicators, whatever the order given."""
    ordered = sorted(standings, key=lambda one: (one.unit_id, one.indicator))
    lines = [model_line(indicator, own) for indicator, own in sorted(coefficients.items())]
    return "".join(f"{line}\n" for line in (*lines, *map(standing_line, ordered)))


def model_line(indicator: str, coefficients: Mapping[str, str]) -> str:
    """The line of a model."""
    return f"model,{indicator}," + ",".join(f"{name}={value}" for name, value in sorted(coefficients.items()))


def standing_line(standing: Standing) -> str:
    """The line of a standing."""
    numbers = (
        standing.observed,
        standing.expected,
        standing.spread,
        standing.ratio,
        standing.low,
        standing.high,
        standing.shrunk,
        standing.shrunk_low,
        standing.shrunk_high,
        standing.adjusted,
    )
    ranks = (standing.of, standing.rank, standing.rank_low, standing.rank_high, int(standing.is_among_first))
    cells = (
        standing.unit_id,
        standing.indicator,
        standing.peers,
        standing.band.value,
        standing.n,
        *map(_plain, numbers),
        standing.funnel,
    )
    return "standing," + ",".join("" if cell is None else str(cell) for cell in (*cells, *ranks))


def _plain(value: Decimal | None) -> str:
    """A number without needless zeros; zero has no sign."""
    return "" if value is None else format(value.normalize() + 0, "f")
