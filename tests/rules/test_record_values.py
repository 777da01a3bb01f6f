"""Cells of old records: moments in many forms, numbers, phones and points; what is unclear is refused, not guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from peygir.core.phones import PhoneIsNotValid
from peygir.core.refusals import Refusal
from peygir.desks.partners.record_moments import (
    MomentIsUnreadable,
    MonthIsUnclear,
    YearIsShort,
    is_day_first,
    read_when,
)
from peygir.desks.partners.record_values import cell_text, placed, read_degree, read_number, read_phone

TEHRAN = ZoneInfo("Asia/Tehran")
HOUR, DAY = datetime(2023, 5, 28, 4, 35, tzinfo=UTC), datetime(2023, 5, 27, 20, 30, tzinfo=UTC)
CENTRE = (29.615, 52.53)


@pytest.mark.parametrize(
    "text",
    [
        "1402/3/7 8:05",
        "۱۴۰۲/۰۳/۰۷ ۰۸:۰۵",
        "8:05 1402/03/07",
        "1402/03/07 - 08:05:00",
        "یکشنبه 1402/03/07 ساعت 8:05",
        "1402-3-7T08:05",
        "\u200e1402/03/07\u200f 08:05",
        "7/3/1402 8:05",
        "1402/03/07 08:05 ق.ظ",
        "۷ خرداد ۱۴۰۲، ۸:۰۵",
        "140203070805",
        "2023-05-28T08:05:00.000",
        "2023/05/28 08:05",
        "28/05/2023 08:05",
        "05/28/2023 8:05:00 AM",
        "28-May-2023 08:05",
        "2023-05-28T04:35:00Z",
        "2023-05-28 08:05:00+03:30",
        "45074.3368055556",
    ],
)
def test_a_moment_in_many_forms(text: str) -> None:
    moment = read_when(text, TEHRAN)
    assert (moment.at, moment.has_hour) == (HOUR, True)


@pytest.mark.parametrize("text", ["1402/3/7", "14020307", "2023-05-28", "28.05.2023", "45074", "۷ خرداد ۱۴۰۲"])
def test_a_day_without_an_hour(text: str) -> None:
    moment = read_when(text, TEHRAN)
    assert (moment.at, moment.has_hour) == (DAY, False)
    assert moment.end_of_day(TEHRAN) == datetime(2023, 5, 28, 20, 29, 59, tzinfo=UTC)


def test_the_afternoon_and_midnight() -> None:
    for text in ("1402/03/07 08:05 ب.ظ", "5/28/2023 8:05 PM", "8:05 عصر 1402/03/07"):
        assert read_when(text, TEHRAN).at.hour == 16, text
    assert read_when("5/28/2023 12:00 AM", TEHRAN).at == DAY


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("دیروز", MomentIsUnreadable),
        ("1402/13/45", MomentIsUnreadable),
        ("1402/12/30", MomentIsUnreadable),  # no leap year
        ("1402/03/07 25:00", MomentIsUnreadable),
        ("1402/03/07 یا بعد", MomentIsUnreadable),
        ("0202/03/07", MomentIsUnreadable),
        ("02/03/07", YearIsShort),
        ("5/6/2023", MonthIsUnclear),
    ],
)
def test_what_is_no_moment_or_not_clear(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_when(text, TEHRAN)


def test_a_column_shows_the_order_of_day_and_month() -> None:
    assert is_day_first(["5/6/2023", "28/5/2023"]) is True
    assert is_day_first(["5/6/2023", "5/28/2023"]) is False
    assert is_day_first(["5/6/2023", "7/3/1402", ""]) is None
    assert is_day_first(["28/5/2023", "5/28/2023"]) is None
    assert read_when("5/6/2023", TEHRAN, day_first=True).at.month == 6
    assert read_when("5/6/2023", TEHRAN, day_first=False).at.month == 5


def test_cells_that_say_nothing() -> None:
    assert [cell_text(text) for text in ("-", "NULL", " ندارد ", "\u200c", "…", "n/a")] == [""] * 6
    assert [cell_text(text) for text in ("'=1+1", "a\x07b", "\u200eمتن ", "0", "'نقل'")] == [
        "=1+1",
        "ab",
        "متن",
        "0",
        "'نقل'",
    ]


def test_numbers_stay_what_they_are() -> None:
    given = ("000123", "۱۴۰۲-ش-۸", "10.0", "\u200e SR-1402/0007 ", "1.5")
    assert [read_number(text) for text in given] == ["000123", "1402-ش-8", "10", "SR-1402/0007", "1.5"]


@pytest.mark.parametrize(
    "text",
    [
        "9171234567",
        "989171234567",
        "+98 917 123 4567",
        "۰۹۱۷۱۲۳۴۵۶۷",
        "9171234567.0",
        "071-32345678 , 0917-123-4567",
        "09171234567/09351234567",
        "09171234567 و 09351234567",
        "09171234567 09351234567",
        "0917 123 4567 منزل",
    ],
)
def test_a_phone_as_a_spreadsheet_leaves_it(text: str) -> None:
    assert read_phone(text, "IR") == "+989171234567"


def test_what_is_no_phone() -> None:
    assert [read_phone(text, "IR") for text in ("", "0", "00000000000", "منزل")] == [""] * 4
    for text in ("12", "9.17123E+09", "0917***4567"):
        with pytest.raises(PhoneIsNotValid):
            read_phone(text, "IR")


def test_a_point_in_its_many_forms() -> None:
    # The same point by pyproj: EPSG:4326 (29.6, 52.53) is EPSG:32639 (648162.24, 3275440.73).
    for given in ((29.6, 52.53), (52.53, 29.6), (648162.24, 3275440.73), (3275440.73, 648162.24)):
        assert placed(*given, CENTRE) == pytest.approx((29.6, 52.53), abs=1e-6)
    assert placed(35.7, 51.4, CENTRE) == (35.7, 51.4), "far away is told by the map, and not changed"
    assert placed(500.0, 3.0, CENTRE) is None
    # The southern hemisphere counts from ten million metres: Sydney, zone 56.
    assert placed(334_368.6, 6_250_948.3, (-33.9, 151.2)) == pytest.approx((-33.8688, 151.2093), abs=1e-3)


def test_degrees_in_any_writing() -> None:
    assert [read_degree(text) for text in ("29.6", "۲۹٫۶", "29,6", "")] == [29.6, 29.6, 29.6, None]
    assert read_degree("29°36'00\"N") == pytest.approx(29.6)
    assert read_degree("52° 31.8' W") == pytest.approx(-52.53)
    for text in ("-", "abc", "nan", "1e999"):
        with pytest.raises(ValueError, match=r".*"):
            read_degree(text)
