"""The effect of a measure against areas where nothing was done: synthetic control, and before and after.

The error comes from those areas: how far they part from each other, or from their own synthetic twins, when nothing
was done there either.
Source of the placebos: A. Abadie, A. Diamond and J. Hainmueller, JASA 105 (2010) 493–505.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.methods.synthetic_control import placebo_test, synthetic_unit, without_each_donor

Numbers = npt.NDArray[np.float64]
FEWEST_OTHERS: Final = 4
SEASON: Final = 12


class TooFewOthers(Exception):
    """Too few areas to compare with have numbers before the work."""


@dataclass(frozen=True, slots=True)
class ComparedEffect:
    """The logarithm of the ratio of what happened to what was expected, its standard error and degrees of freedom.

    `expected` is the amount of each month without the measure (NaN where there is none). `rank` of `of`: the place of
    the area among all of them by how far it parted, as a placebo test; `p_value` is their ratio. `without_one`: the
    lowest and highest logarithm of the ratio when each of the areas it rests on is left out.
    """

    log_ratio: float
    error: float
    freedom: int
    expected: Numbers
    others: int
    rank: int = 0
    of: int = 0
    p_value: float | None = None
    without_one: tuple[float, float] | None = None


def synthetic_effect(amounts: Numbers, exposures: Numbers, *, before: int) -> ComparedEffect:
    """Return the effect on the area in the first column against a weighted mean of the others.

    Rows are months, `before` of them before the work. Each area is measured in its own mean before, so that large and
    small ones can be compared. Every other area is treated in turn as if it were the first (placebo); the spread of
    their ratios, less what their counts vary by, with what the first one's counts vary by, is the squared error. Raises
    TooFewOthers.
    """
    means = amounts[:before].sum(axis=0) / np.maximum(exposures[:before].sum(axis=0), 1e-9)
    kept = [0, *(place for place in range(1, amounts.shape[1]) if means[place] > 0)]
    if len(kept) <= FEWEST_OTHERS or not means[0] > 0:
        raise TooFewOthers
    outcomes = amounts[:, kept] / np.maximum(exposures[:, kept], 1e-9) / means[kept]
    spans = exposures[:, kept] * means[kept]
    none = np.zeros((0, len(kept)))
    twin = synthetic_unit(outcomes, none, treated=0, before=before)
    placebo = placebo_test(outcomes, none, twin, treated=0, before=before)
    own = _log_gap(outcomes[:, 0], twin.synthetic, spans[:, 0], before)
    gaps = np.array(
        [
            _log_gap(outcomes[:, donor], unit.synthetic, spans[:, donor], before)
            for donor, unit in zip(twin.donors, placebo.units, strict=True)
        ]
    )
    noise = _noise(amounts[:, kept], before)
    others = len(twin.donors)
    left_out = [
        _log_gap(outcomes[:, 0], unit.synthetic, spans[:, 0], before)
        for unit in without_each_donor(outcomes, none, twin, treated=0, before=before).values()
    ]
    return ComparedEffect(
        log_ratio=own,
        error=math.sqrt(_spread(gaps, noise[1:]) + float(noise[0])),
        freedom=others - 1,
        expected=np.asarray(twin.synthetic * spans[:, 0]),
        others=others,
        rank=placebo.rank,
        of=placebo.of,
        p_value=placebo.p_value,
        without_one=(min(left_out), max(left_out)) if left_out else None,
    )


def before_after_effect(amounts: Numbers, exposures: Numbers, months: Numbers, *, before: int) -> ComparedEffect:
    """Return the effect on the area in the first column: its change from the same months before, less the others'.

    `months` are the numbers 1 to 12 of the months of the rows. What is expected of a month after is the mean rate of
    the same month before, so that no season is taken for an effect. The others' changes are taken together by their
    mean; their spread gives the error. Raises TooFewOthers, also if a month has none like it before.
    """
    expected = np.full(amounts.shape, np.nan)
    for row in range(before, len(amounts)):
        like = [earlier for earlier in range(before) if months[earlier] == months[row]]
        if like:
            rates = amounts[like].sum(axis=0) / np.maximum(exposures[like].sum(axis=0), 1e-9)
            expected[row] = rates * exposures[row]
    is_known = np.zeros(len(amounts), dtype=bool)
    is_known[before:] = np.isfinite(expected[before:, 0])
    if not is_known.any():
        raise TooFewOthers
    came, foreseen = amounts[is_known].sum(axis=0), expected[is_known].sum(axis=0)
    kept = [place for place in range(1, amounts.shape[1]) if foreseen[place] > 0 and came[place] > 0]
    if len(kept) < FEWEST_OTHERS or not foreseen[0] > 0:
        raise TooFewOthers
    changes = np.log(came[kept] / foreseen[kept])
    noise = _noise(amounts, before)
    spread = _spread(changes, noise[kept])
    common = float(changes.mean())
    own = math.log(max(float(came[0]), 0.5) / float(foreseen[0]))
    every = len(changes)
    return ComparedEffect(
        log_ratio=own - common,
        error=math.sqrt(spread + float(noise[0]) + float(changes.var(ddof=1)) / every),
        freedom=every - 1,
        expected=np.asarray(expected[:, 0] * math.exp(common)),
        others=every,
        rank=1 + int((np.abs(changes - common) >= abs(own - common)).sum()),
        of=every + 1,
        p_value=(1 + int((np.abs(changes - common) >= abs(own - common)).sum())) / (every + 1),
    )


def _log_gap(outcome: Numbers, synthetic: Numbers, spans: Numbers, before: int) -> float:
    """The logarithm of what came after over what the twin had."""
    came = float((outcome[before:] * spans[before:]).sum())
    foreseen = float((synthetic[before:] * spans[before:]).sum())
    return math.log(max(came, 0.5) / max(foreseen, 0.5))


def _noise(amounts: Numbers, before: int) -> Numbers:
    """The variance of the logarithm of a ratio of counts, of each area."""
    return np.asarray(1 / (amounts[:before].sum(axis=0) + 0.5) + 1 / (amounts[before:].sum(axis=0) + 0.5))


def _spread(ratios: Numbers, noise: Numbers) -> float:
    """The variance of the ratios of areas, less what their counts vary by."""
    return max(0.0, float(ratios.var(ddof=1) + ratios.mean() ** 2 / len(ratios)) - float(noise.mean()))
