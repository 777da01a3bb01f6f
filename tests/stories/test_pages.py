"""Every page a person may open, on a phone and on a desk, in Persian and in English, light and dark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response
from playwright.sync_api import TimeoutError as NotInTime

from tests.stories import walk
from tests.stories.axe import violations
from tests.stories.conftest import URL, OpenPage, messages_to, settled, shot, sideways
from tests.stories.reports import referred_report, wait_until_referred
from tests.stories.staff import sign_in
from tests.stories.test_whole_life import press

PHONE = "+989171370777"
SLOW = 120_000  # ms


@dataclass(frozen=True)
class Told:
    """What the stories brought about: a report, the question to its reporter, a rule, the reporter's cookies."""

    code: str
    verdict: str
    rule: str
    cookies: list[Any]


@pytest.fixture(scope="module")
def told_case(browser: Browser) -> Iterator[Told]:
    """Reported without a script, done by the unit, and asked about; the reporter proved the phone."""
    context = browser.new_context(base_url=URL, java_script_enabled=False, locale="fa-IR")
    context.add_cookies([{"name": "django_language", "value": "fa", "url": URL}])
    page = context.new_page()
    page.set_default_timeout(SLOW)  # the first report of a house that has just started
    code = _report(page)
    wait_until_referred(page, code)
    clerk, chief = (browser.new_context(base_url=URL).new_page() for _ in range(2))
    for staff, name in ((clerk, "clerk-d01"), (chief, "supervisor")):
        staff.set_default_timeout(SLOW)
        sign_in(staff, name)
    clerk.goto(f"/desk/case/{code}/")
    for verb, fill in (("accept", {}), ("finish", {"note": "پر شد.", "form": "آسفالت گرم"})):
        press(clerk, verb, fill)
    rule = _rule(chief)
    verdict_path = _message(page, r"https?://[^\s/]+(/v/\S+)")
    page.goto("/me/")
    page.locator("[name=phone]").fill(PHONE)
    page.locator("main form button[type=submit]").click()
    # Not any six digits: the token of a link may hold six in a row.
    page.locator("[name=code]").fill(_message(page, r"کد ورود.*?(\d{6})"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/reports/")
    yield Told(code, verdict_path, rule, list(context.cookies()))
    for one in (clerk.context, chief.context, context):
        one.close()


def _report(page: Page) -> str:
    page.goto("/report/")
    page.locator("#id_area").select_option("01-05")
    page.locator("#id_text").fill("جلوی مدرسه یک چالهٔ بزرگ افتاده، لطفاً آسفالت کنید")
    page.locator("#id_phone").fill(PHONE)
    for _ in range(2):  # what was told from there already stands on a page between
        with page.expect_navigation(wait_until="networkidle"):
            page.locator("[data-send]").first.click()
        if page.locator("[data-send]").count() == 0:
            break
    found = re.search(r"/report/done/(\d{10})/", page.url)
    assert found
    return found[1]


def _rule(page: Page) -> str:
    """Write a routing rule; it stays a draft and moves nothing. Returns the address of its page."""
    page.goto("/desk/routing/rules/new/")
    page.locator("#id_name_fa").fill("قاعدهٔ نمونه")
    page.locator("#id_unit").select_option(index=1)
    page.locator("#id_topics").evaluate("box => { box.options[0].selected = true; }")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    return urlsplit(page.url).path


def _message(page: Page, pattern: str) -> str:
    """What stands in the first such message to the reporter; the worker needs a moment to send it."""
    for _ in range(300):
        said = [re.search(pattern, line["text"]) for line in messages_to(PHONE)]
        found = [match[1] for match in said if match]
        if found:
            return found[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"no message holds {pattern}: {messages_to(PHONE)}")


def went(page: Page, address: str) -> Response | None:
    """Go there. The page before may be a map that is drawn without a graphics card and holds the browser for long on a
    shared machine: what does not come is asked for once more, and the second time it counts."""
    try:
        return page.goto(address)
    except NotInTime:
        return page.goto(address)


def known_objects(clerk: Page, manager: Page, admin: Page, told_case: Told) -> dict[str, str]:
    """What the addresses of the walk name: a case, an asset, an alarm and a person, each found on a page."""
    admin.goto("/desk/admin/people/")
    person = re.search(r"/desk/admin/people/\d+/", admin.content())
    assert person
    referred_report(clerk)  # the sample may have left the inbox empty
    clerk.goto("/desk/inbox/")
    case = clerk.locator('main a[href^="/desk/case/"]').first.get_attribute("href") or ""
    manager.goto("/desk/assets/?unit=D-01")
    asset_life = manager.locator('main table a[href^="/desk/assets/"]').first.get_attribute("href") or ""
    manager.goto("/desk/alarms/")
    alarm = manager.locator('main a[href^="/desk/alarms/"].row-link').first.get_attribute("href") or ""
    return {
        "alarm": alarm,
        "asset_life": asset_life,
        "asset": asset_life.replace("/desk/assets/", "/a/"),
        "code": told_case.code,
        "verdict": told_case.verdict,
        "rule": told_case.rule,
        "case": case,
        "person": person[0],
    }


# Each size and each language once; the two that are left are long stories.
WALKS: Final = (
    ("phone", "fa"),
    ("desk", "en"),
    pytest.param("phone", "en", marks=pytest.mark.long),
    pytest.param("desk", "fa", marks=pytest.mark.long),
)


@pytest.mark.parametrize(("size", "language"), WALKS)
def test_pages(open_page: OpenPage, told_case: Told, size: str, language: str) -> None:
    """Each opens without a console error or a foreign request, does not scroll sideways, and axe finds nothing."""
    visitor, citizen, clerk, chief, manager, mayor, council, inspector, inspectorate, admin = (
        open_page(size, language) for _ in range(10)
    )
    citizen.context.add_cookies([one for one in told_case.cookies if one["name"] == "peygir_citizen"])
    sign_in(clerk, "clerk-d01")
    sign_in(chief, "supervisor")
    sign_in(manager, "manager-d01")
    sign_in(mayor, "mayor")
    sign_in(council, "council1")
    sign_in(inspector, "inspector1")
    sign_in(inspectorate, "inspectorate")
    sign_in(admin, "admin")
    known = known_objects(clerk, manager, admin, told_case)
    faults: list[str] = []
    walked = (
        (visitor, walk.PUBLIC),
        (citizen, walk.CITIZEN),
        (clerk, walk.CLERK),
        (chief, walk.CENTRE),
        (manager, walk.MANAGER),
        (mayor, walk.LEADERS),
        (council, walk.COUNCIL),
        (inspector, walk.INSPECTOR),
        (inspectorate, walk.INSPECTORATE),
        (admin, walk.ADMIN),
    )
    for page, pages in walked:
        for name, address in pages.items():
            answer = went(page, address.format(**known))
            assert answer is not None
            assert answer.status in ((404,) if name == "missing" else (200,)), (name, answer.status)
            width = sideways(page)
            if width > 0:
                faults.append(f"{name}: scrolls sideways by {width} px")
            if name in walk.WITHOUT_PICTURE:
                settled(page)
            else:
                shot(page, f"{name}-{size}-{language}")
            faults += [f"{name}: {line}" for line in violations(page)]
    assert not faults, "\n".join(faults)
