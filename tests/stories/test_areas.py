"""The administrator redraws an area: the difference first, then new reports go by the new map and an old case stays."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.reports import received_report
from tests.stories.staff import sign_in

AREAS = "/desk/admin/areas/"
CORNER = ".corner-handle"


def opened(page: Page) -> None:
    """The map is there and its areas can be chosen."""
    page.goto(AREAS)
    expect(page.locator("[data-drawing][data-ready]")).to_be_visible(timeout=90_000)
    assert page.locator("[data-drawing-choose] option").count() > 50


def drawn(page: Page) -> dict[str, Any]:
    """What the map has written into the form, by code."""
    text = page.locator("#text").input_value()
    features = json.loads(text)["features"] if text else []
    return {one["properties"]["code"]: one["geometry"] for one in features}


def pull_the_border(page: Page) -> None:
    """By the keyboard: the first shared corner of district 1 that can be moved far into its neighbour."""
    page.locator("[data-drawing-choose]").select_option("district:1")
    expect(page.locator(CORNER).first).to_be_visible()
    for number in range(page.locator(CORNER).count()):
        page.locator(CORNER).nth(number).focus()
        for _ in range(7):
            page.keyboard.press("ArrowLeft")
        if len({code for code in drawn(page) if re.fullmatch(r"\d+", code)}) >= 2:
            return
        page.locator("[data-drawing-reset]").click()
    raise AssertionError("no corner of district 1 is shared")


def show_the_difference(page: Page, day: str) -> None:
    page.locator("#since").fill(day)
    page.locator("button[value=preview]").click()
    expect(page.locator("#land")).to_be_visible(timeout=60_000)


def today(page: Page) -> str:
    return page.locator("#since").get_attribute("placeholder") or ""


def won_point(page: Page) -> tuple[str, str]:
    """A point (latitude, longitude) on the largest piece of land that changes its district."""
    where = page.locator("#land ~ .table-wrap tbody tr").first.inner_text()
    plain = where.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789."))
    found = re.search(r"(2\d\.\d{4}), (5\d\.\d{4})", plain)
    assert found, where
    return found[1], found[2]


def report_at(page: Page, point: tuple[str, str]) -> str:
    """A pothole at a point, as the map of the form would say it; its code."""
    page.goto("/report/")
    page.evaluate(
        "([lat, lon]) => { for (const [n, v] of [['lat', lat], ['lon', lon]]) "
        "document.querySelector(`input[name=${n}]`).value = v; }",
        list(point),
    )
    page.locator("[data-step=where] [data-next]").click()
    page.locator("#id_text").fill("چالهٔ بزرگی وسط خیابان افتاده است.")
    page.locator("[data-topic-search]").fill("چاله")
    page.locator("label.choice:visible", has_text="لکه").first.click()
    page.locator("[data-step=what] [data-next]").click()
    page.locator("[data-step=photos] [data-next]").click()
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    return page.url.rstrip("/").rpartition("/")[2]


def unit_of(page: Page, code: str) -> str:
    """The unit to which a case was given, as its public page tells it."""
    for _ in range(600):  # the worker needs a moment
        page.goto(f"/t/{code}/")
        found = re.search(r"(شهرداری منطقه[^\n.]*?[۰-۹]+)", page.locator("main").inner_text())
        if found:
            return found[1]
        page.wait_for_timeout(200)
    raise AssertionError(page.locator("main").inner_text())


def until_given_to_another(page: Page, point: tuple[str, str], unit: str) -> None:
    """Wait until a report at a point is given to another unit: every process reads the city anew after five seconds."""
    for _ in range(60):
        code = received_report(
            text="چالهٔ بزرگی وسط خیابان", place="", address="", lat=float(point[0]), lon=float(point[1])
        )
        if unit_of(page, code) != unit:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"reports at {point} still go to {unit}")


def test_the_administrator_redraws_an_area(open_page: OpenPage) -> None:
    page, citizen = open_page("desk", "fa"), open_page("phone", "fa")
    sign_in(page, "admin")
    opened(page)
    assert violations(page) == []
    day = today(page)
    pull_the_border(page)
    shot(page, "areas-drawing-desk-fa")
    show_the_difference(page, day)
    expect(page.locator("[data-difference][data-ready]")).to_be_visible(timeout=60_000)
    assert violations(page) == []
    shot(page, "areas-difference-desk-fa")
    point = won_point(page)
    old = report_at(citizen, point)
    before = unit_of(citizen, old)
    page.locator("button[value=do]").click()
    expect(page.locator("#decisions")).to_be_visible()
    try:
        until_given_to_another(citizen, point, before)
        assert unit_of(citizen, report_at(citizen, point)) != before
        assert unit_of(citizen, old) == before
    finally:
        page.locator("form[action*='/areas/'][action$='/undo/'] button").first.click()
    expect(page.locator("main")).to_contain_text("بازگردانده")


def test_with_a_mouse_and_typed_corners(open_page: OpenPage) -> None:
    page = open_page("desk", "en")
    sign_in(page, "admin")
    opened(page)
    page.locator("[data-drawing-choose]").select_option("district:1")
    handle = page.locator(CORNER).first
    expect(handle).to_be_visible()
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=6)
    page.mouse.up()
    assert "1" in drawn(page)
    page.locator("[data-drawing-undo]").click()
    assert drawn(page) == {}
    page.locator("[data-drawing-list] summary").click()
    latitude = page.locator("[data-drawing-corners] input").first
    was = latitude.input_value()
    latitude.fill(f"{float(was) + 0.001:.6f}")
    latitude.blur()
    assert "1" in drawn(page)
    count = page.locator("[data-drawing-corners] li").count()
    page.locator("[data-drawing-corners] li button").first.click()
    expect(page.locator("[data-drawing-corners] li")).to_have_count(count + 1)
    page.locator("[data-drawing-reset]").click()
    expect(page.locator("[data-drawing-corners] li")).to_have_count(count)
    assert drawn(page) == {}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_new_area_on_a_phone_and_for_a_rule(open_page: OpenPage, language: str) -> None:
    page = open_page("phone", language)
    sign_in(page, "admin")
    opened(page)
    shot(page, f"areas-phone-{language}")
    page.locator("[data-drawing-new]").click()
    canvas = page.locator("[data-drawing-map] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    for x, y in ((0.3, 0.3), (0.7, 0.3), (0.5, 0.7)):
        page.touchscreen.tap(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.wait_for_timeout(400)  # two taps at once are a double tap
    page.locator("[data-drawing-close]").click()
    page.locator("[data-about=code]").fill("12")
    page.locator("[data-about=name_fa]").fill("منطقه 12")
    page.locator("[data-about=unit]").select_option("D-11")
    page.locator("[data-about=unit]").blur()
    assert list(drawn(page)) == ["12"]
    named = page.locator("[data-drawing-choose] option:checked")
    expect(named).to_contain_text("منطقه ۱۲" if language == "fa" else "منطقه 12")
    day = today(page)
    show_the_difference(page, day)
    width = sideways(page)
    assert width <= 0
    expect(page.locator("#areas ~ .table-wrap")).to_contain_text("۱۲" if language == "fa" else "12")
    page.goto("/desk/routing/rules/new/")
    page.locator("details:has(#id_area) summary").first.click()
    page.locator("[data-drawing-map]").scroll_into_view_if_needed()
    expect(page.locator("[data-drawing][data-ready]")).to_be_visible(timeout=60_000)
    page.locator("[data-drawing-new]").click()
    for x, y in (((60, 60)), ((160, 60)), ((110, 160))):
        page.locator("[data-drawing-map] canvas").tap(position={"x": x, "y": y})
        page.wait_for_timeout(400)
    page.locator("[data-drawing-close]").click()
    assert json.loads(page.locator("#id_area").input_value())["type"] == "Polygon"


def test_a_file_without_javascript(open_page: OpenPage) -> None:
    page = open_page("desk", "fa", javascript=False)
    sign_in(page, "admin")
    page.goto(AREAS)
    page.locator("summary", has_text="GeoJSON").click()
    answer = page.request.get(f"{AREAS}map.geojson")
    first = next(one for one in answer.json()["features"] if one["properties"]["code"] == "1")
    ring = first["geometry"]["coordinates"][0]
    first["geometry"]["coordinates"] = [[[lon, lat - 0.002 if lat < 29.61 else lat] for lon, lat in ring]]
    text = json.dumps({"type": "FeatureCollection", "features": [first]}).encode()
    file: FilePayload = {"name": "one.geojson", "mimeType": "application/geo+json", "buffer": text}
    page.locator("#file").set_input_files([file])
    show_the_difference(page, today(page))
    expect(page.locator(".area-sketch .area-gained").first).to_be_visible()
    shot(page, "areas-without-script-desk-fa")
