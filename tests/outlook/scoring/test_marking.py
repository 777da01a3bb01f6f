"""From scores to a mark: combinations, missing parts, too little to say, rounding, intervals, people."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from peygir.outlook.scoring.marking import CountedRow, Marking, rounded
from peygir.outlook.scoring.measures import Measured
from peygir.outlook.scoring.people_marks import MarkOfUnit, PostInMonth, marks_of_people, mean_over_days
from peygir.outlook.scoring.rules import content_from, first_content
from tests.outlook.scoring.whole_marks import content, digest

SCORES = {"solved": Decimal("0.5"), "finished_in_time": Decimal("0.25"), "satisfaction": Decimal(1)}


def marking(**changes: Any) -> Marking:
    """Marks by a scheme of three parts, one of each group, with the usual weights of the groups."""
    values = content(**changes)
    values["parts"] = [part for part in values["parts"] if part["indicator"] in SCORES]
    return Marking(content_from(values), {})


def test_the_three_ways_to_combine() -> None:
    assert marking().combined(SCORES) == (Decimal("0.56") * Decimal("0.5") + Decimal("0.24") / 4 + Decimal("0.2")) * 20
    assert marking(combination="minimum").combined(SCORES) == 5
    geometric = float(marking(combination="geometric").combined(SCORES))
    assert geometric == pytest.approx(20 * 0.5**0.56 * 0.25**0.24, abs=1e-12)
    assert marking(combination="geometric").combined({**SCORES, "solved": Decimal(0)}) == 0


def rows(good: int, bad: int) -> list[CountedRow]:
    """Rows of a share."""
    return [CountedRow(n, 0, "some", (int(n < good),)) for n in range(good + bad)]


def test_a_missing_part_does_what_the_scheme_says() -> None:
    own = {"solved": rows(8, 2)}
    left_out = marking().mark(1, own)
    assert (left_out.state, left_out.mark) == ("marked", Decimal("20.00")), "0.8 is the target"
    zero = marking(missing="zero").mark(1, own)
    assert zero.mark == Decimal("11.20"), "56 of 100"
    of_city = Marking(
        marking(missing="of_city").content,
        {"finished_in_time": Measured(Decimal("0.95"), Decimal("0.9"), Decimal(1), 900)},
    ).mark(1, own)
    assert of_city.mark == Decimal("20.00")
    assert {part.part.indicator: part.state for part in of_city.parts}["finished_in_time"] == "too_few"


def of_city(value: str, own: list[CountedRow], fewest: int = 20, n: int = 900) -> Decimal | None:
    """The score of “solved” by a scheme in which missing parts take the value of the city."""
    values = content(missing="of_city")
    values["parts"] = [{**part, "fewest": fewest} for part in values["parts"] if part["indicator"] == "solved"]
    values["groups"] = {"accuracy": "1", "time": "0", "satisfaction": "0"}
    city = Measured(Decimal(value), Decimal(value), Decimal(value), n)
    return Marking(content_from(values), {"solved": city}).mark(1, {"solved": own}).parts[0].score


def test_nobody_hides_bad_figures_by_having_few_of_them() -> None:
    assert of_city("0.8", []) == 1, "without any rows it is the city's"
    assert of_city("0.8", rows(15, 4)) == 1, "0.79 of 19: the city's lies in its interval"
    nineteen, twenty = of_city("0.8", rows(0, 19)), of_city("0.8", rows(0, 20))
    assert nineteen == twenty == 0, "the upper end is 0.17, below the worst value"
    good = of_city("0.2", rows(19, 0))
    assert good is not None
    assert good == 1, "the lower end is 0.83, above the target"
    assert of_city("0.8", rows(0, 4)) == 1, "four rows say nothing"
    assert of_city("0.8", rows(0, 19), n=19) is None, "the city has too few itself"


def test_the_first_scheme_takes_the_value_of_the_city() -> None:
    assert first_content().missing == "of_city"


def test_below_half_of_the_weight_there_is_too_little_to_say() -> None:
    few = marking().mark(1, {"satisfaction": [CountedRow(1, 0, "satisfied", ("question", 1, 1))]})
    assert (few.state, few.mark, few.low, few.high) == ("too_few", None, None, None)


def test_the_interval_holds_the_mark_and_narrows_with_more_cases() -> None:
    small, large = (marking().mark(1, {"solved": rows(5 * n, 5 * n)}) for n in (2, 200))
    for result in (small, large):
        assert result.low is not None
        assert result.mark is not None
        assert result.high is not None
        assert result.low <= result.mark <= result.high
    assert small.mark == large.mark == Decimal("10.00")
    assert small.high - small.low > large.high - large.low  # type: ignore[operator]


def test_the_effect_is_the_mark_less_the_mark_without_the_row() -> None:
    scheme = marking()
    own = rows(5, 5)
    result = scheme.mark(1, {"solved": own})
    effects = scheme.effects(result, "solved", own)
    for signature, without in (((1,), rows(4, 5)), ((0,), rows(5, 4))):
        other = scheme.combined(
            scheme.scores({"solved": _measured(without), "finished_in_time": None, "satisfaction": None})
        )
        assert float(effects[signature]) == pytest.approx(float(10 - other), abs=1e-6)
    assert effects[(1,)] > 0 > effects[(0,)]


def _measured(own: list[CountedRow]) -> Measured | None:
    from peygir.outlook.scoring.marking import counted
    from peygir.outlook.scoring.measures import SHARE

    return SHARE.measured(counted(own))


def test_marks_are_rounded_half_up() -> None:
    assert rounded(Decimal("12.345"), 2) == Decimal("12.35")
    assert rounded(Decimal("12.344999999999"), 2) == Decimal("12.34")
    assert rounded(Decimal("0.05"), 1) == Decimal("0.1")


@pytest.mark.parametrize("combination", ["mean", "geometric", "minimum"])
def test_the_order_of_rows_and_units_changes_no_digit(combination: str) -> None:
    assert len({digest(seed, combination) for seed in range(4)}) == 1


def post(unit_id: int, scope: str = "own_unit", days: int = 31, staff_id: int = 1) -> PostInMonth:
    """A post in a month."""
    return PostInMonth(staff_id, unit_id, "manager", scope, date(2026, 5, 22), date(2026, 5, 21 + min(days, 10)))


def test_people_carry_their_unit_and_deputies_the_weighted_mean_below() -> None:
    marks = {
        2: MarkOfUnit(Decimal("10.00"), 30),
        3: MarkOfUnit(Decimal("16.00"), 10),
        4: MarkOfUnit(None, 5),
        5: MarkOfUnit(Decimal("2.00"), 100),
    }
    parents = {1: None, 2: 1, 3: 1, 4: 1, 5: None}
    own, below, whole, none = marks_of_people([post(2), post(1, "below"), post(5, "city"), post(4)], marks, parents, 2)
    assert (own.mark, own.units) == (Decimal("10.00"), 1)
    assert (below.mark, below.units) == (Decimal("11.50"), 2), "(10·30 + 16·10) / 40"
    assert (whole.mark, whole.units) == (Decimal("4.71"), 3), "(10·30 + 16·10 + 2·100) / 140 = 4.714…"
    assert (none.mark, none.units) == (None, 0)


def test_a_mean_weighs_the_days_of_a_post() -> None:
    assert mean_over_days([(Decimal(10), 20), (Decimal(16), 10), (None, 30)]) == 12
    assert mean_over_days([(None, 3)]) is None
