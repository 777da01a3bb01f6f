"""The page of the areas: a file or a drawing, every fault, the difference with its cases, the change, its undoing."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.city import queries
from tests import make
from tests.desks.test_areas import GROWN, LATER, TODAY, WON, code_at, drawing, land
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
AREAS = "/desk/admin/areas/"
NAME = "/desk/admin/units/D-01/name/"
DAY = "1405/02/19"  # LATER


def form(text: str = GROWN, **more: Any) -> dict[str, Any]:
    return {"text": text, "since": DAY, "scope": "part", "gives_way": "1", "step": "preview", **more}


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def posted(client: Client, status: int, **given: Any) -> str:
    answer = client.post(AREAS, form(**given))
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_difference_is_shown_then_applied_and_taken_back(town: Town) -> None:
    lying = make.referred("CIV-01", lat=WON[0], lon=WON[1])
    waste = make.referred("CLN-01", lat=WON[0], lon=WON[1], phone=None)
    make.referred("CIV-01", district="3", phone=None)
    client = signed_in("admin")
    page = posted(client, 200)
    assert lying in page
    assert waste in page
    # Of the two, only the pothole belongs to the district of the place.
    assert "2 open cases lie on land that changes its district; 1 of them would have another owner" in page
    assert "1.72 km²" in page
    assert "area-gained" in page
    shapes = json.loads(re.search(r'<script id="difference-shapes"[^>]*>(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    roles = {one["properties"]["role"] for one in shapes["features"]}
    assert roles == {"old", "new", "gained", "lost", "moved"}
    assert code_at(town, LATER) == "2"
    answer = client.post(AREAS, form(step="do", seen=seen(page)))
    assert answer.status_code == 302
    assert code_at(town, LATER) == "1"
    shown = client.get(AREAS).content.decode()
    assert "The map changed from 9 May 2026: 2 districts, 4 neighbourhoods." in shown
    assert "a further change begins on that day or later" in shown
    number = re.search(r"/areas/(\d+)/undo/", shown)
    assert number
    assert "Areas redrawn" in client.get("/desk/admin/audit/", {"kind": "areas_redrawn"}).content.decode()
    assert client.post(f"/desk/admin{number[0]}").status_code == 302
    assert code_at(town, LATER) == "2"
    assert "It undoes line" in client.get(AREAS).content.decode()


def test_a_file_is_read_without_a_script(town: Town) -> None:
    client = signed_in("admin", "fa")
    file = SimpleUploadedFile("areas.geojson", GROWN.encode("utf-8-sig"))
    answer = client.post(AREAS, form("", file=file))
    assert answer.status_code == 200
    assert "زمین‌هایی که منطقه‌شان عوض می‌شود" in answer.content.decode()
    bad = SimpleUploadedFile("areas.geojson", "مرز".encode("cp1256"))
    assert "UTF-8" in client.post(AREAS, form("", file=bad)).content.decode()
    huge = SimpleUploadedFile("areas.geojson", b" " * 8_000_001)
    assert client.post(AREAS, form("", file=huge)).status_code == 422
    assert code_at(town, LATER) == "2"


def test_every_fault_is_listed_and_what_was_typed_is_kept(town: Town) -> None:
    client = signed_in("admin")
    text = drawing(({"code": "9"}, land(0, 1)), ({"code": "1", "unit": "D-02"}, land(0, 1)))
    page = posted(client, 422, text=text)
    assert "The map has" in page
    assert "column “name_fa” is empty" in page
    assert "&quot;9&quot;" in page
    overlap = posted(client, 422, gives_way="")
    assert "overlaps" in overlap
    assert f'value="{DAY}"' in overlap
    for given, fault_text in (
        ({"text": ""}, "Draw an area on the map"),
        ({"since": "1404/01/01"}, "not in the past"),
        ({"since": "yesterday"}, "yesterday"),
        ({"text": drawing(({"code": "1"}, land(0, 1)))}, "nothing would change"),
        ({"step": "do", "seen": "0" * 16}, "look at the difference again"),
    ):
        assert fault_text in posted(client, 409 if "seen" in given else 422, **given), fault_text
    assert GROWN[:40].replace('"', "&quot;") in posted(client, 200, step="edit")


def test_land_in_no_district_is_named(town: Town) -> None:
    page = posted(signed_in("admin"), 200, text=drawing(({"code": "1"}, land(0.5, 1))))
    assert "Some land would be in no district" in page
    assert "no district" in page
    assert "near" in page
    assert "29.6" in page
    assert "No open case lies on this land" in page


def test_the_map_goes_out_as_a_file_that_comes_back(town: Town) -> None:
    client = signed_in("admin")
    answer = client.get(f"{AREAS}map.geojson", {"save": "1"})
    assert "attachment" in answer.headers["Content-Disposition"]
    kinds = [one["properties"]["kind"] for one in answer.json()["features"]]
    assert (kinds.count("district"), kinds.count("neighbourhood")) == (3, 6)
    assert "nothing would change" in posted(client, 422, text=answer.content.decode(), scope="whole")
    assert client.get(f"{AREAS}map.geojson", {"on": "x"}).status_code == 422


def test_others_look_and_do_not_change(town: Town) -> None:
    supervisor = signed_in("supervisor")
    assert 'name="text"' not in supervisor.get(AREAS).content.decode()
    assert supervisor.post(AREAS, form()).status_code == 403
    assert supervisor.post(NAME, {"name_fa": "نو", "since": DAY}).status_code == 403
    assert signed_in("clerk").get(AREAS).status_code == 403


def test_a_unit_is_renamed_after_a_look(town: Town, town_clock: TownClock) -> None:
    make.referred("CIV-01")
    client = signed_in("admin", "fa")
    given = {"name_fa": "شهرداری منطقهٔ ارم", "name_en": "Eram", "since": DAY}
    page = client.post(NAME, given).content.decode()
    assert "۱ پرونده نام تازه را نشان می‌دهد" in page
    assert client.post(NAME, {**given, "step": "do"}).status_code == 302
    shown = client.get(NAME).content.decode()
    assert "شهرداری منطقهٔ ارم" in shown
    assert "تا پیش از" in shown
    town_clock.forward(days=7)
    queries.forget()
    assert "شهرداری منطقهٔ ارم" in signed_in("admin", "fa").get("/desk/admin/units/").content.decode()
    number = re.search(r"/desk/admin/names/(\d+)/undo/", shown)
    assert number
    client = signed_in("admin", "fa")
    assert client.post(number[0]).status_code == 302
    assert "شهرداری منطقهٔ یک" in client.get("/desk/admin/units/").content.decode()
    for bad in ({"name_fa": ""}, {"name_fa": "سازمان پسماند"}, {"since": "فردا"}):
        assert client.post(NAME, {**given, "since": "1405/03/01", **bad}).status_code == 422
    assert client.get("/desk/admin/units/Q/name/").status_code == 404
    assert queries.day_of(town.city_id, make.moment("2026-05-03T06:00:00+00:00")) == TODAY
