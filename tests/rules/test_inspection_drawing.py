"""The draw as pure functions: chances, lots, weights learned from visits, the order of a day, results and gains."""

import hashlib
from datetime import UTC, date, datetime
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from peygir.core.geometry import metres_between
from peygir.desks.inspection.drawing import (
    LEAST_WEIGHT,
    MARKS,
    MOST_WEIGHT,
    LearnedVisit,
    PlannedShares,
    RiskWeights,
    code_of,
    key_digest_of,
    learned_weights,
    lot_of,
    weights_from,
)
from peygir.desks.inspection.results import ENOUGH_TO_COMPARE, gain_of, result_of, results_by
from peygir.desks.inspection.scored import ScoredVisit, standing_finding
from peygir.desks.inspection.visit_order import SOON, VisitStop, in_visiting_order

TODAY = date(2026, 6, 1)
SHARES = st.builds(
    PlannedShares, st.integers(1, 5000), st.integers(20, 30), st.integers(1, 50_000), st.floats(0.25, 8.0)
)


def visit(
    finding: str = "fixed", *, unit: int = 1, chance: float = 0.2, is_floor: bool = True, **given: object
) -> ScoredVisit:
    marks = given.get("marks", ())
    assert isinstance(marks, tuple)
    return ScoredVisit(unit, 1, "c", marks, chance, is_floor, is_floor, finding, datetime(2026, 5, 1, tzinfo=UTC))


@given(SHARES, st.floats(LEAST_WEIGHT, MOST_WEIGHT))
def test_every_case_has_a_chance_above_zero_and_no_less_than_the_floor(shares: PlannedShares, weight: float) -> None:
    chance = shares.chance_of(weight)
    assert 0 < shares.floor_chance <= chance <= 1
    assert shares.chance_of(min(weight * 2, MOST_WEIGHT)) >= chance


def test_the_floor_is_its_share_of_the_visits_and_the_whole_is_what_was_planned() -> None:
    shares = PlannedShares(visits=400, floor_percent=25, expected_cases=4000, mean_weight=1.0)
    assert shares.floor_chance == 0.025
    assert shares.chance_of(1.0) == 0.1
    assert shares.chance_of(3.0) == 0.25


def test_the_lot_is_the_published_recipe() -> None:
    digest = hashlib.sha256(b"17 23 5\n0123456789abcdef\n2").hexdigest()
    assert lot_of("17 23 5", "0123456789abcdef", 2) == int(digest[:13], 16) / 16**13


@given(st.text(max_size=30), st.integers(1, 10**9), st.integers(1, 9))
def test_lots_lie_from_zero_to_below_one_and_differ_by_seed(seed: str, case_id: int, n: int) -> None:
    code = code_of(b"key", case_id, n)
    lot = lot_of(seed, code, n)
    assert 0 <= lot < 1
    assert lot != lot_of(f"{seed}x", code, n)
    assert code != code_of(b"other key", case_id, n)
    assert len(code) == 16


def test_lots_are_spread_evenly() -> None:
    lots = [lot_of("seed", code_of(b"key", number, 1), 1) for number in range(20_000)]
    for tenth in range(10):
        assert abs(sum(tenth / 10 <= lot < (tenth + 1) / 10 for lot in lots) - 2000) < 150


def test_a_key_is_published_by_its_digest_alone() -> None:
    assert key_digest_of(b"key") == hashlib.sha256(b"key").hexdigest()


@given(st.lists(st.builds(LearnedVisit, st.integers(1, 3), st.integers(1, 3), st.floats(0.05, 1), st.booleans())))
def test_learned_weights_stay_within_bounds_and_survive_their_storage(visits: list[LearnedVisit]) -> None:
    weights = learned_weights(visits)
    assert weights.visits == len(visits)
    for weight in (*weights.topics.values(), *weights.units.values()):
        assert LEAST_WEIGHT <= weight <= MOST_WEIGHT
    assert weights_from(weights.as_json()) == weights
    assert LEAST_WEIGHT <= weights.weight_of(unit_id=1, topic_id=None, marks=["urgent", "nothing"]) <= MOST_WEIGHT


def test_few_visits_move_a_weight_little_and_many_move_it_far() -> None:
    calm = [LearnedVisit(1, 1, 0.1, number % 20 == 0) for number in range(400)]
    few = learned_weights([*calm, *[LearnedVisit(2, 2, 0.1, True)] * 2])
    many = learned_weights([*calm, *[LearnedVisit(2, 2, 0.1, number % 4 == 0) for number in range(200)]])
    assert 1.0 < few.units["2"] < 2.5
    assert many.units["2"] > 1.5
    assert many.units["1"] < 1 < many.units["2"]
    assert learned_weights([]).marks == MARKS


def test_weights_multiply() -> None:
    weights = RiskWeights(units={"1": 2.0}, topics={"7": 1.5}, marks={"urgent": 1.2})
    assert weights.weight_of(unit_id=1, topic_id=7, marks=["urgent"]) == 3.6
    assert weights.weight_of(unit_id=9, topic_id=9, marks=[]) == 1.0


# ── the order of a day ──────────────────────────────────────────────────────────────────────────────────────────────


STOPS = st.lists(
    st.builds(
        lambda key, days, lat, lon: VisitStop(key, date(2026, 6, 1 + days), lat, lon),
        st.integers(1, 10**6),
        st.integers(0, 20),
        st.one_of(st.none(), st.floats(29.5, 29.8)),
        st.floats(52.4, 52.7),
    ),
    unique_by=lambda stop: stop.key,
    max_size=20,
)


@given(STOPS)
def test_each_stop_is_there_once_and_what_is_due_soon_comes_first(stops: list[VisitStop]) -> None:
    ordered = in_visiting_order(stops, today=TODAY)
    assert sorted(stop.key for stop in ordered) == sorted(stop.key for stop in stops)
    soon = [stop.due_on <= TODAY + SOON for stop in ordered]
    assert soon == sorted(soon, reverse=True)


def test_the_way_goes_to_the_nearest_next() -> None:
    row = [VisitStop(number, date(2026, 6, 20), 29.6, 52.50 + number / 100) for number in (3, 1, 2, 0)]
    ordered = in_visiting_order(row, today=TODAY, start=(29.6, 52.49))
    assert [stop.key for stop in ordered] == [0, 1, 2, 3]
    assert metres_between(29.6, 52.5, 29.6, 52.51) > 900


# ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_stands_as_the_finding() -> None:
    assert standing_finding("missed", None, None) == "missed"
    assert standing_finding("overtaken", None, None) == "not_fixed"
    assert standing_finding("visited", "not_fixed", None) == "not_fixed"
    assert standing_finding("visited", "not_fixed", "rejected") == "not_fixed"
    assert standing_finding("visited", "not_fixed", "upheld") == "fixed"


def test_a_result_counts_misses_leaves_out_the_unseen_and_tests_the_equal_part() -> None:
    findings = ["fixed"] * 20 + ["missed", "not_seen", "partly", "another_problem"]
    result = result_of([visit(one, is_floor=number % 2 == 0) for number, one in enumerate(findings)])
    assert (result.visits, result.told, result.missed, result.estimate.false) == (24, 23, 1, 1)
    assert result.tested == sum(number % 2 == 0 for number, one in enumerate(findings) if one != "not_seen")
    assert not result.has_interval, "fewer than sixty visits"
    assert result.zero_defect_bound is None
    assert result.test.verdict == "not_yet_known"
    assert result.visits_to_clean > 0


def test_a_unit_with_few_flawless_visits_shows_the_zero_defect_bound() -> None:
    result = result_of([visit() for _ in range(59)])
    assert not result.has_interval
    assert result.zero_defect_bound is not None
    assert isclose(result.zero_defect_bound, 1 - 0.05 ** (1 / 59))
    assert result.test.verdict == "clean"
    assert result_of([visit() for _ in range(60)]).has_interval


def test_groups_are_kept_apart() -> None:
    rows = [*[visit("not_fixed", unit=1)] * 3, *[visit(unit=2)] * 30]
    found = results_by(rows, lambda row: row.unit_id)
    assert (found[1].test.verdict, found[2].test.verdict) == ("look_closer", "clean")


def test_the_gain_is_said_only_with_visits_enough_and_only_beyond_doubt() -> None:
    equal = [visit("not_fixed" if number % 20 == 0 else "fixed", chance=0.05) for number in range(200)]
    few = [visit("not_fixed", chance=0.5, is_floor=False)] * (ENOUGH_TO_COMPARE - 1)
    assert gain_of([*equal, *few]).says_better is None
    many = [
        visit("not_fixed" if number % 3 == 0 else "fixed", chance=0.5, is_floor=False, marks=("urgent",))
        for number in range(150)
    ]
    gain = gain_of([*equal, *many])
    assert gain.says_better is True
    assert gain.equal.share is not None
    assert gain.simple.share is not None
    assert gain.ours.share is not None
    assert gain.equal.share < gain.simple.share, "the simple rule goes to the urgent ones too"
    same = [visit("not_fixed" if number % 20 == 0 else "fixed", chance=0.5, is_floor=False) for number in range(150)]
    assert gain_of([*equal, *same]).says_better is False
    assert gain_of([]).says_better is None
