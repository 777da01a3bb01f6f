"""A citizen follows a report by its code, and objects when the city says that no action is needed."""

import re

from playwright.sync_api import Page, expect

from peygir.core.persian import fa_digits
from tests.stories.conftest import OpenPage, shot
from tests.stories.reports import referred_report
from tests.stories.staff import sign_in
from tests.stories.test_live import report_with_phone
from tests.stories.test_whole_life import photo_of_street, press, verdict_link, wait_for_state

PHONE = "+989171370055"
WHY = "این گودال در معبر عمومی است، نه در ملک من."


def mistyped(code: str) -> str:
    """The code with its last digit wrong: the check digit tells."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_a_report_is_tracked_by_its_code(open_page: OpenPage) -> None:
    """Typed in Persian digits and groups, as it was read out; a slip of the finger is told and stays to be mended."""
    page = open_page("phone", "fa")
    code = referred_report(page)
    page.goto("/track/")
    box = page.locator("#code")
    box.fill(fa_digits(mistyped(code)))
    box.press("Enter")
    expect(page.locator("#error-code")).to_be_visible()
    assert fa_digits(box.input_value()) == fa_digits(mistyped(code))
    box.fill(fa_digits(f"{code[:2]} {code[2:5]} {code[5:8]} {code[8:]}"))
    box.press("Enter")
    page.wait_for_url(re.compile(rf"/t/{code}/"))
    expect(page.locator("main")).to_contain_text("ارجاع شد")


def open_no(page: Page) -> None:
    """The form behind the second button."""
    page.locator("main details > summary").first.click()


def test_a_citizen_objects(open_page: OpenPage) -> None:
    """No action needed, says the expert; the citizen objects with a reason and a photo, and the unit has it again."""
    code = report_with_phone(open_page, PHONE)
    clerk = open_page("desk", "fa")
    sign_in(clerk, "clerk-d01")
    clerk.goto(f"/desk/case/{code}/")
    press(clerk, "accept")
    press(clerk, "decline", {"note": "کارشناس دید؛ این گودال در ملک خصوصی است."})
    citizen = open_page("phone", "fa")
    wait_for_state(citizen, code, "نیاز به اقدام نیست")
    citizen.goto(verdict_link(1, PHONE))
    expect(citizen.locator("main")).to_contain_text("این گودال در ملک خصوصی است")
    open_no(citizen)
    shot(citizen, "objection-phone-fa")
    citizen.locator("main details form button[type=submit]").click()
    expect(citizen.locator("#error-reason")).to_be_visible()  # without a reason nobody could look again
    citizen.locator("[name=reason]").fill(WHY)
    citizen.locator("#id_photos").set_input_files([photo_of_street("#3c4043")])
    citizen.locator("main details form button[type=submit]").click()
    expect(citizen.locator("main")).to_contain_text("دوباره")
    wait_for_state(citizen, code, "بازگشایی شد")
    clerk.goto(f"/desk/case/{code}/")
    expect(clerk.locator("main")).to_contain_text(WHY)
    expect(clerk.locator("form[action$='/move/accept/']")).to_be_visible()
