"""What pages show to those who look rather than read: the year's promises, what is near, before and after, a unit's
load and its arrivals."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases import queries as cases
from peygir.core import clock
from peygir.desks.answers import links
from peygir.desks.fieldwork.queries import evidence_of
from peygir.desks.intake.queries import pictures_of
from peygir.desks.promises.actions import count_months
from peygir.journey.commands import show_to_everybody
from peygir.people.models import Staff
from peygir.web.kit.current_city import zone
from peygir.web.kit.durations import distance
from peygir.web.kit.parts import PhotoPart, pair_of
from peygir.web.manager.unit import weeks_chart
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.town import MORNING, PHONES, SOUTH, WEST, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
LAT, LON = SOUTH + 0.005, WEST + 0.01


@pytest.fixture
def client(town: Town) -> Client:
    return signed_in_reader()


def signed_in_reader(username: str = "") -> Client:
    """Somebody who reads Persian; with a name, one of the staff."""
    client = Client(headers={"Accept-Language": "fa"})
    if username:
        client.force_login(Staff.objects.get(username=username))
    return client


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    """The words of a page that opens."""
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return packed(answer.content.decode())


# ── the year ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_home_draws_the_year_once_months_were_counted(client: Client, town_clock: TownClock, settings: Any) -> None:
    settings.FIGURES_SECONDS = 0
    make.done()
    town_clock.forward(days=65)
    assert "ماه‌به‌ماه" not in page(client, "figures")
    count_months(clock.now())
    page_text = page(client, "figures")
    assert "قول‌های انجام کار، ماه‌به‌ماه" in page_text
    number = r'<td class="number">(\S+?)</td>'
    rows = re.findall(rf'<tr><th scope="row">(\S+)</th>{number}{number}', page_text)
    assert len(rows) == 12
    assert rows[-1][0] == "تیر"
    assert ("اردیبهشت", "۱", "۱") in rows
    english = packed(Client(headers={"Accept-Language": "en"}).get("/figures/").content.decode())
    assert '<th scope="row">21 Apr</th>' in english
    assert "Ordibehesht" not in english


# ── near me ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_home_and_map_tell_the_distance_to_what_is_near(client: Client) -> None:
    near = make.referred(lat=LAT + 0.003, lon=LON)
    nearer = make.referred(lat=LAT, lon=LON + 0.001, phone=PHONES[1])
    page_text = page(client, "home", lat=LAT, lon=LON)
    assert "نزدیک شما، در ارم" in page_text
    assert page_text.index(nearer) < page_text.index(near)
    assert "۳۵۰ متر" in page_text
    assert "near=1" in page_text
    listed = page(client, "map_list", lat=LAT, lon=LON, near=1, west=52, south=29, east=53, north=30)
    assert listed.index(nearer) < listed.index(near)
    assert "از نزدیک‌ترین" in listed
    assert "کمتر از ۱۰۰ متر" in page(client, "map", lat=LAT, lon=LON + 0.001, near=1)
    assert "متر</strong>" not in page(client, "map", lat=LAT, lon=LON)


def test_where_nothing_is_near_the_neighbourhood_stands_in(client: Client) -> None:
    code = make.referred(lat=LAT, lon=LON + 0.009)
    told = page(client, "home", lat=LAT, lon=LON + 0.0095)
    assert code in told
    for wrong in ({"lat": "x", "lon": "1"}, {"lat": "99", "lon": "52"}, {"lat": "inf", "lon": "nan"}):
        page(client, "home", **wrong)
        page(client, "map", **wrong, near=1)


def test_a_distance_in_words() -> None:
    said = {metres: distance(metres, "fa") for metres in (0, 90, 260, 980, 1240, 2000)}
    assert list(said.values()) == ["کمتر از 100 متر", "100 متر", "250 متر", "۱ کیلومتر", "۱٫۲ کیلومتر", "۲ کیلومتر"]
    assert [distance(metres, "en") for metres in (60, 260, 1240)] == ["less than 100 m", "250 m", "1.2 km"]


# ── before and after ────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_and_after_lie_under_one_handle(live_town: Town) -> None:
    clerk, visitor = signed_in_reader("clerk"), signed_in_reader()
    code = make.in_hand(photos_raw=[make.photo()])
    drain()
    assert "data-compare" not in page(clerk, "case", code)
    make.command(code, "finish", live_town.clerk, note="چاله پر شد.", photo=make.photo(colour="navy"))
    drain()
    page_text = page(clerk, "case", code)
    assert "data-compare" in page_text
    assert "پیش از کار" in page_text
    verdict_token = links.token_of(make.report_row(code).pk)
    assert "data-compare" not in page(visitor, "public_case", code)
    assert "data-viewer" not in page(visitor, "verdict", verdict_token), "nobody has approved a photo yet"
    case = make.case(code)
    photo, work = pictures_of(case.pk)[0].id, evidence_of(case.pk)[0].pk
    show_to_everybody(code, "report", number=photo, is_shown=True, by=live_town.clerk)
    show_to_everybody(code, "work", number=work, is_shown=True, by=live_town.clerk)
    for page_text in (page(visitor, "public_case", code), page(visitor, "verdict", verdict_token)):
        assert "data-compare" in page_text
        assert reverse("public_photo", args=[code, "report", 1, "full"]) in page_text
        assert reverse("public_photo", args=[code, "work", 1, "full"]) in page_text


def test_a_pair_needs_two_photos_that_are_ready() -> None:
    first, last, coming = PhotoPart("a", "/a", "/a-s"), PhotoPart("b", "/b", "/b-s"), PhotoPart("c")
    assert pair_of([coming], [last]) is None
    assert pair_of([first], [coming]) is None
    found = pair_of([coming, first], [first, last, coming])
    assert found is not None
    assert [one.src for one in found] == ["/a", "/b"]


# ── a unit ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_sees_when_its_work_comes_in(town: Town, town_clock: TownClock) -> None:
    make.referred()
    make.referred("CIV-09", phone=PHONES[1])
    make.referred(phone=PHONES[2], district="2")
    units = (town.units["D-01"],)
    span = (MORNING - timedelta(days=7), MORNING + timedelta(days=1))
    rows = cases.arrivals_of(town.manager, town.city_id, units, span, zone=zone())
    # Sunday 3 May 2026, half past nine in the town: the second day of the week, the tenth hour.
    assert rows[1][9] == 2
    assert sum(map(sum, rows)) == 2
    assert (len(rows), {len(row) for row in rows}) == (7, {24})
    town_clock.forward(days=20)
    page_text = page(signed_in_reader("manager"), "unit_load")
    assert "کار کِی می‌رسد" in page_text
    assert "یکشنبه، ساعت ۹" in page_text
    assert "رسیده و انجام‌شده، هفته‌به‌هفته" in page_text
    assert 'class="load-late"' in page_text


def test_the_weeks_are_drawn_as_they_are_listed() -> None:
    assert weeks_chart([]).labels == ()
