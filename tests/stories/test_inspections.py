"""An inspector finds that drawn work is not fixed, the citizen is told, the unit objects, the supervisor decides."""

import re

from playwright.sync_api import expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

DISTRICT = re.compile("شهرداری منطقه ([۰-۹]+)")
REASON = "همان روز انجام شد؛ عکس پس از کار پیوست است."


def test_a_finding_an_objection_and_a_decision(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    sign_in(page, "inspector1")
    page.goto("/desk/inspections/")
    mine = page.locator("#drawn ~ ol li", has_text=DISTRICT).first
    expect(mine).to_be_visible()
    found = DISTRICT.search(mine.inner_text())
    assert found
    unit_clerk = f"clerk-d{int(found[1]):02d}"  # whoever finished it: the lot falls on any district
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, "inspector-drawn", full=False)
    mine.locator("a.btn-primary").click()
    code = page.url.rstrip("/").rpartition("/")[2]
    page.locator("input[name=finding][value=not_fixed]").check(force=True)
    page.locator("textarea[name=note]").fill("کاری در محل دیده نمی‌شود")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/desk/inspections/")

    citizen = open_page("phone", "fa")
    citizen.goto(f"/t/{code}/")
    expect(citizen.get_by_text("بازرس شهر دید که برطرف نشده است").first).to_be_visible()

    clerk = open_page("desk", "fa")
    sign_in(clerk, unit_clerk)
    clerk.goto(f"/desk/case/{code}/")
    clerk.locator(f"a[href='/desk/case/{code}/objection/']").click()
    clerk.locator("textarea[name=reason]").fill(REASON)
    assert violations(clerk) == []
    clerk.locator("main form button.btn-primary").click()
    clerk.wait_for_url(f"**/desk/case/{code}/")

    supervisor = open_page("desk", "fa")
    sign_in(supervisor, "supervisor")
    supervisor.goto("/desk/centre/objections/")
    row = supervisor.locator("li", has_text=REASON[:20]).last
    row.locator("a").click()
    expect(supervisor.get_by_text(REASON)).to_be_visible()
    supervisor.locator("input[name=outcome][value=upheld]").check(force=True)
    supervisor.locator("textarea[name=reason]").fill("عکس پس از کار روشن است.")
    assert violations(supervisor) == []
    supervisor.locator("main form button.btn-primary").click()
    supervisor.wait_for_url("**/desk/centre/objections/")
    for address in ("/inspections/", "/desk/centre/inspections/", "/desk/centre/inspections/results/"):
        supervisor.goto(address)
        assert violations(supervisor) == []
        assert sideways(supervisor) <= 0
