"""Reports of assets: scan and report, choose one of the nearest, name it on the case, and a repair under warranty."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.assets import queries
from peygir.assets.actions import remove_asset
from peygir.people.models import Staff
from tests import asset_register, make
from tests.asset_register import register
from tests.drain import drain
from tests.town import MORNING, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town", "town_clock")


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


@pytest.fixture
def signed() -> Callable[[str], Client]:
    """`signed("manager")`: a browser in which this member of staff is signed in."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(Staff.objects.get(username=name))
        return client

    return sign_in


def words_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_a_scanned_label_leads_to_a_report_about_the_asset(town: Town) -> None:
    tag = register(name="سرو ۱۲")
    asset = queries.needed_asset(tag)
    citizen = Client(headers={"Accept-Language": "fa"})
    page = citizen.get(f"/a/{tag}/")
    assert page.status_code == 200
    assert "سرو ۱۲" in words_of(page)
    html = page.content.decode()
    assert set(re.findall(r'name="topic"[^>]*?value="([^"]*)"', html)) == {"CIV-01", "CIV-09", ""}
    sent = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(key|asset|heard)"[^>]*value="([^"]*)"', html))
    assert sent["asset"] == tag
    answer = citizen.post("/report/", {**sent, "topic": "CIV-01", "text": "", "phone": ""})
    assert answer.status_code == 302
    code = re.findall(r"\d{10}", answer.headers["Location"])[0]
    drain()
    case = make.case(code)
    assert (case.asset_id, case.lat, case.lon) == (asset.id, asset.lat, asset.lon)
    assert case.topic is not None
    assert case.topic.code == "CIV-01"
    again = words_of(citizen.get(f"/a/{tag}/"))
    assert "چاله خیابان" in again  # what is known of it now
    assert reverse("join", args=[code]) in citizen.get(f"/a/{tag}/").content.decode()


def test_what_nobody_may_know_is_not_on_the_page_of_an_asset() -> None:
    tag = register()
    make.report("CND-01", asset_tag=tag, about_unit_code="D-01", text="رازِ من")
    drain()
    page = words_of(Client().get(f"/a/{tag}/"))
    assert "رفتار کارکنان" not in page
    assert "رازِ من" not in page


def test_tags_are_read_in_any_digits_and_unknown_ones_are_not_found() -> None:
    tag = register()
    shown = tag.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    answer = Client().get(f"/a/{shown}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/a/{tag}/")
    for wrong in ("0000000", "1234567", "abc", "9" * 40):
        assert Client().get(f"/a/{wrong}/").status_code == 404


def test_the_page_of_a_removed_asset_takes_no_report(town: Town) -> None:
    tag = register()
    remove_asset(tag, on=date(2026, 5, 1), by="test")
    page = Client(headers={"Accept-Language": "en"}).get(f"/a/{tag}/")
    assert "It no longer stands here" in words_of(page)
    assert "asset-report" not in page.content.decode()
    lost = Client(headers={"Accept-Language": "en"}).post("/report/", {"asset": tag, "topic": "CIV-01", "heard": "1"})
    assert lost.status_code == 422
    assert "There is no asset with the tag" in words_of(lost)


def test_the_whole_form_keeps_the_asset_and_a_fault_keeps_it_too() -> None:
    tag = register()
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(f"/report/?asset={tag}&topic=CIV-01").content.decode()
    lat, _lon = point_in("1")
    assert f'name="asset" value="{tag}"' in page
    assert f'name="lat" value="{lat}"' in page
    refused = client.post("/report/", {"asset": tag, "heard": "1"})
    assert refused.status_code == 422
    assert f'name="asset" value="{tag}"' in refused.content.decode()


def test_the_form_offers_the_nearest_assets_of_the_topic() -> None:
    near, _other = register(shift=0.0001), register("bin", shift=0.0002)
    lat, lon = point_in("1")
    there = {"lat": lat, "lon": lon, "topic": "CIV-01", "text": ""}
    page = Client(headers={"Accept-Language": "en"}).post("/report/known/", there)
    assert re.findall(r'name="asset"[^>]*?value="(\d*)"', page.content.decode()) == [near, ""]
    assert "11 m away" in words_of(page)
    chosen = Client().post("/report/known/", {**there, "asset": near}).content.decode()
    assert 'name="asset"' not in chosen


def test_without_a_script_the_nearest_assets_are_offered_once_the_place_is_known() -> None:
    near = register(shift=0.0001)
    lat, lon = point_in("1")
    citizen = Client(headers={"Accept-Language": "en"})
    given = {"key": "c" * 32, "lat": lat, "lon": lon, "topic": "CIV-01", "text": "چراغ شکسته است", "phone": ""}
    asked = citizen.post("/report/", given)
    assert asked.status_code == 200, "nothing is sent yet"
    html = asked.content.decode()
    assert re.findall(r'name="asset"[^>]*?value="(\d*)"', html) == [near, ""]
    assert 'name="heard" value="1"' in html
    assert "چراغ شکسته است" in html
    answer = citizen.post("/report/", {**given, "heard": "1", "asset": near})
    assert answer.status_code == 302
    drain()
    code = re.findall(r"\d{10}", answer.headers["Location"])[0]
    assert make.case(code).asset_id == queries.needed_asset(near).id
    none_of_them = citizen.post("/report/", {**given, "key": "d" * 32, "heard": "1", "asset": ""})
    assert none_of_them.status_code == 302
    with_script = citizen.post("/report/", {**given, "key": "e" * 32}, headers={"HX-Request": "true"})
    assert "HX-Redirect" in with_script.headers, "a script has offered them"


def test_a_clerk_names_the_asset_on_the_case_and_sees_the_warranty(
    town: Town, signed: Callable[[str], Client], town_clock: TownClock
) -> None:
    tag, first = register(), make.done()
    clerk = signed("clerk")
    near = clerk.get(reverse("case_asset", args=[first])).content.decode()
    assert f'value="{tag}"' in near
    version = {"version": make.case(first).version}
    assert clerk.post(reverse("case_asset", args=[first]), {"tag": "12", **version}).status_code == 422
    answer = clerk.post(reverse("case_asset", args=[first]), {"near": tag, **version})
    assert answer.status_code == 302
    assert "Reports in a year: 1" in words_of(clerk.get(reverse("case", args=[first])))
    town_clock.moment = MORNING + timedelta(days=12)
    second = make.referred(asset_tag=tag)
    clerk = signed("clerk")  # the first session is over
    page = words_of(clerk.get(reverse("case", args=[second])))
    assert "This asset was repaired 12 days before, and its repair is guaranteed for 90 days." in page
    assert "Reported again within the warranty" not in words_of(clerk.get(reverse("case", args=[first])))
