"""Periods are moved by the Iranian calendar, and values are set beside those of another period, or an average."""

import pytest

from peygir.outlook.insight.exploring.comparing import (
    Base,
    ComparedWith,
    NothingToCompare,
    averaged_dimension,
    base_of,
    earlier_question,
    per_people,
    with_average,
    with_earlier,
)
from peygir.outlook.insight.exploring.narrowing import narrowed_to, with_filter, without_filter
from peygir.outlook.insight.exploring.periods import (
    PeriodShift,
    is_whole_months,
    latest_periods,
    month_length,
    moved_day,
    moved_key,
    moved_month,
)
from peygir.outlook.insight.questions import Filter, LakeQuestion, text_of

FAR = 14990101


@pytest.mark.parametrize(
    ("since", "until", "before", "year"),
    [
        (14050701, 14050730, (14050601, 14050631), (14040701, 14040730)),
        (14050101, 14050331, (14041001, 14041229), (14040101, 14040331)),
        (14050101, 14051229, (14040101, 14041229), (14040101, 14041229)),
        (14031201, 14031230, (14031101, 14031130), (14021201, 14021229)),
        (14050711, 14050720, (14050701, 14050710), (14040711, 14040720)),
        (14050101, 14050101, (14041229, 14041229), (14040101, 14040101)),
    ],
)
def test_the_period_before_and_the_year_before(
    since: int, until: int, before: tuple[int, int], year: tuple[int, int]
) -> None:
    question = LakeQuestion("cases_opened", (), (), since, until)
    for comparison, expected in ((ComparedWith.BEFORE, before), (ComparedWith.YEAR, year)):
        earlier, _shift = earlier_question(question, comparison, last_day=FAR)
        assert (earlier.since, earlier.until) == expected


def test_of_a_month_that_goes_on_as_much_of_the_month_before_is_taken() -> None:
    question = LakeQuestion("cases_opened", ("month",), (), 14050901, 14050930)
    earlier, shift = earlier_question(question, ComparedWith.BEFORE, last_day=14050907)
    assert (earlier.since, earlier.until, shift) == (14050801, 14050807, PeriodShift(months=1))
    ended, _shift = earlier_question(question, ComparedWith.BEFORE, last_day=14051101)
    assert ended.until == 14050830
    unborn, _shift = earlier_question(question, ComparedWith.BEFORE, last_day=14050801)
    assert (unborn.since, unborn.until) == (14050801, 14050801)


@pytest.mark.parametrize(
    ("by", "since", "until", "comparison"),
    [
        ((), None, 14050930, ComparedWith.BEFORE),
        ((), 14050901, None, ComparedWith.YEAR),
        ((), 14050930, 14050901, ComparedWith.YEAR),
        (("month",), 14050903, 14050912, ComparedWith.BEFORE),
        (("season",), 14050901, 14050930, ComparedWith.BEFORE),
        (("year",), 14050101, 14050331, ComparedWith.BEFORE),
    ],
)
def test_what_has_no_like_is_not_compared(
    by: tuple[str, ...], since: int | None, until: int | None, comparison: ComparedWith
) -> None:
    with pytest.raises(NothingToCompare):
        earlier_question(LakeQuestion("cases_opened", by, (), since, until), comparison, last_day=FAR)


@pytest.mark.parametrize(
    ("dimension", "key", "shift", "moved"),
    [
        ("day", 14050730, PeriodShift(months=1), 14050630),
        ("day", 14050631, PeriodShift(months=12), 14040631),
        ("day", 14050131, PeriodShift(months=1), None),  # Esfand has no 31st
        ("day", 14050101, PeriodShift(days=1), 14041229),
        ("month", 140501, PeriodShift(months=1), 140412),
        ("month", 140501, PeriodShift(days=3), None),
        ("ten_day", 1405013, PeriodShift(months=1), 1404123),
        ("season", 14051, PeriodShift(months=3), 14044),
        ("season", 14051, PeriodShift(months=12), 14041),
        ("season", 14051, PeriodShift(months=1), None),
        ("year", 1405, PeriodShift(months=12), 1404),
        ("year", 1405, PeriodShift(months=6), None),
        ("hour_of_week", 9, PeriodShift(months=1), 9),
    ],
)
def test_keys_move_with_their_calendar(dimension: str, key: int, shift: PeriodShift, moved: int | None) -> None:
    assert moved_key(dimension, key, shift) == moved


def test_months_have_their_lengths() -> None:
    assert [month_length(140500 + month) for month in range(1, 13)] == [31] * 6 + [30] * 5 + [29]
    assert month_length(140312) == 30, "a leap year"
    assert moved_month(140501, -13) == 140312
    assert moved_month(140512, 1) == 140601
    assert moved_day(14050631, PeriodShift(months=-1)) == 14050730
    assert is_whole_months(14050101, 14051229)
    assert not is_whole_months(14050101, 14051228)
    assert not is_whole_months(14050102, 14050131)


def test_the_periods_that_are_offered() -> None:
    periods = latest_periods(14050908)
    assert periods == {
        "this_month": (14050901, 14050930),
        "last_month": (14050801, 14050830),
        "last_three_months": (14050601, 14050830),
        "this_season": (14050701, 14050930),
        "this_year": (14050101, 14051229),
        "last_year": (14040101, 14041229),
        "last_twelve_months": (14040901, 14050830),
    }


def test_groups_stand_beside_their_earlier_selves() -> None:
    now = {(140507, "1"): 123, (140507, "2"): 10, (140507, None): 4, (140508, "1"): None}
    before = {(140506, "1"): 100, (140506, None): 0, (140507, "1"): 55}
    bases = with_earlier(now, before, ("month", "district"), PeriodShift(months=1))
    assert bases == {(140507, "1"): Base(100, 0.23), (140507, None): Base(0, None)}
    assert base_of(5, None) is None
    assert base_of(0, 4) == Base(4, -1.0)


def test_the_average_counts_places_without_rows_too() -> None:
    values = {("1", 140507): 30, ("2", 140507): 10, ("1", 140508): 8}
    whole = {(140507,): 40, (140508,): 8}
    bases = with_average(values, 0, whole, groups=4, additive=True)
    assert bases == {
        ("1", 140507): Base(10.0, 2.0),
        ("2", 140507): Base(10.0, 0.0),
        ("1", 140508): Base(2.0, 3.0),
    }
    shares = with_average({("1",): 0.6, ("2",): None}, 0, {(): 0.5}, groups=11, additive=False)
    assert shares["1",].change == pytest.approx(0.2)
    assert list(shares) == [("1",)]
    assert averaged_dimension(LakeQuestion("cases_opened", ("month", "unit"))) == 1
    with pytest.raises(NothingToCompare):
        averaged_dimension(LakeQuestion("cases_opened", ("month",)))


def test_for_each_thousand_people() -> None:
    question = LakeQuestion("cases_opened", ("month", "district"))
    values = {(140507, "1"): 30, (140507, "2"): 10, (140507, None): 9, (140507, "3"): None}
    assert per_people(values, question, {"1": 60_000, "3": 5}) == {(140507, "1"): 0.5}
    for wrong in (LakeQuestion("cases_opened", ("topic",)), LakeQuestion("promises_kept", ("district",))):
        with pytest.raises(NothingToCompare):
            per_people({}, wrong, {"1": 1})


def test_a_question_is_narrowed_to_a_group_and_widened_again() -> None:
    question = LakeQuestion("cases_opened", ("district", "month"), (Filter("topic", ("CIV-01",)),))
    group = narrowed_to(question, question.by, ("1", 140507))
    assert group is not None
    assert text_of(group) == "cases_opened~by.district.month~in.district.1~in.month.140507~in.topic.CIV-01"
    unknown = narrowed_to(question, ("district",), (None,))
    assert unknown is not None
    assert text_of(unknown).endswith("~in.district._~in.topic.CIV-01")
    assert narrowed_to(question, ("district",), ("",)) is None, "the grammar has no empty text"
    assert without_filter(group, "topic", is_not=False).filters == group.filters[1:]
    assert with_filter(question, Filter("topic", ("CIV-02",))).filters == (Filter("topic", ("CIV-02",)),)
