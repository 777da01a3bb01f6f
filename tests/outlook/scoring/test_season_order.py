"""The order of a season by formula: means of marks, sets of ranks, and who has too little to say."""

import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from peygir.outlook.scoring.ranking.order_text import digest_of_order, order_text
from peygir.outlook.scoring.ranking.ordering import Months, category_order, season_order
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from tests.juries import DISTRICT, FIRST_DAYS, TOGETHER, failures_of, few_of, mark_of, season_terms

KINDS = {1: "district", 2: "district", 3: "district", 4: "organisation", 5: "deputy"}


def by_unit(standings: list[SeasonStanding]) -> dict[int, SeasonStanding]:
    """The standings by unit."""
    return {one.unit_id: one for one in standings}


def test_units_far_apart_have_places_and_near_ones_share_them() -> None:
    months: Months = {day: [mark_of(1, "18"), mark_of(2, "12.1"), mark_of(3, "12.0", half="1.5")] for day in FIRST_DAYS}
    standings = by_unit(category_order(DISTRICT, months, KINDS, 3))
    assert (standings[1].place, standings[1].rank_low, standings[1].rank_high) == (1, 1, 1)
    assert [(standings[unit].rank_low, standings[unit].rank_high, standings[unit].place) for unit in (2, 3)] == [
        (2, 3, None)
    ] * 2
    assert (standings[1].value, standings[1].months, standings[1].n) == (Decimal("18.0000"), 3, 150)
    assert all(one.is_among_first for one in standings.values()), "three are all among the first three"


def test_the_error_of_the_mean_is_that_of_its_months() -> None:
    """Three months with an interval of ±1.2 each: ±1.2 / √3."""
    months: Months = {day: [mark_of(1, "15", half="1.2"), mark_of(2, "11", half="1.2")] for day in FIRST_DAYS}
    one = by_unit(category_order(DISTRICT, months, KINDS, 3))[1]
    assert (one.low, one.high) == (Decimal("14.3072"), Decimal("15.6928"))


def test_a_month_that_was_bad_for_all_moves_nobody() -> None:
    """Unit 3 has no mark in the month in which all marks were four points lower: it gains nothing by that."""
    one, two, three = FIRST_DAYS
    months: Months = {
        one: [mark_of(1, "16"), mark_of(2, "14"), mark_of(3, "15")],
        two: [mark_of(1, "12"), mark_of(2, "10"), few_of(3)],
        three: [mark_of(1, "16"), mark_of(2, "14"), mark_of(3, "15")],
    }
    standings = by_unit(category_order(DISTRICT, months, KINDS, 2))
    values = [standings[unit].value for unit in (1, 3, 2)]
    assert values == [Decimal("14.6667"), Decimal("13.6667"), Decimal("12.6667")]
    assert [standings[unit].rank for unit in (1, 3, 2)] == [1, 2, 3]


def test_too_few_months_are_no_rank() -> None:
    months: Months = {day: [mark_of(1, "16"), mark_of(2, "14"), few_of(3)] for day in FIRST_DAYS}
    months = {**months, FIRST_DAYS[0]: [mark_of(1, "16"), mark_of(2, "14"), mark_of(3, "20")]}
    *ranked, last = category_order(DISTRICT, months, KINDS, 2)
    assert [one.of for one in ranked] == [2, 2]
    assert (last.unit_id, last.months, last.value, last.rank, last.rank_low, last.of) == (3, 1, None, None, None, 0)
    assert not last.is_among_first


def test_a_unit_without_a_peer_has_no_rank() -> None:
    months: Months = {FIRST_DAYS[0]: [mark_of(1, "16")]}
    (one,) = category_order(DISTRICT, months, KINDS, 1)
    assert (one.value, one.rank, one.of) == (Decimal("16.0000"), None, 0)


def test_kinds_are_ranked_apart_and_together() -> None:
    months: Months = {FIRST_DAYS[0]: [mark_of(unit, str(10 + unit)) for unit in (1, 2, 4, 5)]}
    order = season_order(season_terms(), months, KINDS)
    assert [one.unit_id for one in order if one.category == TOGETHER.code] == [4, 2, 1], "deputies are not among them"
    assert [one.unit_id for one in order if one.category == DISTRICT.code] == [2, 1]


def test_a_value_is_the_same_in_every_category_and_its_interval_stays_within_the_marks() -> None:
    """Unit 2 lacks a month whose level is that of all units, those of other kinds too."""
    one, two, _three = FIRST_DAYS
    months: Months = {
        one: [mark_of(1, "19.8", half="2"), mark_of(2, "15"), mark_of(4, "10")],
        two: [mark_of(1, "19.8", half="2"), few_of(2), mark_of(4, "2")],
    }
    order = season_order(season_terms(), months, KINDS)
    assert len({one.value for one in order if one.unit_id == 2}) == 1
    assert {(one.value, one.high) for one in order if one.unit_id == 1} == {(Decimal("19.8000"), Decimal("20.0000"))}


def test_an_indicator_ranks_by_failures_against_the_expected_ones() -> None:
    months: Months = {
        day: [failures_of(1, 10, "40", "4"), failures_of(2, 40, "40", "4"), mark_of(3, "20")] for day in FIRST_DAYS
    }
    standings = by_unit(category_order(replace(DISTRICT, measure="solved"), months, KINDS, 3))
    assert set(standings) == {1, 2}
    assert (standings[1].value, standings[2].value) == (Decimal("0.2500"), Decimal("1.0000"))
    assert (standings[1].place, standings[2].place) == (1, 2)
    assert standings[1].low is not None
    assert standings[1].high is not None
    assert standings[1].low < Decimal("0.25") < standings[1].high


def test_the_order_of_rows_changes_nothing() -> None:
    months = {day: [mark_of(unit, f"{12 + unit * 0.7:.2f}", half="1.1") for unit in (1, 2, 3, 4)] for day in FIRST_DAYS}
    texts = set()
    for seed in range(4):
        shuffle = random.Random(seed)
        mixed = {day: shuffle.sample(months[day], 4) for day in shuffle.sample(FIRST_DAYS, 3)}
        texts.add(order_text({"2026-03-21": "1 a"}, season_order(season_terms(), mixed, KINDS)))
    assert len(texts) == 1
    changed = season_order(season_terms(), {**months, FIRST_DAYS[0]: [mark_of(1, "3")]}, KINDS)
    assert digest_of_order({}, changed) != digest_of_order({}, season_order(season_terms(), months, KINDS))


@pytest.mark.slow
def test_the_sets_of_ranks_cover_the_true_ones() -> None:
    """Of 200 made-up seasons of eight units with known true marks, the sets hold all true ranks in at least 90 %."""
    draw, covered, widths = np.random.default_rng(137), 0, []
    kinds = dict.fromkeys(range(8), "district")
    for _season in range(200):
        truth = draw.normal(14, 1.5, 8)
        months = {
            day: [mark_of(unit, f"{draw.normal(truth[unit], 0.6):.4f}", half="1.176") for unit in range(8)]
            for day in FIRST_DAYS
        }
        found = by_unit(category_order(DISTRICT, months, kinds, 3))
        ranks = {unit: 1 + int((truth > truth[unit]).sum()) for unit in range(8)}
        sets = {unit: (one.rank_low or 0, one.rank_high or 0) for unit, one in found.items()}
        covered += all(sets[unit][0] <= ranks[unit] <= sets[unit][1] for unit in range(8))
        widths += [high - low for low, high in sets.values()]
    assert covered >= 180
    assert np.median(widths) < 7, "they do not cover by saying nothing"
