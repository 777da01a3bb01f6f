"""The parts of the design system as they come out: charts with their tables, boxes for days, days off, photos."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models import F
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from peygir.city import queries
from peygir.city.models import CalendarDay, City
from peygir.web.kit.charts import Chart, HeatChart, Series
from peygir.web.public.gallery_samples import DatesForm
from tests.markup import packed
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town", "town_clock")
MONTHS = ("مهر", "آبان", "آذر")


def drawn(source: str, language: str = "fa", **values: Any) -> str:
    """A part as a page would show it."""
    with translation.override(language):
        request = RequestFactory().get("/")
        loaded = "{% load ui charts dates parts %}" + source
        return packed(Template(loaded).render(Context({"request": request, **values})))


def chart(*rows: tuple[float | None, ...]) -> Chart:
    named = tuple(Series(f"row {number}", values) for number, values in enumerate(rows, start=1))
    return Chart("گزارش‌ها", MONTHS, named, across="ماه")


@pytest.mark.parametrize("tag", ["bar_chart", "line_chart", "lying_bars", "sparkline"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_chart_has_a_title_a_sentence_and_its_table(tag: str, language: str) -> None:
    page = drawn("{% " + tag + " chart %}", language, chart=chart((1200, None, 34.5)))
    assert "گزارش‌ها" in page
    cells = re.findall(r'<td class="number">([^<]*)</td>', page)
    assert cells == (["۱٬۲۰۰", "—", "۳۴٫۵"] if language == "fa" else ["1,200", "—", "34.5"])
    assert page.count('scope="row"') == 3
    assert "style=" not in page
    if tag != "lying_bars":  # its names and numbers are text already
        [label] = re.findall(r'role="img" aria-label="([^"]*)"', page)
        assert "آذر" in label


def test_no_digit_of_a_drawing_is_turned_into_persian() -> None:
    page = drawn("{% bar_chart chart %}{% line_chart chart %}", chart=chart((1, 2.25, 3), (3, 2, 1)))
    drawings = re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height|points|viewBox|dy)="([^"]*)"', page)
    assert drawings
    assert all(re.fullmatch(r"[-0-9.,% em]+", value) for value in drawings), drawings
    numbers = re.findall(r'<text class="chart-number"[^>]*>([^<]*)</text>', page)
    assert numbers
    assert not any(re.search("[0-9]", number) for number in numbers)


def test_a_heat_chart_begins_with_saturday_and_says_where_the_most_is() -> None:
    rows = tuple(tuple(9 if (day, hour) == (2, 10) else hour % 3 for hour in range(24)) for day in range(7))
    page = drawn("{% heat_chart chart %}", chart=HeatChart("تماس‌ها", rows))
    days = re.findall(r'<th scope="col">([^<]*)</th>', page)
    assert days[1:] == ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"]
    assert "دوشنبه، ساعت ۱۰" in re.findall(r'aria-label="([^"]*)"', page)[0]
    assert page.count("<tr>") == 25


def test_a_chart_of_nothing_is_drawn_too() -> None:
    empty = chart((None, None, None))
    page = drawn("{% bar_chart c %}{% line_chart c %}{% lying_bars c %}{% sparkline c %}", "en", c=empty)
    assert "no values" in page
    assert "Nothing was counted" in drawn("{% heat_chart c %}", "en", c=HeatChart("calls", ((0,) * 24,) * 7))


def test_five_series_are_refused() -> None:
    with pytest.raises(ValueError, match="four"):
        drawn("{% line_chart c %}", c=chart(*[(1, 2, 3)] * 5))


@pytest.mark.parametrize(("language", "calendar"), [("fa", "jalali"), ("en", "gregorian")])
def test_a_box_for_a_day_is_a_text_box_with_a_calendar_beside_it(language: str, calendar: str) -> None:
    source = "{% date_field f.day first=day %}{% date_range f.begin f.end legend='از تا' %}{% date_box 'until' 'u-1' %}"
    page = drawn(source, language, f=DatesForm(), day=date(2026, 5, 2))
    assert page.count("data-date ") + page.count("data-date>") == 4
    assert page.count("<template data-date-shape") == 1  # one calendar for the whole page
    assert f'data-calendar="{calendar}"' in page
    assert 'data-min="2026-05-02"' in page
    assert 'data-years="1900 2100"' in page
    assert len(re.findall(r'<input type="text" name="(?:day|begin|end)"', page)) == 3
    weekdays = re.search(r'data-weekdays="([^"|]*)\|', page)
    assert weekdays
    assert weekdays[1] in ("شنبه", "Saturday")


@pytest.fixture
def snow(town: Town) -> Iterator[None]:
    """A day that the city closed."""
    CalendarDay(city_id=town.city_id, day=date(2026, 4, 7), is_off=True, name_fa="برف", name_en="snow").save(
        force_insert=True
    )
    City.objects.update(load_number=F("load_number") + 1)
    queries.forget()
    yield
    queries.forget()


@pytest.mark.usefixtures("snow")
def test_the_days_off_of_a_year() -> None:
    client = Client()
    answer = client.get(reverse("days_off"), {"year": "2026"})
    days = answer.json()["days"]
    assert days["2026-04-07"] == ["برف", "snow", "city"]
    assert days["2026-05-01"][2] == "week"  # a Friday
    assert "2026-05-04" not in days
    assert "public" in answer.headers["Cache-Control"]
    assert client.get(reverse("days_off")).json()["year"] == 2026
    for wrong in ("1405", "26", "abcd", "٢٠٢٦", "99999", "-100"):
        assert client.get(reverse("days_off"), {"year": wrong}).status_code == 422


def test_the_gallery_shows_every_part(client: Client) -> None:
    page = client.get(reverse("gallery")).content.decode()
    for badge in (
        "chart-frame",
        "spark-line",
        "chart-lying",
        "heat-5",
        "data-date-range",
        "data-viewer",
        "data-compare",
        'id="sample-dialog"',
        "skeleton-part",
        "toast-plain",
        "token-motion",
        "btn-group",
    ):
        assert badge in page, badge
    assert "style=" not in page
