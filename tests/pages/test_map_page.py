"""The public map and its list: the same cases, rounded places, and none that is no business of the public."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from tests import make
from tests.browsers import page
from tests.town import PHONES, SIDE, SOUTH, WEST, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
BOX = {"west": WEST, "south": SOUTH, "east": WEST + 3 * SIDE, "north": SOUTH + SIDE}


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_map_and_its_list_show_the_same(client: Client) -> None:
    code = make.referred(lat=29.604321, lon=52.506789)
    assert f"/t/{code}/" in page(client, "map")
    assert f"/t/{code}/" in page(client, "map_list", **BOX)
    (spot,) = json.loads(page(client, "map_cases", **BOX))["features"]
    assert spot["geometry"]["coordinates"] == [52.507, 29.604]
    assert [line["href"] for line in spot["properties"]["lines"]] == [f"/t/{code}/"]
    assert spot["properties"]["icon"] == "list", "a group of the town's own has the plain list"
    assert json.loads(page(client, "map_cases", **BOX, state="finished"))["features"] == []
    assert f"/t/{code}/" not in page(client, "map", group="CLN")


def test_a_dot_carries_the_picture_of_its_topic_and_several_carry_none(client: Client) -> None:
    make.referred("CLN-01", phone=PHONES[1])
    (spot,) = json.loads(page(client, "map_cases", **BOX))["features"]
    assert spot["properties"]["icon"] == "brush-cleaning"
    make.referred("CIV-01", phone=PHONES[2])
    (spot,) = json.loads(page(client, "map_cases", **BOX))["features"]
    assert (spot["properties"]["count"], spot["properties"]["icon"]) == (2, "")


def test_a_case_shows_its_place_in_the_sketch(client: Client) -> None:
    code = make.referred("CLN-01")
    page_text = client.get(reverse("public_case", args=[code])).content.decode()
    assert 'class="sketch-pin"' in page_text
    assert 'class="sketch-pin"' not in page(client, "map")


def test_the_map_hides_what_is_no_business_of_the_public(client: Client) -> None:
    lat, lon = point_in("1")
    for number, topic in enumerate(("CNF-01", "CND-01", "INF-01")):
        make.referred(topic, lat=lat, lon=lon, phone=PHONES[number])
    make.referred(about_unit_code="D-02", phone=PHONES[4])
    assert json.loads(page(client, "map_cases", **BOX))["features"] == []
    assert "/t/" not in page(client, "map_list", **BOX)


@pytest.mark.parametrize(
    "wrong", [{"west": 52}, {"west": "x"}, {**BOX, "west": 99}, {**BOX, "north": "nan"}, {**BOX, "south": "-1e999"}]
)
def test_a_box_that_is_none(client: Client, wrong: dict[str, Any]) -> None:
    for name in ("map_cases", "map_list"):
        assert client.get(reverse(name), wrong).status_code == 422


def test_an_address_with_nonsense_opens_the_usual_map(client: Client) -> None:
    page(client, "map", state="x", group="x", days="x", area="x", page="x", lat="x", lon="1", zoom="999")


def test_the_map_opens_where_the_address_says(client: Client) -> None:
    assert 'data-lat="29.61"' in page(client, "map", lat="29.61", lon="52.52", zoom="14.2")
    assert 'data-zoom="14.5"' in page(client, "map", area="01-01")


# ── charter and help ────────────────────────────────────────────────────────────────────────────────────────────────


def test_late_is_said_of_what_is_late(client: Client, town_clock: TownClock) -> None:
    code = make.in_hand()
    done = make.done(phone=PHONES[1])
    town_clock.forward(days=25)
    assert f"/t/{code}/" in page(client, "map", state="late")
    assert "دیر شده" in page(client, "map", state="late")
    assert f"/t/{code}/" not in page(client, "map", state="late", days="7")
    finished = page(client, "map", state="finished")
    assert f"/t/{done}/" in finished
    assert "دیر شده" not in finished
    assert clock.now() - town_clock.moment == timedelta()
