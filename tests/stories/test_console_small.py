"""The operator's console on a small screen: what a call needs stands in one screen, and lists are found by typing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.stories.axe import violations
from tests.stories.conftest import EXPECTED, OpenPage, shot
from tests.stories.ringing import ring
from tests.stories.test_console import LONG, seated


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """What is expected may take its time on a machine that is shared."""
    expect.set_options(timeout=LONG)
    yield
    expect.set_options(timeout=EXPECTED)


def test_the_console_fits_a_small_screen_and_finds_topics_by_typing(open_page: OpenPage) -> None:
    """At 1366×650 text, topic, address, place and outcome stand above and in the bar; a topic is found by keyboard."""
    page = open_page("desk", "fa")
    page.set_viewport_size({"width": 1366, "height": 650})
    seated(page, "operator1", "107")
    expect(page.locator(".site-header")).to_have_count(0)
    ring("09171370207", extension="107")
    expect(page.locator("[name=text]")).to_be_focused(timeout=LONG)
    bar = page.locator("[data-send-bar]").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 650
    places = ("[name=text]", "[data-typeahead-box=topic]", "[name=address]", "[data-typeahead-box=place]")
    for part in places:
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bar["y"], part
    expect(page.locator("[name=outcome][value=answered]")).to_be_in_viewport()
    expect(page.locator("[name=outcome][value=wrong_number]")).not_to_be_in_viewport()
    page.locator("[data-typeahead-box=topic]").focus()
    page.keyboard.type("لكه گيري", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("لکه‌گیری")
    page.keyboard.press("Enter")
    expect(page.locator("select[name=topic]")).to_have_value("ASP-01")
    assert violations(page) == []
    shot(page, "console-small-desk-fa", full=False)
    page.locator(".console-rare > summary").click()
    page.locator("[name=outcome][value=wrong_number]").check()
    page.locator("[data-send]").click()
    expect(page.locator("[data-code], [data-idle], [data-next]").first).to_be_visible()


def test_a_place_is_found_while_its_address_is_typed(open_page: OpenPage) -> None:
    """A landmark's popular name becomes address, neighbourhood and point by keyboard, and Enter sends nothing yet."""
    page = open_page("desk", "fa")
    seated(page, "operator1", "107")
    ring("09171370208", extension="107")
    expect(page.locator("[name=text]")).to_be_focused(timeout=LONG)
    page.locator("[name=address]").focus()
    page.keyboard.type("فلکه گاز", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("میدان آزادی")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=address]")).to_have_value("میدان آزادی")
    expect(page.locator("[name=address]")).to_be_focused()
    expect(page.locator("select[name=place]")).not_to_have_value("")
    expect(page.locator("[name=lat]")).not_to_have_value("")
    page.locator("[name=address]").fill("کوچه‌ای که هیچ‌کس نمی‌شناسد قفقف")
    expect(page.locator(".place-none")).to_be_visible()
    assert violations(page) == []
