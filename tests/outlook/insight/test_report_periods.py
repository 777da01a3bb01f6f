"""The periods and the blocks of reports: they follow each other without a gap, and only what is right is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.jalali import to_gregorian, to_jalali
from peygir.outlook.insight.report_blocks import (
    MOST_BLOCKS,
    ReportBlocksAreNotRight,
    ReportHasNoBlocks,
    blocks_from,
)
from peygir.outlook.insight.report_periods import period_before, period_code, period_of, periods_over, year_before
from peygir.outlook.insight.report_templates import shipped_blocks
from peygir.outlook.insight.report_words import BlockKind, ReportKind

LANGUAGES = ("en", "fa")
days = st.dates(date(1990, 1, 1), date(2080, 1, 1))
kinds = st.sampled_from(list(ReportKind))
TITLES = {"fa": "عنوان", "en": "title"}


@given(kinds, days)
def test_every_day_is_in_one_period_of_a_kind(kind: ReportKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.first_on <= day <= period.last_on
    assert period_of(kind, period.first_on) == period_of(kind, period.last_on) == period
    assert period_before(kind, period).last_on == period.first_on - timedelta(days=1)
    earlier = year_before(kind, period)
    assert to_jalali(earlier.first_on).month == to_jalali(period.first_on).month
    assert to_jalali(earlier.first_on).year == to_jalali(period.first_on).year - 1


@given(days)
def test_three_tens_make_a_month_and_three_months_a_season(day: date) -> None:
    month = period_of(ReportKind.MONTH, day)
    tens = [period_of(ReportKind.TENDAY, month.first_on + timedelta(days=ago)) for ago in (0, 10, 20)]
    assert (tens[0].first_on, tens[2].last_on) == (month.first_on, month.last_on)
    season, year = period_of(ReportKind.SEASON, day), period_of(ReportKind.YEAR, day)
    assert period_of(ReportKind.MONTH, season.first_on).first_on == season.first_on
    assert period_of(ReportKind.MONTH, season.last_on).last_on == season.last_on
    assert year.first_on <= season.first_on <= season.last_on <= year.last_on


def test_periods_by_the_calendar() -> None:
    day = to_gregorian(1405, 8, 25)
    assert period_of("month", day).first_on == to_gregorian(1405, 8, 1)
    assert period_of("tenday", day).last_on == to_gregorian(1405, 8, 30)
    assert period_of("season", day).first_on == to_gregorian(1405, 7, 1)
    assert period_of("year", day).last_on == to_gregorian(1406, 1, 1) - timedelta(days=1)
    assert (period_of("month", day).since, period_of("month", day).until) == (14050801, 14050830)
    codes = [period_code(kind, period_of(kind, day).first_on) for kind in ("tenday", "month", "season", "year")]
    assert codes == ["1405-08-21", "1405-08", "1405-s3", "1405"]
    over = periods_over("month", day, 3)
    assert [to_jalali(one.first_on).month for one in over] == [7, 6, 5]
    with pytest.raises(KeyError):
        period_of("week", day)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_the_shipped_templates_are_right_and_persian(kind: ReportKind) -> None:
    blocks = shipped_blocks(kind, LANGUAGES)
    assert blocks_from([block.as_json() for block in blocks], languages=LANGUAGES) == blocks
    for block in blocks:
        assert block.title("fa") != block.title("en")
        assert block.title("tlh") == block.title("fa")
        assert block.kind != BlockKind.TEXT or block.text("fa") != block.text("en")
    kinds_there = {block.kind for block in blocks}
    assert kinds_there == {kind.value for kind in BlockKind}


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"kind": "poem", "titles": TITLES},
        {"kind": "text", "titles": TITLES},
        {"kind": "text", "titles": TITLES, "texts": {"fa": "x"}},
        {"kind": "text", "titles": {"fa": "x"}, "texts": TITLES},
        {"kind": "text", "titles": {"fa": "x" * 121, "en": "x"}, "texts": TITLES},
        {"kind": "table", "titles": TITLES, "questions": []},
        {"kind": "table", "titles": TITLES, "questions": ["nothing"]},
        {"kind": "table", "titles": TITLES, "questions": ["cases_opened", "cases_open"]},
        {"kind": "table", "titles": TITLES, "questions": "cases_opened"},
        {"kind": "table", "titles": TITLES, "questions": [7]},
        {"kind": "chart", "titles": TITLES, "questions": ["cases_opened~by.month"]},
        {"kind": "chart", "titles": TITLES, "questions": ["cases_opened~by.month"], "chart": "table"},
        {"kind": "chart", "titles": TITLES, "questions": ["cases_opened~by.month"], "chart": "line", "sql": "x"},
        "text",
        None,
    ],
)
def test_what_is_no_block_is_refused(block: Any) -> None:
    with pytest.raises(ReportBlocksAreNotRight, match="Block 1"):
        blocks_from([block], languages=LANGUAGES)


@pytest.mark.parametrize("stored", [[], None, {}, "x", [{}] * (MOST_BLOCKS + 1)])
def test_a_report_has_blocks(stored: Any) -> None:
    with pytest.raises(ReportHasNoBlocks):
        blocks_from(stored, languages=LANGUAGES)
