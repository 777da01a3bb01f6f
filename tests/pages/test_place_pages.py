"""Places are searched on the map and in the report, with a script and without, and a point is said in words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.atlas.models import AtlasPlace
from peygir.cases.models import Report
from peygir.city import queries
from peygir.people.actions import count_use
from peygir.web.kit.current_city import today
from peygir.web.kit.templatetags.ui import named
from peygir.web.public.place_search import SEARCHES
from tests import make
from tests.api.caller import Caller, token_for
from tests.browsers import page, signed_in
from tests.gazetteer import MAIN_LAT, MAIN_LON, alley_point, write_streets
from tests.markup import packed
from tests.town import Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
HERE = "127.0.0.1"


@pytest.fixture
def client(town: Town) -> Client:
    write_streets()
    return Client(headers={"Accept-Language": "fa"})


def suggested(client: Client, typed: str, **near: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(reverse("report_places"), {"q": typed, **near}).json()["places"]
    return found


def at(client: Client, lat: object, lon: object) -> Any:
    """The answer for a point."""
    return client.get(reverse("report_at"), {"lat": str(lat), "lon": str(lon)})


def test_streets_alleys_and_the_city_s_names_are_suggested_together(client: Client) -> None:
    (alley, *_) = suggested(client, "بهار کوچه ۱۶ پلاک ۸۳")
    assert alley["name"] == "بهار، کوچهٔ ۱۶، پلاک ۸۳"
    assert (alley["isPoint"], alley["area"], alley["note"]) == (True, "01-01", "")
    assert "ارم" in alley["more"]
    (street,) = suggested(client, "خیابون بهار")
    assert (street["name"], street["isPoint"]) == ("خیابان بهار", False)
    assert [place["name"] for place in suggested(client, "سروستان")] == ["سروستان"]
    (missing, *_) = suggested(client, "بهار کوچه ۹۹")
    assert missing["note"] == "کوچهٔ ۹۹ روی نقشه نیست؛ فقط خیابان نشان داده می‌شود."
    english = Client(headers={"Accept-Language": "en"}).get(reverse("report_places"), {"q": "bahar 16"})
    assert english.json()["places"][0]["name"] == "Bahar, alley 16"


def test_a_street_names_the_neighbourhoods_that_it_runs_through(client: Client, town: Town) -> None:
    lower, upper = (named(area) for area in queries.neighbourhoods(town.city_id, on=today())[:2])
    (street,) = suggested(client, "خیابون بهار")
    assert (street["area"], lower in street["more"], upper in street["more"]) == ("01-01", True, False)
    north = [[MAIN_LON, MAIN_LAT], [MAIN_LON, MAIN_LAT + 0.0115]]  # a little more in the lower half than in the upper
    AtlasPlace.objects.filter(kind="street").update(line={"type": "LineString", "coordinates": north})
    (street,) = suggested(client, "خیابون بهار")
    assert (street["area"], f"{lower}، {upper}" in street["more"]) == ("", True)
    (missing, *_) = suggested(client, "بهار کوچه ۹۹")
    assert f"{lower}، {upper}" in missing["more"]


@pytest.mark.parametrize("typed", ["", " ", "\u202e", "٪٪", "پپپپچچچچ", "x" * 5000, "' OR 1=1 --", "%_%"])
def test_words_that_name_nothing_are_answered(client: Client, typed: str) -> None:
    assert suggested(client, typed) == []


@pytest.mark.parametrize("near", [{"lat": "x", "lon": "1"}, {"lat": "nan", "lon": "nan"}, {"lat": "1e999", "lon": "0"}])
def test_a_point_that_is_none_is_passed_over(client: Client, near: dict[str, str]) -> None:
    assert suggested(client, "خیابان بهار", **near)


def test_searches_of_one_caller_are_limited(client: Client) -> None:
    count_use(SEARCHES[0], HERE, *SEARCHES[1:], amount=SEARCHES[1])
    assert client.get(reverse("report_places"), {"q": "بهار"}).status_code == 429
    assert at(client, 29.6, 52.5).status_code == 429
    assert client.get(reverse("map"), {"q": "بهار"}).status_code == 429
    assert client.get(reverse("report_places"), {"q": ""}).status_code == 200, "which costs nothing"
    assert client.get(reverse("map")).status_code == 200


def test_a_point_is_said_in_words(client: Client) -> None:
    lat, lon = alley_point()
    assert at(client, lat, lon).json() == {"words": "بهار، کوچهٔ ۱۶ · ارم"}
    lat, lon = point_in("2")
    assert at(client, lat, lon).json() == {"words": "سروستان"}
    assert at(client, 10, 10).json() == {"words": ""}
    for nothing in ({"lat": "29.6"}, {"lat": "x", "lon": "1"}, {"lat": "91", "lon": "0"}, {"lat": "nan", "lon": "nan"}):
        assert client.get(reverse("report_at"), nothing).status_code == 422


def test_without_a_street_map_a_point_has_its_neighbourhood(town: Town) -> None:
    lat, lon = alley_point()
    client = Client(headers={"Accept-Language": "fa"})
    assert at(client, lat, lon).json() == {"words": "ارم"}


def test_the_map_page_searches_without_a_script(client: Client) -> None:
    shown = packed(page(client, "map", q="بهار کوچه ۱۶", state="late"))
    link = re.search(r'<a class="option" href="([^"]+)"', shown)
    assert link is not None
    there = link[1].replace("&amp;", "&")
    assert "state=late" in there
    assert "near=1" in there
    after = client.get(there)
    assert after.status_code == 200
    assert f'data-lat="{MAIN_LAT + 0.0005:.4f}' in packed(after.content.decode())
    assert 'value="بهار، کوچهٔ ۱۶"' in after.content.decode()


def test_the_map_page_says_when_nothing_is_known(client: Client) -> None:
    assert "جایی به این نام نمی‌شناسیم" in page(client, "map", q="پپپپچچچچ").partition("</form>")[2]
    assert "place-none" not in page(client, "map")


def filled(**more: str) -> dict[str, str]:
    return {"key": "0" * 32, "text": make.POTHOLE, "address": "بهار کوچه ۱۶", "heard": "1", **more}


def test_the_report_finds_its_address_without_a_script(client: Client) -> None:
    shown = client.post(reverse("report"), filled(find="1"))
    assert shown.status_code == 200
    assert Report.objects.count() == 0
    assert make.POTHOLE in shown.content.decode(), "what was written stays"
    value = re.search(r'name="found"\s+value="([^"]+)"', shown.content.decode())
    assert value is not None
    assert client.post(reverse("report"), filled(found=value[1])).status_code == 302
    report = Report.objects.get()
    assert (report.lat, report.lon) == pytest.approx((MAIN_LAT + 0.0005, alley_point()[1]))
    assert report.address == "بهار کوچه ۱۶"


def test_a_marked_point_stands_before_a_found_one(client: Client) -> None:
    lat, lon = point_in("2")
    client.post(reverse("report"), filled(found="29.61,52.51,01-01", lat=str(lat), lon=str(lon)))
    assert Report.objects.get().lat == pytest.approx(lat)


@pytest.mark.parametrize("found", ["", "x", ",,", "a,b,c", "1,2", "nan,nan,", ",,99-99", "1" * 400])
def test_a_choice_that_is_none_breaks_nothing(client: Client, found: str) -> None:
    assert client.post(reverse("report"), filled(found=found)).status_code in {302, 422}


def test_an_unknown_address_is_told_and_kept(client: Client) -> None:
    shown = client.post(reverse("report"), filled(find="1", address="پپپپچچچچ")).content.decode()
    assert "جایی به این نام نمی‌شناسیم" in shown
    assert 'value="پپپپچچچچ"' in shown


def test_the_done_page_says_the_place_to_its_own_browser_alone(client: Client) -> None:
    lat, lon = alley_point()
    sent = client.post(reverse("report"), filled(address="", lat=str(lat), lon=str(lon)))
    assert "بهار، کوچهٔ ۱۶ · ارم" in client.get(sent["Location"]).content.decode()
    stranger = Client(headers={"Accept-Language": "fa"}).get(sent["Location"].partition("?")[0]).content.decode()
    assert "کوچهٔ ۱۶" not in stranger
    code = Report.objects.get().code
    assert "کوچهٔ ۱۶" not in page(client, "public_case", code)


def test_a_case_with_a_point_alone_says_its_street_to_staff(client: Client) -> None:
    lat, lon = alley_point()
    code = make.referred(lat=lat, lon=lon, address="")
    browser = signed_in("clerk")
    assert "بهار، کوچهٔ ۱۶" in page(browser, "case", code)
    status, shown = Caller(token_for("clerk")).get(f"/cases/{code}")
    assert (status, shown["street"]) == (200, {"fa": "بهار، کوچهٔ ۱۶", "en": "Bahar, alley 16"})
