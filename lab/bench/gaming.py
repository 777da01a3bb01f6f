"""How often the tests of gaming flag honest units, and find planted gaming, in simulated cities whose truth is known.

Honest: cities of 40 units with 300 to 900 closures a month. Units differ: in how fast they are, in how they work (at
once, in sittings, by whole days), and in each share more than chance explains. The tests are the product's own pure
functions. Planted, in four of the 40 units each: 15 % of the closures moved to just before due; 10 % of the answers
copied from one another; 5 % of the reports filed by staff; and one account that closes 25 cases in two minutes.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from lab.bench.scores import DUE, HEAPED, HONEST, JUST_BEFORE, WHOLE
from peygir.outlook.scoring.gaming import copied, heaped, merged, own_verdicts, photos, retouched, series, staff_reports
from peygir.outlook.scoring.gaming.deciding import flags_raised
from peygir.outlook.scoring.gaming.peers import FEWEST, tested_shares
from peygir.outlook.scoring.gaming.results import RATE, GamingResult, Row
from peygir.outlook.scoring.gaming.words import GamingKind

CITIES: Final = 200
TEXT_CITIES: Final = 20
"""Answers are written and compared in so many of the cities."""
PLANTED_CITIES: Final = 20
UNITS: Final = 40
GAMING: Final = 4
FEWEST_CLOSURES: Final = 300
MOST_CLOSURES: Final = 900
COPIES: Final = 0.10
FILED: Final = 0.05
SERIES: Final = 25
GOAL: Final = 0.90
# What honest units do, on average, and how much they differ: the correlation of two cases of one unit.
HABITS: Final[dict[GamingKind, tuple[float, float, float]]] = {
    GamingKind.RETOUCHED: (0.01, 0.004, retouched.ORDINARY),
    GamingKind.PAUSED: (0.04, 0.01, 0.03),
    GamingKind.DECLINED: (0.10, 0.02, 0.03),
    GamingKind.OWN_VERDICTS: (0.005, 0.004, own_verdicts.ORDINARY),
    GamingKind.STAFF_REPORTS: (0.004, 0.003, staff_reports.ORDINARY),
    GamingKind.PHOTOS: (0.008, 0.004, photos.ORDINARY),
    GamingKind.MERGED: (0.006, 0.004, merged.ORDINARY),
    GamingKind.MOVED_OUT: (0.067, 0.01, 0.08),
}
REPEATED: Final = (0.03, 0.004)
"""The share of honest answers that repeat one of the unit's own, and how much units differ."""
Results = dict[GamingKind, dict[int, GamingResult]]
_STEMS: Final = ("چاله", "آسفالت", "جدول", "پیاده", "درخت", "چراغ", "کانال", "نخاله", "تابلو", "پل")
_ENDS: Final = ("", "سازی", "گذاری", "برداری", "روبی", "کاری", "بندی", "شویی", "چینی", "کنی", "ریزی")
_WORDS: Final = [f"{stem}{end}" for stem in _STEMS for end in _ENDS]
Sizes = npt.NDArray[np.int64]


def measured() -> dict[str, float]:
    """Simulate, and return every figure: shares of unit-months flagged by each test, and of planted ones found."""
    figures = _honest()
    return figures | _planted()


def is_good(figures: dict[str, float]) -> bool:
    """Whether every test keeps its rate on honest units, and planted gaming is found."""
    return all(value <= RATE for name, value in figures.items() if name.startswith("honest_")) and all(
        value >= GOAL for name, value in figures.items() if name.startswith("found_")
    )


def _honest() -> dict[str, float]:
    flagged = dict.fromkeys(GamingKind, 0)
    tested = dict.fromkeys(GamingKind, 0)
    raised = 0
    for number in range(CITIES):
        results = honest_city(np.random.default_rng([137, 4, number]), with_texts=number < TEXT_CITIES)
        for kind, by_unit in results.items():
            tested[kind] += len(by_unit)
            flagged[kind] += sum(result.p_value <= RATE for result in by_unit.values())
        raised += len(flags_raised(results, {}))
    figures = {f"honest_{kind}": flagged[kind] / tested[kind] for kind in GamingKind}
    return figures | {"flags_per_honest_city": raised / CITIES}


def _planted() -> dict[str, float]:
    kinds = (GamingKind.HEAPED, GamingKind.COPIED, GamingKind.STAFF_REPORTS, GamingKind.SERIES)
    alone = dict.fromkeys(kinds, 0)
    together = dict.fromkeys(kinds, 0)
    for number in range(PLANTED_CITIES):
        results = honest_city(np.random.default_rng([137, 5, number]), with_texts=True, is_gamed=True)
        flags = {(flag.kind, flag.unit_id) for flag in flags_raised(results, {})}
        for place, kind in enumerate(kinds):
            for unit in gaming_units(place):
                alone[kind] += results[kind][unit].p_value <= RATE
                together[kind] += (kind, unit) in flags
    total = PLANTED_CITIES * GAMING
    return {f"alone_{kind}": alone[kind] / total for kind in kinds} | {
        f"found_{kind}": together[kind] / total for kind in kinds
    }


def gaming_units(place: int) -> range:
    """The units of a city that game in the n-th way."""
    return range(place * GAMING, (place + 1) * GAMING)


def honest_city(rng: np.random.Generator, *, with_texts: bool, is_gamed: bool = False) -> Results:
    """The results of all tests in one simulated month; `is_gamed`: with what four units of each kind do."""
    sizes = rng.integers(FEWEST_CLOSURES, MOST_CLOSURES, UNITS)
    results: Results = {
        GamingKind.HEAPED: heaped.judge(_closures(rng, sizes, gaming_units(0) if is_gamed else ())),
        GamingKind.SERIES: series.judge(_moments(rng, sizes, gaming_units(3) if is_gamed else ())),
    }
    if with_texts:
        results[GamingKind.COPIED] = copied.judge(_answers(rng, sizes, gaming_units(1) if is_gamed else ()))
    for kind, (mean, spread, ordinary) in HABITS.items():
        totals = rng.integers(FEWEST, 80, UNITS) if kind == GamingKind.MOVED_OUT else sizes
        hits = rng.binomial(totals, _shares(rng, mean, spread))
        if is_gamed and kind == GamingKind.STAFF_REPORTS:
            for unit in gaming_units(2):
                hits[unit] += round(FILED * totals[unit])
        counts = {unit: (int(hits[unit]), int(totals[unit])) for unit in range(UNITS)}
        shares = tested_shares(counts, ordinary=ordinary)
        results[kind] = {unit: GamingResult(p_value) for unit, (p_value, _peers) in shares.items()}
    return results


def _shares(rng: np.random.Generator, mean: float, spread: float) -> npt.NDArray[np.float64]:
    weight = 1 / spread - 1
    return rng.beta(mean * weight, (1 - mean) * weight, UNITS)


def _closures(rng: np.random.Generator, sizes: Sizes, gaming: Sequence[int]) -> list[Row]:
    """Days from due to closure; each unit works after one of the shapes of `scores`."""
    rows: list[Row] = []
    for unit, size in enumerate(sizes):
        name = list(HONEST)[int(rng.integers(len(HONEST)))]
        days = HONEST[name](rng, size)
        if unit in gaming:
            late = np.flatnonzero(days > DUE)
            moved = rng.choice(late, min(round(HEAPED * size), len(late)), replace=False)
            days[moved] = DUE if name in WHOLE else DUE - rng.uniform(0, JUST_BEFORE, len(moved))
        rows += [(unit, case, float(day)) for case, day in enumerate(days - DUE)]
    return rows


def _moments(rng: np.random.Generator, sizes: Sizes, gaming: Sequence[int]) -> list[Row]:
    """Moments of closures: four accounts of a unit, each with its own pace, in sittings of several closures."""
    rows: list[Row] = []
    for unit, size in enumerate(sizes):
        for account in range(4):
            own = size // 4
            sittings = max(1, own // 5)
            starts = np.sort(rng.uniform(0, 26 * 8 * 3600, sittings))
            pace, shape = rng.uniform(60, 300), rng.uniform(1, 4)
            moments = np.concatenate([start + np.cumsum(rng.gamma(shape, pace / shape, 5)) for start in starts])
            if unit in gaming and account == 0:
                moments[:SERIES] = moments[SERIES + 5] + 4000 + np.sort(rng.uniform(0, 120, SERIES))
            rows += [(unit, case, f"staff:{account}", float(at)) for case, at in enumerate(moments)]
    return rows


def _answers(rng: np.random.Generator, sizes: Sizes, gaming: Sequence[int]) -> list[Row]:
    """Answers of twelve words; some repeat an earlier one of the unit, with another number in them."""
    rows: list[Row] = []
    habits = _shares(rng, *REPEATED)
    for unit, size in enumerate(sizes):
        drawn = rng.integers(len(_WORDS), size=(size, 12))
        texts = [" ".join(_WORDS[word] for word in words) for words in drawn]
        share = habits[unit] + (COPIES if unit in gaming else 0)
        for case in np.flatnonzero(rng.random(size) < share):
            texts[case] = texts[int(rng.integers(max(1, int(case))))]
        rows += [(unit, case, f"{text} {rng.integers(99)}") for case, text in enumerate(texts)]
    return rows
