"""The first page of each role says what to do now on one screen, and leads to it: a story for each home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.reports import referred_report
from tests.stories.staff import sign_in

SCREENS = {"phone": (390, 844), "desk": (1366, 650)}
PLACE = {"latitude": 29.6036, "longitude": 52.5388}


def at_home(open_page: OpenPage, size: str, username: str, home: str) -> Page:
    """The page to which signing in leads, at the size of a phone or of an office's screen."""
    page = open_page(size, "fa")
    width, height = SCREENS[size]
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, username)
    page.goto("/desk/")
    assert page.url.endswith(home), page.url
    assert sideways(page) <= 0
    return page


def is_on_the_first_screen(page: Page, selector: str) -> None:
    """The beginning of a part is seen without scrolling."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    assert box["y"] < page.viewport_size["height"], f"{selector} begins at {box['y']}"  # type: ignore[index]


@pytest.mark.parametrize("size", SCREENS)
def test_an_inspector_looks_at_finished_work_near_by(open_page: OpenPage, size: str) -> None:
    page = at_home(open_page, size, "inspector1", "/desk/inspections/")
    page.goto("/desk/inspections/?district=all")
    is_on_the_first_screen(page, "#drawn")
    shot(page, f"home-inspector-{size}", full=False)
    assert violations(page) == []
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(PLACE)  # type: ignore[arg-type]
    page.locator("[data-near-me]").click()
    page.wait_for_url("**lat=29.604**")
    page.goto("/desk/inspections/?district=all")
    page.locator("section[aria-labelledby=next] a.btn-primary").click()
    page.locator("input[name=finding][value=fixed]").check(force=True)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/desk/inspections/")
    expect(page.locator("section[aria-labelledby=own] a.code").first).to_be_visible()


def test_a_defect_seen_on_patrol_becomes_a_case(open_page: OpenPage) -> None:
    page = at_home(open_page, "phone", "inspector1", "/desk/inspections/")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(PLACE)  # type: ignore[arg-type]
    page.locator("a[href='/desk/inspections/patrol/']").click()
    page.locator("[data-patrol-me]").click()
    expect(page.locator("[data-patrol-said]")).not_to_be_empty()
    assert page.locator("input[name=lat]").input_value().startswith("29.6036")
    page.locator("textarea[name=text]").fill("جدول شکسته و در جوی افتاده است")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/desk/inspections/")


@pytest.mark.parametrize("size", SCREENS)
def test_the_inspectorate_begins_at_the_confidential_desk(open_page: OpenPage, size: str) -> None:
    referred_report(open_page(size, "fa"), topic="ADM-03", text="برای امضای پروانه پول خواستند")
    page = at_home(open_page, size, "inspectorate", "/desk/confidential/")
    is_on_the_first_screen(page, "main .steer-row")
    shot(page, f"home-inspectorate-{size}", full=False)
    assert violations(page) == []
    page.locator(".steer-row .btn-primary").first.click()
    assert re.search(r"/desk/case/\d+/#move-\w+$", page.url)


@pytest.mark.parametrize("size", SCREENS)
def test_a_supervisor_sees_who_was_missed(open_page: OpenPage, size: str) -> None:
    page = at_home(open_page, size, "supervisor", "/desk/centre/wall/")
    is_on_the_first_screen(page, "#wall-missed" if size == "desk" else ".wall-figures")
    shot(page, f"home-supervisor-{size}", full=False)
    assert violations(page) == []
    page.goto("/desk/centre/wall/?full=1")
    expect(page.locator("#wall-missed")).to_have_count(0)


@pytest.mark.parametrize("size", SCREENS)
def test_a_manager_sees_the_week_compared(open_page: OpenPage, size: str) -> None:
    page = at_home(open_page, size, "manager-d01", "/desk/unit/")
    if size == "desk":
        is_on_the_first_screen(page, "#compared")
    shot(page, f"home-manager-{size}", full=False)
    assert violations(page) == []
    expect(page.locator("section[aria-labelledby=compared]")).to_be_visible()


@pytest.mark.parametrize("size", SCREENS)
def test_a_clerk_goes_by_the_map_to_a_case(open_page: OpenPage, size: str) -> None:
    page = at_home(open_page, size, "clerk-d01", "/desk/day/")
    page.locator("a[href^='/desk/inbox/map/']").first.click()
    expect(page.locator("[data-map] canvas")).to_be_visible()
    dot = page.locator(".map-dot").first
    expect(dot).to_be_visible()
    shot(page, f"home-clerk-map-{size}", full=False)
    assert violations(page) == []
    address = dot.get_attribute("href")
    assert address is not None
    assert "/desk/case/" in address
    dot.dispatch_event("click")
    page.wait_for_url("**/desk/case/**")


def test_an_answer_begins_with_a_proposal(open_page: OpenPage) -> None:
    page = at_home(open_page, "desk", "clerk-d01", "/desk/day/")
    page.goto("/desk/inbox/?state=in_hand")
    page.locator("main a.row-link").first.click()
    form = page.locator("#move-finish")
    page.locator("details:has(#move-finish) > summary").click()
    expect(form.locator("[data-proposal]")).to_be_visible()
    words = form.locator("textarea[name=note]")
    assert words.input_value().strip()
    form.locator("button[name=own]").click()
    expect(form.locator("[data-proposal]")).to_have_count(0)
    expect(form.locator("textarea[name=note]")).to_have_value("")
