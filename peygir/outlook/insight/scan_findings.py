"""Scans the neighbourhoods for a group of topics of which more is reported in one part of the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from peygir.outlook.insight.findings import AlarmFinding, ExaminedCounts, ScannedCell, SeriesWeek
from peygir.outlook.insight.methods.ears import LAG
from peygir.outlook.insight.methods.expected_counts import LEAST
from peygir.outlook.insight.methods.hot_spots import gi_star
from peygir.outlook.insight.methods.quasi_poisson import Numbers, Places
from peygir.outlook.insight.methods.recent_counts import FEWEST as FEWEST_WEEKS
from peygir.outlook.insight.methods.space_time_scan import ScanCluster, nearest_cells, space_time_scan
from peygir.outlook.insight.methods.weekly_alarms import CAUTION, FEWEST
from peygir.outlook.insight.weekly_findings import SHOWN_WEEKS, expected_of
from peygir.outlook.insight.weeks import WEEK
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmOpinion

NEIGHBOURS: Final = 15
DURATION: Final = 4
DRAWS: Final = 999
FIRST_DRAWS: Final = 99
AGREEING_DRAWS: Final = 199
"""Draws of the conditional scan, whose p-value is only compared with AGREES."""
PLAINLY_CHANCE: Final = 0.1
"""Where the highest window of a group has a larger probability than this by FIRST_DRAWS, no more are drawn."""
BASELINE_WEEKS: Final = 52
CLUSTERS: Final = 3
"""So many parts of the city are looked at for a group of topics in one week."""
NEIGHBOURHOOD: Final = 6
HOT: Final = 2.58
"""The z-score from which Gᵢ* agrees."""
AGREES: Final = 0.05
"""The p-value of the conditional scan up to which it agrees: a rise everywhere is no cluster."""


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """The weekly counts of a group of topics: a row for each week, oldest first, and a column for each cell."""

    group_code: str
    counts: Places


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the last DURATION weeks let expect in each cell, by how much counts vary more than a Poisson's, and whence.

    Counts and baselines that are both divided by `dispersion` vary about as a Poisson's do.
    """

    baselines: Numbers
    dispersion: float
    baseline: AlarmBaseline


def scan_findings(groups: Sequence[GroupCounts], cells: Sequence[ScannedCell], week: date) -> ExaminedCounts:
    """Return the clusters of every group of topics that both scans see; `week`: the first day of the last week.

    The p-value is the Gumbel tail of the expectation-based scan. A cluster counts only where the scan that is
    conditional on the number of all reports of each week agrees. Groups without a past, or with fewer than FEWEST
    reports in DURATION weeks, are only counted.
    """
    findings: list[AlarmFinding] = []
    quiet = 0
    if not cells:
        return ExaminedCounts((), 0)
    xs, ys = (np.array([getattr(cell, axis) for cell in cells], dtype=np.float64) for axis in ("lon", "lat"))
    nearest = nearest_cells(xs, ys, min(NEIGHBOURS, max(1, len(cells) // 2)), in_degrees=True)
    for group in groups:
        expected = _expected(group.counts) if group.counts[-DURATION:].sum() >= FEWEST else None
        own = _clusters(group, expected, nearest, cells, week) if expected is not None else []
        quiet += not own
        findings += own
    return ExaminedCounts(tuple(findings), quiet)


def _expected(counts: Places) -> _Expected | None:
    past = counts[: -(DURATION + LAG)][-BASELINE_WEEKS:].astype(np.float64)
    everywhere = counts.sum(axis=1)
    whole = expected_of(everywhere[:-DURATION], 1.0)
    if len(past) < FEWEST_WEEKS or not past.any() or whole is None:
        return None
    means = np.maximum(past.mean(axis=0), LEAST / len(past))
    # The season as the whole city's expectation has it, against the weeks that the means come from.
    level = np.array([_level(everywhere, ago, whole[0].mean) for ago in range(DURATION, 0, -1)]) / means.sum()
    usual = np.outer(past.sum(axis=1) / past.sum(axis=1).mean(), means)
    chi = float(((past - usual) ** 2 / np.maximum(usual, LEAST / len(past))).sum())
    freedom = max(1, (len(past) - 1) * (past.shape[1] - 1))
    dispersion = max(1.0, chi / freedom) * CAUTION * (1 + DURATION / len(past))
    return _Expected(level[:, None] * means, dispersion, whole[1])


def _level(everywhere: Places, ago: int, otherwise: float) -> float:
    """Return what the whole city lets expect in a week, by the years before; else `otherwise`, by the last half year.

    By the last half year it is that of the week before all that are scanned: a rise shall not raise its expectation.
    """
    expected = expected_of(everywhere[: len(everywhere) - ago], 1.0)
    return expected[0].mean if expected is not None and expected[1] == AlarmBaseline.YEARS else otherwise


def _clusters(
    group: GroupCounts, expected: _Expected, nearest: Places, cells: Sequence[ScannedCell], week: date
) -> list[AlarmFinding]:
    recent = group.counts[-DURATION:] / expected.dispersion
    baselines = expected.baselines / expected.dispersion
    clusters = _in_two_stages(recent, baselines, nearest)
    agreed = set(range(len(cells)))
    if clusters and clusters[0].tail <= AGREES:  # the others are no findings anyway
        # Each week's reports, shared out as they usually are: what rises everywhere is in them.
        shared = baselines * (recent.sum(axis=1) / baselines.sum(axis=1))[:, None]
        second = space_time_scan(
            recent, shared, nearest, max_duration=DURATION, draws=AGREEING_DRAWS, most=CLUSTERS, model="population"
        )
        agreed = {place for cluster in second if cluster.p_value <= AGREES for place in cluster.cells}
    return [
        _finding(group, expected, cluster, nearest, cells, week)
        for cluster in clusters
        if agreed & set(cluster.cells) and group.counts[-cluster.duration :, list(cluster.cells)].sum() >= FEWEST
    ]


def _in_two_stages(recent: Numbers, baselines: Numbers, nearest: Places) -> list[ScanCluster]:
    """Return the clusters by FIRST_DRAWS draws, or by DRAWS unless they are then plainly chance.

    As in J. Besag and P. Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991) 301–304: how large a large
    probability is needs few draws, and most groups are as usual in most weeks.
    """
    clusters: list[ScanCluster] = []
    for draws in (FIRST_DRAWS, DRAWS):
        clusters = space_time_scan(recent, baselines, nearest, max_duration=DURATION, draws=draws, most=CLUSTERS)
        if not clusters or clusters[0].tail > PLAINLY_CHANCE:
            break
    return clusters


def _finding(
    group: GroupCounts,
    expected: _Expected,
    cluster: ScanCluster,
    nearest: Places,
    cells: Sequence[ScannedCell],
    week: date,
) -> AlarmFinding:
    places, weeks = list(cluster.cells), len(group.counts)
    counts, means = group.counts[:, places].sum(axis=1), expected.baselines[:, places].sum(axis=1)
    series: list[SeriesWeek] = []
    for place in range(max(0, weeks - SHOWN_WEEKS), weeks):
        scanned = place - (weeks - DURATION)
        likely = round(float(means[scanned]), 2) if scanned >= 0 else None
        series.append(((week - (weeks - 1 - place) * WEEK).isoformat(), int(counts[place]), likely))
    return AlarmFinding(
        method=AlarmMethod.SCAN,
        topic_code="",
        group_code=group.group_code,
        district_code="",
        neighbourhood_codes=tuple(cells[place].code for place in places),
        weeks=cluster.duration,
        observed=int(counts[-cluster.duration :].sum()),
        expected=float(means[-cluster.duration :].sum()),
        p_value=cluster.tail,
        baseline=expected.baseline,
        opinions=(
            AlarmOpinion.POPULATION,
            *((AlarmOpinion.HOT,) if _is_hot(group, expected, cluster, nearest) else ()),
        ),
        series=tuple(series),
    )


def _is_hot(group: GroupCounts, expected: _Expected, cluster: ScanCluster, nearest: Places) -> bool:
    """Whether Gᵢ* of the standardised excess is high in a cell of the cluster, with its NEIGHBOURHOOD nearest cells."""
    observed = group.counts[-cluster.duration :].sum(axis=0)
    means = expected.baselines[-cluster.duration :].sum(axis=0)
    weights = np.zeros((len(nearest), len(nearest)))
    np.put_along_axis(weights, nearest[:, :NEIGHBOURHOOD], 1.0, axis=1)
    scores = gi_star((observed - means) / np.sqrt(means), weights)
    return bool(scores[list(cluster.cells)].max() >= HOT)
