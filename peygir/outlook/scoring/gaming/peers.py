"""Compares the share of a unit with that of its peers, who differ from one another more than chance alone explains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from peygir.outlook.scoring.gaming.results import GamingResult, Row

Numbers = npt.NDArray[np.float64]
FEWEST: Final = 20
"""Cases of a unit below which its share is not tested."""
FEWEST_PEERS: Final = 8
"""Peers below which the ordinary share and spread that a test states take the place of theirs, where those are more."""
ORDINARY_SPREAD: Final = 0.02
"""The correlation within a unit where there are too few peers to estimate it."""
LEAST_SPREAD: Final = 0.005
CAUTION: Final = 1.5
"""The estimated spread of peers counts so many times: it is uncertain itself, and too small a one cries wolf."""
MEDIAN_OF_NORMAL: Final = 0.6745
"""The median distance of a normal variable from its mean, in standard deviations."""
OUTLIER: Final = 0.01
"""Peers whose own p-value is below this do not tell what is ordinary."""


@dataclass(frozen=True, slots=True)
class PeerShare:
    """What is ordinary among peers: the mean share, and the correlation of two cases of one unit (0: pure chance)."""

    mean: float
    spread: float


def judge_shares(rows: Sequence[Row], *, ordinary: float) -> dict[int, GamingResult]:
    """Test the share of hits of each unit against the other units.

    `rows`: unit id, case id, and whether the case is a hit. `ordinary`: a share below which nothing is suspicious;
    it is the least that peers are taken to have.
    """
    totals: dict[int, int] = {}
    hits: dict[int, list[int]] = {}
    for unit, case, is_hit in rows:
        totals[unit] = totals.get(unit, 0) + 1
        if is_hit:
            hits.setdefault(unit, []).append(case)
    counts = {unit: (len(hits.get(unit, ())), total) for unit, total in totals.items() if total >= FEWEST}
    return {
        unit: GamingResult(
            p_value,
            {"count": counts[unit][0], "of": counts[unit][1], "peers_share": round(peers.mean, 6)},
            tuple(dict.fromkeys(hits.get(unit, ()))),
        )
        for unit, (p_value, peers) in tested_shares(counts, ordinary=ordinary).items()
    }


def tested_shares(counts: Mapping[int, tuple[int, int]], *, ordinary: float) -> dict[int, tuple[float, PeerShare]]:
    """Return for each unit the p-value of its count and what is ordinary among the others.

    `counts`: hits and cases by unit. The p-value is the upper tail of the beta-binomial distribution with the mean and
    the spread of the others. Those that stand out do not count among them: several that do the same would hide one
    another. Which ones these are is told by the median of all shares and their median distance from it.
    """
    units = list(counts)
    middle = middle_share(list(counts.values()), ordinary=ordinary)
    ordinary_units = [unit for unit in units if upper_tail(*counts[unit], middle) > OUTLIER]
    return {unit: _tested(unit, ordinary_units, counts, ordinary) for unit in units}


def _tested(
    unit: int, others: Iterable[int], counts: Mapping[int, tuple[int, int]], ordinary: float
) -> tuple[float, PeerShare]:
    peers = peer_share([counts[other] for other in others if other != unit], ordinary=ordinary)
    return upper_tail(*counts[unit], peers), peers


def middle_share(counts: Sequence[tuple[int, int]], *, ordinary: float) -> PeerShare:
    """Estimate the mean and the spread of units (hits, cases) from medians, which a few that stand out do not move."""
    if len(counts) < FEWEST_PEERS:
        return PeerShare(max(ordinary, 1e-6), ORDINARY_SPREAD)
    k, n = _columns(counts)
    mean = min(max(float(np.median(k / n)), ordinary), 1 - 1e-6)
    distances = np.abs(k - n * np.median(k / n)) / np.sqrt(n * mean * (1 - mean))
    dispersion = (float(np.median(distances)) / MEDIAN_OF_NORMAL) ** 2
    return PeerShare(mean, _spread((dispersion - 1) / float((n - 1).mean())))


def peer_share(counts: Sequence[tuple[int, int]], *, ordinary: float) -> PeerShare:
    """Estimate the mean share and the spread of units (hits, cases) by moments.

    With X² = Σ (k − n μ)² / (n μ (1 − μ)) of m units, the spread is (X² · m / (m − 1) − m) / Σ (n − 1); see J. C.
    Kleinman, J. American Statistical Association 68 (1973) 46–54, for estimators of this kind.
    """
    k, n = _columns(counts)
    share = float(k.sum() / n.sum()) if len(counts) else 0.0
    mean = min(max(share, ordinary), 1 - 1e-6)
    units = len(counts)
    if units < FEWEST_PEERS:
        return PeerShare(mean, ORDINARY_SPREAD)
    squares = float((((k - n * share) ** 2) / (n * mean * (1 - mean))).sum())
    return PeerShare(mean, _spread((squares * units / (units - 1) - units) / float((n - 1).sum())))


def _columns(counts: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    table = np.array(counts, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _spread(estimated: float) -> float:
    return min(max(CAUTION * estimated, LEAST_SPREAD), 0.9)


def upper_tail(hits: int, total: int, peers: PeerShare) -> float:
    """The chance of at least so many hits among so many cases, by the beta-binomial distribution."""
    if hits <= 0:
        return 1.0
    weight = 1 / peers.spread - 1
    a, b = peers.mean * weight, (1 - peers.mean) * weight
    k = np.arange(hits, total + 1, dtype=np.float64)
    logs = _log_choose(total, k) + _log_beta(k + a, total - k + b) - _log_beta(np.array([a]), np.array([b]))
    return min(1.0, float(np.exp(logsumexp(logs))))


def _log_choose(total: int, k: Numbers) -> Numbers:
    values: Numbers = gammaln(total + 1.0) - gammaln(k + 1) - gammaln(total - k + 1)
    return values


def _log_beta(a: Numbers, b: Numbers) -> Numbers:
    values: Numbers = gammaln(a) + gammaln(b) - gammaln(a + b)
    return values
