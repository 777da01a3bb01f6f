"""Jalali dates: known days, every day there and back, and the day of the city's own zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.jalali import (
    DateIsNotValid,
    format_date,
    format_datetime,
    format_day,
    format_numeric,
    jalali_year,
    local,
    parse_jalali,
    to_gregorian,
    to_jalali,
    weekday_name,
)

TEHRAN = "Asia/Tehran"


@pytest.mark.parametrize(
    ("day", "jalali"),
    [
        # First days of years as printed in Iran's official calendars, and days of public record.
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2020, 3, 20), (1399, 1, 1)),
        (date(2021, 3, 20), (1399, 12, 30)),
        (date(2021, 3, 21), (1400, 1, 1)),
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2024, 9, 18), (1403, 6, 28)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 3, 21), (1405, 1, 1)),
    ],
)
def test_known_days(day: date, jalali: tuple[int, int, int]) -> None:
    assert to_jalali(day) == jalali
    assert to_gregorian(*jalali) == day


@given(st.dates(min_value=date(1822, 1, 1), max_value=date(2220, 1, 1)))
def test_every_day_there_and_back(day: date) -> None:
    assert parse_jalali(format_numeric(day)) == day
    tomorrow, today = to_jalali(day + timedelta(days=1)), to_jalali(day)
    assert tomorrow > today
    assert tomorrow.day in {today.day + 1, 1}


def test_the_year_turns_at_the_city_s_own_midnight() -> None:
    before = datetime(2026, 3, 20, 20, 29, tzinfo=UTC)
    assert jalali_year(before, TEHRAN) == 1404
    assert jalali_year(before + timedelta(minutes=1), TEHRAN) == 1405
    assert jalali_year(before + timedelta(minutes=1), "America/New_York") == 1404


def test_words_in_both_languages() -> None:
    moment = datetime(2026, 11, 24, 11, 54, tzinfo=UTC)
    assert format_date(moment, TEHRAN) == "۳ آذر ۱۴۰۵"
    assert format_datetime(moment, TEHRAN) == "۳ آذر ۱۴۰۵، ۱۵:۲۴"
    assert format_date(moment, TEHRAN, "en") == "24 November 2026"
    assert format_datetime(moment, TEHRAN, "en") == "24 November 2026, 15:24"
    assert format_day(date(2026, 11, 24)) == "۳ آذر ۱۴۰۵"
    assert format_numeric(date(2026, 11, 24)) == "1405/09/03"
    assert weekday_name(date(2026, 11, 24)) == "سه‌شنبه"
    assert weekday_name(date(2026, 11, 24), "en") == "Tuesday"


def test_summer_time_before_1402() -> None:
    assert local(datetime(2021, 7, 1, 12, 0, tzinfo=UTC), TEHRAN).hour == 16
    assert local(datetime(2023, 7, 1, 12, 0, tzinfo=UTC), TEHRAN).hour == 15


def test_a_moment_without_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        format_date(datetime(2026, 1, 1), TEHRAN)  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize("text", ["۱۴۰۵/۰۹/۰۳", "1405-9-3", " ١٤٠٥.٠٩.٠٣ ", "1405 / 09 / 03"])
def test_dates_as_people_write_them(text: str) -> None:
    assert parse_jalali(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    ["", "1405/13/01", "1405/12/30", "1405/07/31", "1405/0/1", "2026/11/24", "05/09/03", "دیروز", "{x}"],
)
def test_other_texts_get_a_sentence(text: str) -> None:
    with pytest.raises(DateIsNotValid) as refusal:
        parse_jalali(text)
    assert text in refusal.value.words("fa")
    assert "1405/09/03" in refusal.value.words("en")
