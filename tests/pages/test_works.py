"""The desk's page of planned works: managers plan for their own unit, the centre for all, and starts the seasons."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city import actions, queries
from peygir.city.models import PlannedWork, Season
from peygir.core import clock
from peygir.people.models import Staff
from tests.town import Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
WORKS = "/desk/works/"


def signed_in(username: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    client.post(reverse("set_language"), {"language": language})
    return client


def form(**more: Any) -> dict[str, Any]:
    return {
        "key": "a-key",
        "title_fa": "قطع آب",
        "title_en": "Water is off",
        "from_day": "1405/02/13",
        "from_time": "۰۸:۰۰",
        "to_day": "2026-05-04",
        "to_time": "",
        "topics": ["CLN-01", "CIV"],
        "neighbourhood": "01-01",
        **more,
    }


def test_a_manager_plans_works_for_the_own_unit_and_ends_them(town: Town) -> None:
    client = signed_in("manager")
    assert b"No works are planned" in client.get(WORKS).content
    for _ in range(2):  # pressed twice
        assert client.post(WORKS, form()).status_code == 302
    kept = PlannedWork.objects.get()
    assert (kept.unit_id, kept.topics, kept.neighbourhood_code) == (town.units["D-01"], ["CLN-01", "CIV"], "01-01")
    assert kept.begins_at == datetime(2026, 5, 3, 4, 30, tzinfo=UTC)
    assert kept.ends_at == datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
    page = client.get(WORKS).content.decode()
    assert "Water is off" in page
    assert "in force" in page
    assert "قطع آب" in signed_in("manager", "fa").get(WORKS).content.decode()
    works = queries.planned_works(
        town.city_id, at=clock.now(), topic_id=town.topics["CIV-09"], neighbourhood_id=town.neighbourhoods["01-01"]
    )
    assert [work.code for work in works] == [kept.code]
    assert client.post(reverse("work_end", args=[kept.code])).status_code == 302
    assert "It has ended" not in client.get(WORKS).content.decode()
    again = client.post(reverse("work_end", args=[kept.code]))
    assert again.status_code == 409
    assert b"This work has ended already." in again.content


def test_a_circle_around_a_point_and_works_in_the_whole_city(town: Town) -> None:
    lat, lon = point_in("1")
    client = signed_in("supervisor")
    circle = form(neighbourhood="", lat=str(lat), lon=str(lon), radius_m="150", unit=str(town.units["O-waste"]))
    assert client.post(WORKS, circle).status_code == 302
    everywhere = form(key="another", neighbourhood="", whole_city="on", from_time="")
    assert client.post(WORKS, everywhere).status_code == 302
    first, second = PlannedWork.objects.order_by("pk")
    assert (first.lat, first.lon, first.radius_m, first.unit_id) == (lat, lon, 150, town.units["O-waste"])
    assert (second.lat, second.neighbourhood_code, second.unit_id) == (None, "", None)
    assert second.begins_at == datetime(2026, 5, 2, 20, 30, tzinfo=UTC)
    page = client.get(WORKS).content.decode()
    assert "150 m around the point" in page
    assert "In the whole city" in page


@pytest.mark.parametrize(
    ("more", "status", "fault_text"),
    [
        ({"title_fa": ""}, 422, "This field is required"),
        ({"from_day": "soon"}, 422, "is not a date"),
        ({"from_time": "8 sharp"}, 422, "Enter a valid time"),
        ({"to_day": "1405/02/12"}, 422, "must end after it begins"),
        ({"topics": []}, 422, "This field is required"),
        ({"topics": ["NO-1"]}, 422, "Select a valid choice"),
        ({"neighbourhood": ""}, 422, "Mark the place on the map"),
        ({"neighbourhood": "", "lat": "29.6", "lon": "200"}, 422, "Mark the place on the map"),
        ({"radius_m": "0", "lat": "29.6", "lon": "52.5"}, 422, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    town: Town, more: dict[str, Any], status: int, fault_text: str
) -> None:
    answer = signed_in("manager").post(WORKS, form(**more))
    assert answer.status_code == status
    page = answer.content.decode()
    assert fault_text in page
    assert "Water is off" in page
    assert not PlannedWork.objects.exists()


def test_a_manager_reaches_only_the_own_units_works(town: Town) -> None:
    centre, manager = signed_in("supervisor"), signed_in("manager")
    centre.post(WORKS, form(unit=str(town.units["D-02"])))
    other = PlannedWork.objects.get()
    assert "Water is off" not in manager.get(WORKS).content.decode()
    assert manager.post(reverse("work_end", args=[other.code])).status_code == 403
    # A unit that is typed into the request by hand is not asked for, and not taken.
    manager.post(WORKS, form(key="mine", unit=str(town.units["D-02"])))
    assert PlannedWork.objects.latest("pk").unit_id == town.units["D-01"]
    other.refresh_from_db()
    assert other.ended_at is None
    assert centre.post(reverse("work_end", args=["own-999"])).status_code == 404
    assert signed_in("clerk").get(WORKS).status_code == 403
    assert signed_in("manager").post(reverse("season_press", args=["snow"])).status_code == 403


@pytest.fixture
def snow(town: Town) -> Season:
    season = Season(
        city_id=town.city_id,
        code="snow",
        name_fa="شب برفی",
        name_en="Snow night",
        topics=["CIV"],
        clock="C",
        due_hours=6,
        valid_from=date(2026, 1, 1),
    )
    season.save(force_insert=True)
    queries.forget()
    return season


@pytest.mark.usefixtures("snow")
def test_the_centre_starts_a_season_and_lifts_it(town: Town, town_clock: TownClock) -> None:
    client, address = signed_in("supervisor"), reverse("season_press", args=["snow"])
    assert "not in force" in client.get(WORKS).content.decode()
    assert client.post(address, {"deed": "start", "until": "tomorrow"}).status_code == 422
    assert client.post(address, {"deed": "start", "until": "1405/02/12"}).status_code == 422
    assert client.post(address, {"deed": "start", "until": "۱۴۰۵/۰۲/۱۴"}).status_code == 302
    [run] = queries.running_seasons(town.city_id, at=clock.now())
    assert run.to_at == datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
    assert "in force until" in client.get(WORKS).content.decode()
    assert client.post(address, {"deed": "start", "until": "1405/02/14"}).status_code == 409
    town_clock.forward(hours=1)
    assert client.post(address, {"deed": "lift"}).status_code == 302
    assert queries.running_seasons(town.city_id, at=clock.now()) == []
    assert client.post(address, {"deed": "lift"}).status_code == 409
    assert client.post(reverse("season_press", args=["flood"]), {"deed": "lift"}).status_code == 404


def test_works_to_come_and_works_long_over_are_listed_in_their_order(
    town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    now = clock.now()
    for title, begins in {"over": now, "later": now + timedelta(days=20), "running": now + timedelta(days=1)}.items():
        actions.plan_work(
            town.city_id,
            texts={"title_en": title},
            from_at=begins,
            to_at=begins + timedelta(hours=5),
            topics=["*"],
            by="staff:1",
        )
    town_clock.forward(days=1, hours=1)
    page = signed_in("operator").get(WORKS).content.decode()
    places = [page.index(f">{title}<") for title in ("Running", "Later", "Over")]
    assert places == sorted(places)
    assert page.count("Call off") == 1
