"""Weak points: what got worse is found, and honest cities are left alone as often as is promised."""

import numpy as np

from peygir.outlook.scoring.fairness.expectation import MixModel, fitted, pooled
from peygir.outlook.scoring.fairness.outcomes import CaseMix, MonthCells
from peygir.outlook.scoring.fairness.weak_points import (
    MOST_CASES,
    GroupMonth,
    TopicGroup,
    groups_by_month,
    weak_points,
    worsening,
)
from peygir.outlook.scoring.marking import CountedRow
from tests.outlook.scoring.mixed_cities import MONTHS, month_cells


def models_of(earlier: list[MonthCells]) -> dict[str, MixModel]:
    """The model of the months before."""
    model = fitted(pooled(earlier, "solved"))
    assert model is not None
    return {"solved": model}


def test_a_topic_of_a_unit_that_got_worse_is_found_with_its_cases_and_months() -> None:
    draw = np.random.default_rng(6)
    earlier = [month_cells(draw, first_on) for first_on in MONTHS[:3]]
    month = month_cells(draw, MONTHS[3], factors={(4, "bins"): 6.0})
    rows = {"solved": {4: [CountedRow(9, 0, "", (0,)), CountedRow(8, 0, "", (1,))], 1: [CountedRow(7, 0, "", (0,))]}}
    mixes = {case_id: CaseMix("bins", "1", "phone", "N") for case_id in (7, 8, 9)}
    points = weak_points(month, earlier, models_of(earlier), rows, mixes)
    assert points[0].group == TopicGroup("solved", 4, "bins", "")
    assert points[0].case_ids == (9,), "of this unit, and failed"
    assert points[0].observed > 3 * points[0].expected
    assert [one.first_on for one in points[0].months] == list(MONTHS)
    assert {point.group.topic for point in points} == {"bins"}, "and with it only its district"
    place = [point for point in points if point.group.district]
    assert all(point.group.district == "1" and point.case_ids == (7, 9) for point in place)


def test_what_was_always_bad_did_not_get_worse() -> None:
    draw = np.random.default_rng(7)
    always = {(4, "bins"): 6.0}
    earlier = [month_cells(draw, first_on, factors=always) for first_on in MONTHS[:3]]
    month = month_cells(draw, MONTHS[3], factors=always)
    assert weak_points(month, earlier, models_of(earlier), {}, {}) == []


def test_honest_cities_have_a_weak_point_in_at_most_one_month_of_twenty() -> None:
    draw, months = np.random.default_rng(8), 150
    alarms = 0
    for _city in range(months):
        earlier = [month_cells(draw, first_on, each=30) for first_on in MONTHS[:3]]
        month = month_cells(draw, MONTHS[3], each=30)
        alarms += bool(weak_points(month, earlier, models_of(earlier), {}, {}))
    # At 5 % there are more than 14 of 150 in one of a hundred tries.
    assert alarms <= 14


def test_a_group_without_a_past_is_not_said_to_have_got_worse() -> None:
    month = GroupMonth(MONTHS[3], 30, 5.0, 40)
    assert worsening([month]) == (1.0, 5.0)
    p_value, expected = worsening([GroupMonth(MONTHS[2], 5, 5.0, 40), month])
    assert p_value < 0.001
    assert 4.9 < expected < 5.1


def test_a_long_past_does_not_make_the_test_sharper_than_months_differ() -> None:
    past = [GroupMonth(first_on, 2000, 2000.0, 4000) for first_on in MONTHS[:3]]
    p_value, _expected = worsening([*past, GroupMonth(MONTHS[3], 2200, 2000.0, 4000)])
    assert p_value > 0.05


def test_groups_are_by_unit_and_by_place_and_cases_are_limited() -> None:
    cells = {(CaseMix("bins", "1", "web", "N"), 4): (20, 30), (CaseMix("", "2", "web", "N"), 4): (20, 30)}
    earlier = MonthCells(MONTHS[2], "", {"solved": {(CaseMix("bins", "1", "web", "N"), 4): (1, 60)}})
    month = MonthCells(MONTHS[3], "", {"solved": cells})
    models = models_of([earlier])
    groups = groups_by_month([month, earlier], models)
    assert set(groups) == {TopicGroup("solved", 4, "bins", ""), TopicGroup("solved", 0, "bins", "1")}
    rows = {"solved": {4: [CountedRow(case_id, 0, "", (0,)) for case_id in range(1, 700)]}}
    mixes = {case_id: CaseMix("bins", "1", "web", "N") for case_id in range(1, 700)}
    found = weak_points(month, [earlier], models, rows, mixes)
    assert len(found[0].case_ids) == MOST_CASES
