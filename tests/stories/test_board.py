"""A unit's planner plans a day: a proposal is accepted, an order is moved by keyboard and mouse, locked, and sent."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from peygir.core import clock
from tests.stories.conftest import OpenPage, sideways
from tests.stories.reports import point_in, referred_report
from tests.stories.staff import sign_in

FRIDAY = 4
LANES = "[data-lane]:not([data-lane=''])"
PLAN = "form:has(input[value=plan]) button"
MOVABLE = f"{LANES} [draggable=true]"


def board(page: Page) -> str:
    """Open the board of the next day on which the sample's crews work; its address."""
    day = (clock.now() + timedelta(hours=27.5)).date()  # tomorrow in Iran
    day += timedelta(days=day.weekday() == FRIDAY)
    address = f"/desk/board/?on={day}"
    page.goto(address)
    return address


def ask_for_routes(page: Page, address: str) -> None:
    """Ask for a proposal; one that stands already, asked for by the sample or an attempt before, is dismissed first."""
    for _ in range(240):
        if page.locator("button[value=dismiss]").count():
            page.locator("button[value=dismiss]").click()
        elif page.locator(PLAN).is_enabled():
            page.locator(PLAN).click()
            return
        else:
            page.wait_for_timeout(500)
        page.goto(address)
    raise AssertionError("routes are calculated without end")


def lane_of(page: Page, number: str) -> str:
    return str(page.locator(f"[data-order='{number}']").evaluate("row => row.closest('[data-lane]').dataset.lane"))


def order_of_report(page: Page, district: int) -> None:
    """Report something in a district, and make an order of its case, as its manager."""
    sign_in(page, f"manager-d{district:02d}")
    where = point_in(f"{district:02d}-05")  # routes are planned for orders with a point alone
    code = referred_report(page, place="", address="شیراز، بلوار مدرس، روبه‌روی داروخانه", **where)
    page.goto(f"/desk/work-orders/new/?case={code}")
    page.locator("form:has(input[name=step]) button[type=submit]").click()
    page.wait_for_url("**/desk/work-orders/W-*/")


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_board_fits(open_page: OpenPage, size: str, language: str) -> None:
    page = open_page(size, language)
    sign_in(page, "manager-d01")
    board(page)
    assert sideways(page) <= 0


def test_a_day_is_planned_moved_locked_and_sent(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    order_of_report(page, 1)
    ask_for_routes(page, board(page))
    page.locator("button[value=accept]").click(timeout=120_000)  # when a worker has calculated it
    expect(page.locator(MOVABLE).first).to_be_visible()
    row = page.locator(MOVABLE).first
    number, first = str(row.get_attribute("data-order")), lane_of(page, str(row.get_attribute("data-order")))
    lanes = page.locator(LANES).evaluate_all("lanes => lanes.map(lane => lane.dataset.lane)")
    second = next(lane for lane in lanes if lane != first)
    # By keyboard, with the form that also works without scripts.
    form = row.locator("form[data-give]")
    form.locator("select").select_option(second)
    form.locator("input[name=position]").fill("1")
    form.locator("input[name=position]").press("Enter")
    expect(page.locator(f"[data-lane='{second}'] [data-order='{number}']")).to_be_visible()
    page.locator(f"[data-order='{number}']").drag_to(
        page.locator(f"[data-lane='{first}']"),
        source_position={"x": 12, "y": 12},  # a browser begins no drag in a box of the row's form
    )
    expect(page.locator(f"[data-lane='{first}'] [data-order='{number}']")).to_be_visible()
    page.locator(f"[data-order='{number}'] form:has(input[value=lock]) button").click()
    expect(page.locator(f"[data-order='{number}'][draggable=true]")).to_have_count(0)
    page.locator(f"form:has(input[name=crew][value='{first}']):has(input[value=send]) button").click()
    expect(page.locator(f"[data-order='{number}']")).to_contain_text("فرستاده")
    answer = page.request.get(str(page.locator("a[href*='/desk/board/crew/']").first.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"


def test_the_board_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("desk", "fa", javascript=False)
    order_of_report(page, 2)
    address = board(page)
    ask_for_routes(page, address)
    for _ in range(60):
        if page.locator("button[value=dismiss]").count():
            break
        page.wait_for_timeout(500)
        page.goto(address)
    page.locator("button[value=dismiss]").click()
    expect(page.locator(PLAN)).to_be_enabled()
