"""The manager looks at the unit, hands cases out and says who is away; the administrator changes hours and accounts."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage, sideways
from tests.stories.second_person import confirmed_by_another
from tests.stories.staff import sign_in

LEADING = {"unit": "/desk/unit/", "share": "/desk/unit/share/?from=none", "away": "/desk/absences/"}
LOOKING = {
    "people": "/desk/admin/people/",
    "owners": "/desk/admin/owners/",
    "terms": "/desk/admin/terms/",
    "units": "/desk/admin/units/",
    "reorganise": "/desk/admin/units/D-01/reorganise/",
    "audit": "/desk/admin/audit/",
    "any-unit": "/desk/unit/?unit=M",
}


def fits(page: Page, address: str) -> None:
    """The page opens and does not scroll sideways."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    width = sideways(page)
    assert width <= 0, f"{address} scrolls sideways by {width} px"


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_fits(open_page: OpenPage, size: str, language: str) -> None:
    manager, chief = open_page(size, language), open_page(size, language)
    sign_in(manager, "manager-d01")
    sign_in(chief, "supervisor")
    for address in LEADING.values():
        fits(manager, address)
    for address in LOOKING.values():
        fits(chief, address)
    chief.goto("/desk/admin/people/")
    chief.locator("main table a[href$='/sight/']").first.click()
    expect(chief.locator("#examples")).to_be_visible()


def test_the_manager_redistributes(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    sign_in(page, "manager-d01")
    page.goto("/desk/unit/")
    page.locator("main a[href*='/desk/unit/share/']").nth(1).click()
    cases = page.locator("input[name=case][type=checkbox]")
    if cases.count() == 0:
        page.goto("/desk/unit/share/?from=none")
    assert cases.count() > 0
    # One box for all is there with a script, and says when only some are chosen.
    whole = page.locator("#all")
    expect(whole).to_be_checked()
    cases.nth(0).uncheck()
    expect(whole).not_to_be_checked()
    for number in range(3, cases.count()):
        cases.nth(number).uncheck()
    chosen = page.locator("input[name=case]:checked").count()
    for number in range(min(2, page.locator("input[name=taker]").count())):
        page.locator("input[name=taker]").nth(number).check()
    page.locator("#reason").fill("همکار در مرخصی است")
    page.locator("button[value=preview]").click()
    expect(page.locator("#balance")).to_be_visible()
    assert page.locator("input[name=give]").count() == chosen
    page.locator("button[value=do]").click()
    expect(page.locator("#results")).to_be_visible()
    assert page.locator("main tbody tr").count() == chosen


def test_a_colleague_says_who_stands_in(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    sign_in(page, "clerk-d01")
    page.goto("/desk/absences/")
    day = re.search(r"[۰-۹]{4}/[۰-۹]{2}/[۰-۹]{2}", page.locator("#help-from_day").inner_text())
    assert day
    page.locator("#id_from_day").fill(day[0])
    page.locator("#id_to_day").fill(day[0])
    own = page.locator("#id_person").input_value()
    others = page.locator("#id_deputy option").evaluate_all("options => options.map(option => option.value)")
    page.locator("#id_deputy").select_option(next(value for value in others if value not in ("", own)))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main tbody tr").first).to_contain_text("اکنون نیست")
    page.locator("main tbody form button").first.click()
    expect(page.locator("main tbody tr").first).to_contain_text("لغوشده")


def test_two_people_change_a_deadline_and_take_it_back(open_page: OpenPage) -> None:
    page = open_page("desk", "fa")
    sign_in(page, "admin")
    page.goto("/desk/admin/terms/?group=ASP")
    page.locator("#due_hours").fill(str(100 + secrets.randbelow(800)))  # others than those of an earlier try
    page.locator("#why").fill("قرار شورای شهر")
    page.locator("#topic").select_option(index=1)
    page.locator("button[value=preview]").click()
    expect(page.locator("#preview")).to_be_visible()
    page.locator("button[value=do]").click()
    confirmed_by_another(open_page, page)
    page.goto("/desk/admin/terms/?group=ASP")
    expect(page.locator("#decisions")).to_be_visible()
    page.locator("form[action*='/undo/'] button").first.click()
    expect(page.locator("body")).to_contain_text("نفر دوم باید تأیید کند")
    page.goto("/desk/admin/changes/")
    page.locator("section[aria-labelledby=waiting] a.row-link").last.click()  # the newest is the last
    confirmed_by_another(open_page, page)
    page.goto("/desk/admin/terms/?group=ASP")
    expect(page.locator("section[aria-labelledby=decisions]")).to_contain_text("بازگردانده")
