"""The tests of gaming as functions: what they flag, what they leave alone, and what becomes a flag."""

import numpy as np
import pytest
from scipy.stats import betabinom

from lab.bench import gaming as bench
from peygir.outlook.scoring.gaming import copied, declined, heaped, peers, series
from peygir.outlook.scoring.gaming.catalogue import TESTS
from peygir.outlook.scoring.gaming.deciding import flags_raised
from peygir.outlook.scoring.gaming.results import RATE, GamingResult
from peygir.outlook.scoring.gaming.words import GamingKind

LONG = "نشتی لولهٔ روبه‌روی مدرسه بسته شد و آسفالت آن ترمیم شد"


def test_every_kind_has_one_test() -> None:
    assert list(TESTS) == list(GamingKind)


def test_closures_heaped_before_due_are_found_with_their_cases() -> None:
    rng = np.random.default_rng(1)
    days = rng.exponential(6, 300) - 7
    honest = heaped.judge([(1, case, float(day)) for case, day in enumerate(days)])
    assert honest[1].p_value > RATE
    late = np.flatnonzero(days > 0)[:45]
    days[late] = -rng.uniform(0, 0.4, len(late))
    result = heaped.judge([(1, case, float(day)) for case, day in enumerate(days)])[1]
    assert result.p_value < 0.001
    assert result.figures["count"] > 2 * result.figures["expected"]
    assert len(set(result.cases) & set(late.tolist())) > 30
    assert result.figures["of"] == 300


def test_a_unit_with_few_closures_is_not_tested() -> None:
    assert heaped.judge([(1, case, -0.1) for case in range(39)]) == {}
    assert series.judge([(1, case, "staff:1", float(case)) for case in range(series.FEWEST - 1)]) == {}
    assert declined.judge([(1, case, True) for case in range(peers.FEWEST - 1)]) == {}


def test_a_series_is_found_beside_the_own_pace_of_the_account() -> None:
    rng = np.random.default_rng(2)
    times = [day * 86_400 + float(at) for day in range(20) for at in np.cumsum(rng.gamma(2, 100, 5))]
    calm = series.scanned([(at, case) for case, at in enumerate(times)])
    assert calm.p_value > RATE
    burst = [30 * 86_400 + 5.0 * number for number in range(20)]
    result = series.judge([(7, case, "staff:1", at) for case, at in enumerate(times + burst)])[7]
    assert result.p_value < 0.001
    assert result.cases == tuple(range(100, 120))
    assert (result.figures["count"], result.figures["minutes"]) == (20, 5)
    for gap in (3.0, 60.0):  # an account that always works so
        steady = series.scanned([(gap * number, number) for number in range(100)])
        assert steady.p_value > 0.5, gap


def test_the_scan_statistic_agrees_with_a_simulation() -> None:
    rng = np.random.default_rng(3)
    pace, desk_time, runs = 1 / 150, 14_400.0, 4000
    most = np.zeros(runs)
    for run in range(runs):
        times = np.sort(rng.uniform(0, desk_time, rng.poisson(pace * desk_time)))
        within = np.searchsorted(times, times + series.WINDOW, side="right") - np.arange(len(times))
        most[run] = within.max(initial=0)
    for count in (8, 9, 10):
        simulated = float((most >= count).mean())
        assert series.scan_p_value(count, pace=pace, desk_time=desk_time) == pytest.approx(simulated, abs=0.02)


def test_copies_are_told_from_templates_short_answers_and_other_texts() -> None:
    other = "شاخهٔ شکستهٔ چنار جلوی داروخانه بریده و پیاده‌رو جارو شد"
    offered = "با سپاس از گزارش شما، این مورد در برنامهٔ هفتهٔ آینده است"
    answers = [
        (1, f"{LONG} ۱۲"),
        (2, f"{LONG}. ۴۷"),
        (3, other),
        (4, "انجام شد"),
        (5, "انجام شد"),
        (6, offered),
        (7, offered.replace("هفته", "هفتهٔ")),
    ]
    assert copied.copies(answers, [offered]) == {1: False, 2: True, 3: False}
    rows = [(1, case, text) for case, text in answers] + [(None, None, offered)]
    assert copied.judge(rows) == {}  # three answers are too few


def test_signatures_agree_as_often_as_texts_share_shingles() -> None:
    once = copied.shingles(LONG * 3)
    two = copied.shingles(LONG * 2 + "چیز دیگری که هیچ ربطی به آن ندارد و بلند است")
    share = len(once & two) / len(once | two)
    first, second = (np.frombuffer(copied.signature(pieces), dtype=np.uint32) for pieces in (once, two))
    assert float((first == second).mean()) == pytest.approx(share, abs=0.25)
    assert copied.signature(once) == copied.signature(copied.shingles(LONG * 3))


def test_the_tail_is_that_of_the_beta_binomial_distribution() -> None:
    for hits, total, mean, spread in (
        (1, 20, 0.1, 0.01),
        (30, 300, 0.05, 0.02),
        (300, 300, 0.4, 0.2),
        (5, 40, 0.6, 0.1),
    ):
        weight = 1 / spread - 1
        known = betabinom.sf(hits - 1, total, mean * weight, (1 - mean) * weight)
        found = peers.upper_tail(hits, total, peers.PeerShare(mean, spread))
        assert found == pytest.approx(float(known), rel=1e-6, abs=1e-12)
    assert peers.upper_tail(0, 10, peers.PeerShare(0.1, 0.1)) == 1.0


def test_several_gaming_units_do_not_hide_one_another() -> None:
    rng = np.random.default_rng(4)
    counts = {unit: (int(rng.binomial(400, 0.03)), 400) for unit in range(40)}
    for unit in range(6):
        counts[unit] = (52, 400)
    tested = peers.tested_shares(counts, ordinary=0.03)
    assert all(tested[unit][0] < 0.001 for unit in range(6))
    assert all(tested[unit][0] > RATE for unit in range(6, 40))


def test_with_few_peers_the_ordinary_share_holds() -> None:
    rows = [(1, case, case < 10) for case in range(30)] + [(2, 100 + case, False) for case in range(30)]
    result = declined.judge(rows)
    assert result[1].p_value < 0.001
    assert result[1].figures == {"count": 10, "of": 30, "peers_share": declined.ORDINARY}
    assert result[1].cases == tuple(range(10))
    assert result[2].p_value == 1.0
    alone = declined.judge([(1, case, case < 2) for case in range(30)])
    assert alone[1].p_value > RATE


def test_a_flag_is_below_the_rate_and_a_discovery() -> None:
    results = {
        GamingKind.HEAPED: {unit: GamingResult(0.5) for unit in range(40)}
        | {1: GamingResult(1e-6), 2: GamingResult(0.009)},
        GamingKind.SERIES: {1: GamingResult(1e-5)},
    }
    flags = flags_raised(results, {})
    assert [(flag.kind, flag.unit_id) for flag in flags] == [(GamingKind.HEAPED, 1), (GamingKind.SERIES, 1)]
    assert flags[0].q_value == pytest.approx(41 * 1e-6)
    assert [flag.kind for flag in flags_raised(results, {GamingKind.SERIES: 1e-6})] == [GamingKind.HEAPED]
    assert flags_raised({}, {}) == []


def test_simulated_cities_are_judged_right() -> None:
    honest = [bench.honest_city(np.random.default_rng([9, seed]), with_texts=False) for seed in range(3)]
    p_values = [result.p_value for city in honest for by_unit in city.values() for result in by_unit.values()]
    assert np.mean(np.array(p_values) <= RATE) <= RATE
    gamed = bench.honest_city(np.random.default_rng([9, 10]), with_texts=True, is_gamed=True)
    flags = {(flag.kind, flag.unit_id) for flag in flags_raised(gamed, {})}
    for place, kind in enumerate((GamingKind.HEAPED, GamingKind.COPIED, GamingKind.STAFF_REPORTS)):
        assert sum((kind, unit) in flags for unit in bench.gaming_units(place)) >= bench.GAMING - 1
    assert len(flags) <= 20
