"""The label on an asset is scanned and a report is sent, with a script and without: it becomes a case of the asset."""

import re

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.reports import wait_until_referred
from tests.stories.staff import sign_in


@pytest.mark.parametrize("javascript", [True, False])
def test_a_scanned_label_becomes_a_case_of_the_asset(open_page: OpenPage, javascript: bool) -> None:
    clerk = open_page("desk")
    sign_in(clerk, "supervisor")
    clerk.goto("/desk/assets/?type=bin")
    life = clerk.locator('main table a[href^="/desk/assets/"]').nth(int(javascript)).get_attribute("href") or ""
    citizen = open_page("phone", javascript=javascript)
    citizen.goto(life.replace("/desk/assets/", "/a/"))
    assert sideways(citizen) == 0
    if javascript:
        shot(citizen, "asset-scanned-phone-fa")
    citizen.locator("[name=topic]").first.check()
    citizen.locator("[name=text]").fill("در آن شکسته است.")
    citizen.locator("form[aria-labelledby=asset-report] button[type=submit]").click()
    citizen.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    code = re.search(r"/report/done/(\d{10})/", citizen.url)
    assert code
    wait_until_referred(clerk, code[1])
    clerk.goto(f"/desk/case/{code[1]}/")
    expect(clerk.locator(f'main a[href="{life}"]')).to_be_visible()
    clerk.goto(life)
    expect(clerk.locator(f'main a[href="/desk/case/{code[1]}/"]')).to_be_visible()
    citizen.goto(life.replace("/desk/assets/", "/a/"))
    expect(citizen.locator(f'a[href="/t/{code[1]}/"]')).to_be_visible()
