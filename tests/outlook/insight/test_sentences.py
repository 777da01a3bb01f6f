"""What an answer says in words, in Persian and in English."""

from typing import Final

import pytest

from peygir.core.persian import fa_digits
from peygir.core.translation import Names
from peygir.outlook.insight.exploring.comparing import Base, ComparedWith
from peygir.outlook.insight.exploring.figures import chart_scale, figure_text, number, percent
from peygir.outlook.insight.exploring.period_names import period_name, span_name
from peygir.outlook.insight.exploring.sentences import AnswerInWords, NamedFigure, sentence_of
from peygir.outlook.insight.metric import MetricUnit
from peygir.outlook.insight.metric_catalogue import METRICS

MEHR: Final = span_name(14050701, 14050730)
SHAHRIVAR: Final = span_name(14050601, 14050631)
SUBJECT: Final = Names.of("گزارش‌های «چاله»", "reports of “potholes”")
OPENED: Final = METRICS["cases_opened"]
KEPT: Final = METRICS["promises_kept"]


def both(answer: AnswerInWords) -> tuple[str, str]:
    """The sentence in English, and in Persian with its digits."""
    text = sentence_of(answer)
    return text.in_language("en"), fa_digits(text.in_language("fa"))


@pytest.mark.parametrize(
    ("whole", "base", "english", "persian"),
    [
        (
            123,
            Base(100, 0.23),
            "In Mehr 1405, reports of “potholes” was 23% more than in Shahrivar 1405: 123 instead of 100.",
            "در مهر ۱۴۰۵، گزارش‌های «چاله» ۲۳٪ بیش از شهریور ۱۴۰۵ بود: ۱۲۳ در برابر ۱۰۰.",
        ),
        (
            1_050,
            Base(2_100, -0.5),
            "In Mehr 1405, reports of “potholes” was 50% less than in Shahrivar 1405: 1,050 instead of 2,100.",
            "در مهر ۱۴۰۵، گزارش‌های «چاله» ۵۰٪ کمتر از شهریور ۱۴۰۵ بود: ۱٬۰۵۰ در برابر ۲٬۱۰۰.",
        ),
        (
            100,
            Base(100, 0.0),
            "In Mehr 1405, reports of “potholes” was 100, about as much as in Shahrivar 1405 (100).",
            "در مهر ۱۴۰۵، گزارش‌های «چاله» ۱۰۰ بود، کم‌وبیش مانند شهریور ۱۴۰۵ (۱۰۰).",
        ),
        (
            7,
            Base(0, None),
            "In Mehr 1405, reports of “potholes” was 7; in Shahrivar 1405 it was 0.",
            "در مهر ۱۴۰۵، گزارش‌های «چاله» ۷ بود؛ در شهریور ۱۴۰۵، ۰.",
        ),
    ],
)
def test_how_a_number_changed(whole: int, base: Base, english: str, persian: str) -> None:
    answer = AnswerInWords(OPENED, SUBJECT, MEHR, whole, base, SHAHRIVAR, ComparedWith.BEFORE)
    assert both(answer) == (english, persian)


def test_a_share_changes_by_points() -> None:
    more = AnswerInWords(KEPT, SUBJECT, MEHR, 0.63, Base(0.58, 0.086), SHAHRIVAR, ComparedWith.BEFORE)
    assert both(more) == (
        "In Mehr 1405, reports of “potholes” was 63%, 5 points more than in Shahrivar 1405 (58%).",
        "در مهر ۱۴۰۵، گزارش‌های «چاله» ۶۳٪ بود، ۵ واحد درصد بیش از شهریور ۱۴۰۵ (۵۸٪).",
    )
    less = AnswerInWords(KEPT, SUBJECT, MEHR, 0.5, Base(0.6, -0.17), SHAHRIVAR, ComparedWith.BEFORE)
    assert "10 points less than in Shahrivar 1405 (60%)" in both(less)[0]
    same = AnswerInWords(KEPT, SUBJECT, MEHR, 0.6, Base(0.601, 0.0), SHAHRIVAR, ComparedWith.BEFORE)
    assert "about as much as" in both(same)[0]


def test_which_group_stands_out() -> None:
    groups = [NamedFigure(Names.of("منطقهٔ ۱", "District 1"), 30), NamedFigure(Names.of("منطقهٔ ۲", "District 2"), 10)]
    answer = AnswerInWords(OPENED, SUBJECT, MEHR, 40, groups=groups)
    assert both(answer) == (
        "In Mehr 1405, reports of “potholes”: 40. The most is District 1 with 30, 75% of all.",
        "در مهر ۱۴۰۵، گزارش‌های «چاله»: ۴۰. بیشترین از آنِ منطقهٔ ۱ است با ۳۰، یعنی ۷۵٪ از همه.",
    )
    months = [NamedFigure(period_name("month", month), value) for month, value in ((140507, 30), (140508, 12))]
    in_time = AnswerInWords(OPENED, SUBJECT, None, 42, groups=months, is_in_time=True)
    assert both(in_time) == (
        "In all, reports of “potholes”: 42. The highest was Mehr 1405 with 30, the lowest Aban 1405 with 12.",
        "در مجموع، گزارش‌های «چاله»: ۴۲. بیشترین در مهر ۱۴۰۵ بود با ۳۰، کمترین در آبان ۱۴۰۵ با ۱۲.",
    )


def test_of_groups_that_are_hidden_nothing_is_said() -> None:
    groups = [NamedFigure(period_name("month", month), value) for month, value in ((140507, 30), (140508, 12))]
    answer = AnswerInWords(OPENED, SUBJECT, MEHR, 42, groups=groups, is_in_time=True, is_partial=True)
    assert both(answer)[0].endswith(": 42. The highest was Mehr 1405 with 30.")
    shares = AnswerInWords(KEPT, SUBJECT, MEHR, 0.5, groups=groups, is_partial=True)
    assert "lowest" not in both(shares)[0]


def test_how_far_from_the_average() -> None:
    name = Names.of("منطقهٔ ۱", "District 1")
    other = NamedFigure(Names.of("منطقهٔ ۲", "District 2"), 19, Base(20, -0.05))
    above = [NamedFigure(name, 30, Base(20, 0.5)), other]
    answer = AnswerInWords(OPENED, SUBJECT, MEHR, 49, comparison=ComparedWith.AVERAGE, groups=above)
    assert both(answer)[0].endswith("The furthest from the average is District 1, 50% above it: 30, average 20.")
    assert both(answer)[1].endswith("دورترین از میانگین منطقهٔ ۱ است، ۵۰٪ بالاتر از آن: ۳۰، میانگین ۲۰.")
    below = [NamedFigure(name, 5, Base(20, -0.75)), other]
    answer = AnswerInWords(OPENED, SUBJECT, MEHR, 24, comparison=ComparedWith.AVERAGE, groups=below)
    assert "75% below it: 5, average 20" in both(answer)[0]
    people = AnswerInWords(OPENED, SUBJECT, MEHR, 49, comparison=ComparedWith.PEOPLE, groups=above)
    assert "For each 1,000 people the most was in District 1: 30." in both(people)[0]


def test_what_cannot_be_said() -> None:
    hidden = AnswerInWords(OPENED, SUBJECT, MEHR, None, is_hidden=True)
    assert both(hidden)[0] == "The groups are too small for figures to be shown."
    none = AnswerInWords(OPENED, SUBJECT, MEHR, None)
    assert both(none)[0] == "There is nothing, or too little, to say something of reports of “potholes”."


@pytest.mark.parametrize(
    ("value", "unit", "english", "persian"),
    [
        (1234, MetricUnit.CASES, "1,234", "1٬234"),
        (12.5, MetricUnit.CASES, "12.5", "12٫5"),
        (0.626, MetricUnit.SHARE, "62.6%", "62٫6٪"),
        (90, MetricUnit.MINUTES, "90 minutes", "90 دقیقه"),
        (600, MetricUnit.MINUTES, "10 hours", "10 ساعت"),
        (4320, MetricUnit.MINUTES, "3 days", "3 روز"),
        (45, MetricUnit.SECONDS, "45 seconds", "45 ثانیه"),
        (180, MetricUnit.SECONDS, "3 minutes", "3 دقیقه"),
        (None, MetricUnit.CASES, "—", "—"),
    ],
)
def test_figures_have_their_units(value: float | None, unit: MetricUnit, english: str, persian: str) -> None:
    text = figure_text(value, unit)
    assert (text.in_language("en"), text.in_language("fa")) == (english, persian)


@pytest.mark.parametrize(
    ("days", "shown"),
    [(2, "يومين"), (4, "4 أيام"), (12, "12 يومًا"), (100, "100 يوم"), (3.25, "3٫2 يوم"), (2.02, "يومين")],
)
def test_a_number_has_its_plural_form_and_a_fraction_that_of_hundreds(days: float, shown: str) -> None:
    assert figure_text(days * 1440, MetricUnit.MINUTES).in_language("ar") == shown


def test_numbers_and_scales() -> None:
    assert number(-1234.56, 1).in_language("en") == "−1,234.6"
    assert number(-0.001, 1).in_language("en") == "0"
    assert percent(0.005).in_language("en") == "0%"
    assert chart_scale(MetricUnit.MINUTES, 10_000)[0] == 1440
    assert chart_scale(MetricUnit.SHARE, 1)[0] == 0.01


@pytest.mark.parametrize(
    ("dimension", "key", "english", "persian"),
    [
        ("day", 14050903, "3 Azar 1405", "3 آذر 1405"),
        ("month", 140509, "Azar 1405", "آذر 1405"),
        ("ten_day", 1405091, "first ten days of Azar 1405", "دههٔ نخست آذر 1405"),
        ("ten_day", 1405093, "last days of Azar 1405", "روزهای پایانی آذر 1405"),
        ("season", 14053, "autumn 1405", "پاییز 1405"),
        ("year", 1405, "1405", "1405"),
        ("hour_of_week", 33, "Sunday, 9 o'clock", "یکشنبه، ساعت 9"),
    ],
)
def test_periods_have_names(dimension: str, key: int, english: str, persian: str) -> None:
    text = period_name(dimension, key)
    assert (text.in_language("en"), text.in_language("fa")) == (english, persian)


@pytest.mark.parametrize(
    ("since", "until", "english"),
    [
        (14050101, 14051229, "the year 1405"),
        (14050701, 14050930, "Mehr 1405 to Azar 1405"),
        (14050903, 14050903, "3 Azar 1405"),
        (14050903, 14050912, "3 Azar 1405 to 12 Azar 1405"),
        (None, 14050912, "the time until 12 Azar 1405"),
        (14050903, None, "the time since 3 Azar 1405"),
    ],
)
def test_spans_have_names(since: int | None, until: int | None, english: str) -> None:
    text = span_name(since, until)
    assert text is not None
    assert text.in_language("en") == english
    assert span_name(None, None) is None
