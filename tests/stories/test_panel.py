"""The citizens' panel: the lot drawn again, a case judged, a visit without a line, an answer, a petition, minutes."""

import io
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pypdfium2
from playwright.sync_api import Page, expect

from lab.sample.panel_numbers import SEATS, SIGNATURES, THRESHOLD, VOLUNTEERS, panel_phone
from peygir.core.sortition import Entrant, Stratum, draw_panel
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in
from tests.stories.test_my_data import sign_in_by_code
from tests.stories.test_whole_life import photo_of_street

UNIT: Final = "شهرداری منطقه ۱"
_seats: list[list[Any]] = []


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def seats(open_page: OpenPage) -> list[list[Any]]:
    """The cookies of each member, in the order of volunteering: every volunteer of the sample who was drawn."""
    if not _seats:
        page = open_page("phone", "fa")
        for number in range(VOLUNTEERS):
            sign_in_by_code(page, panel_phone(number))
            page.goto("/panel/me/")
            if page.locator("#now").count():
                _seats.append(page.context.cookies())
            page.context.clear_cookies(name="peygir_citizen")
    assert len(_seats) == SEATS
    return _seats


def take_seat(page: Page, cookies: list[Any]) -> None:
    """From now on this browser is a member's."""
    page.context.clear_cookies()
    page.context.add_cookies(cookies)


def all_vote(page: Page, open_page: OpenPage, title: str) -> None:
    """Every member of the panel says yes in the vote about a finding."""
    for cookies in seats(open_page):
        take_seat(page, cookies)
        page.goto("/panel/me/")
        page.locator("a[href^='/panel/me/votes/']", has_text=title).first.click()
        page.locator("[name=vote][value=yes]").check(force=True)
        page.locator("main form button.btn-primary").click()
        expect(page.get_by_text("رأی شما ثبت شد")).to_be_visible()


def days_go_by(title: str, days: int) -> None:
    """So many days pass for the answer that is owed about a finding, and the clock looks at it."""
    command = [sys.executable, "-m", "lab.sample.panel_days", title, str(days)]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, stdout=subprocess.DEVNULL)


def seen_within_a_minute(page: Page, address: str, sentence: str) -> None:
    """The page shows these sentence, once the worker has done what it waits for."""
    for _look in range(120):
        page.goto(address)
        if page.get_by_text(sentence).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} does not show “{sentence}”")


def test_the_lot_can_be_drawn_again(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    page.goto("/panel/")
    looked_at(page, "panel-phone-fa")
    page.locator("a[href^='/panel/lot/']").first.click()
    looked_at(page, "panel-lot-phone-fa")
    lot = page.request.get(page.locator("a[href$='list.json']").get_attribute("href") or "").json()
    population = {Stratum(*row[:3]): row[3] for row in lot["population"]}
    entrants = [Entrant(code, Stratum(*stratum)) for code, *stratum in lot["volunteers"]]
    result = draw_panel(entrants, population, lot["seats"], lot["seed"])
    assert [seat.entrant.code for seat in result.drawn] == lot["drawn"]


def test_a_member_judges_and_visits(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    take_seat(page, seats(open_page)[0])
    page.goto("/panel/me/")
    looked_at(page, "panel-desk-phone-fa")
    page.locator("a[href^='/panel/me/cases/']").first.click()
    looked_at(page, "panel-judge-phone-fa")
    visit = page.locator("a[href^='/panel/me/visit/']").get_attribute("href") or ""
    page.locator("[name=solved][value=yes]").check(force=True)
    page.locator("[name=answer][value=vague]").check(force=True)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("داوری شما ثبت شد")).to_be_visible()

    note = f"هنوز باز است {secrets.token_hex(4)}"
    page.goto(visit)
    looked_at(page, "panel-visit-phone-fa")
    page.locator("[name=saw][value=not_fixed]").check(force=True)
    page.locator("[name=note]").fill(note)
    page.locator("[name=photo]").set_input_files(photo_of_street("#7a5c3a"))
    page.context.set_offline(True)
    page.locator("form[data-keeps] button[type=submit]").click()
    expect(page.get_by_text("گوشی بازدید شما را نگه می‌دارد")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/report/waiting/")
    page.locator("[data-try]").click()

    desk = open_page("desk", "fa")
    sign_in(desk, "panel")
    for _look in range(60):
        desk.goto("/desk/panel/photos/")
        if desk.get_by_text(note).count():
            break
        desk.wait_for_timeout(500)
    looked_at(desk, "panel-photos-desk-fa")
    shown = desk.locator("li", has_text=note)
    shown.locator("button[value=show]").click()
    expect(desk.get_by_text("اکنون همه عکس را می‌بینند")).to_be_visible()


def adopted(page: Page, open_page: OpenPage, title: str) -> str:
    """A member judges a case, visits its place and proposes a finding, and all vote for it; returns what was seen."""
    take_seat(page, seats(open_page)[0])
    page.goto("/panel/me/")
    page.locator("a[href^='/panel/me/cases/']").first.click()
    visit = page.locator("a[href^='/panel/me/visit/']").get_attribute("href") or ""
    propose = page.locator("a[href^='/panel/me/findings/new/']").get_attribute("href") or ""
    page.locator("[name=solved][value=no]").check(force=True)
    page.locator("[name=answer][value=vague]").check(force=True)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("داوری شما ثبت شد")).to_be_visible()
    page.goto(visit)
    page.locator("[name=saw][value=not_fixed]").check(force=True)
    seen = f"چاله دوباره باز شده است {secrets.token_hex(4)}"
    page.locator("[name=note]").fill(seen)
    page.locator("form[data-keeps] button[type=submit]").click()
    page.wait_for_url("**/panel/me/")

    page.goto(propose)
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("از ده چالهٔ پرشده شش چاله در یک ماه دوباره باز شده است. با چه مصالحی پر می‌شود؟")
    page.locator("[name=unit]").select_option(label=UNIT)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("یافته پیش کارگروه است")).to_be_visible()
    page.locator("a[href^='/panel/me/votes/']", has_text=title).first.click()
    looked_at(page, "panel-vote-phone-fa")
    all_vote(page, open_page, title)
    return seen


def test_a_finding_from_a_judged_case_to_settled(open_page: OpenPage) -> None:
    """A judged case is visited, found, adopted; the unit owes, is late and escalated, answers; the panel settles it."""
    title = f"چالهٔ بازشده {secrets.token_hex(4)}"
    page = open_page("phone", "fa")
    seen = adopted(page, open_page, title)

    anybody = open_page("phone", "fa")
    anybody.goto("/panel/findings/")
    anybody.get_by_role("link", name=title).click()
    finding = anybody.url
    expect(anybody.get_by_text("مهلت پاسخ").first).to_be_visible()
    expect(anybody.get_by_text(seen)).to_be_visible()
    manager = open_page("desk", "fa")
    sign_in(manager, "manager-d01")
    manager.goto("/desk/panel/owed/")
    looked_at(manager, "panel-owed-list-desk-fa")
    manager.get_by_role("link", name=title).first.click()
    owed = manager.url

    days_go_by(title, 60)
    anybody.goto(finding)
    expect(anybody.get_by_text("خیلی دیر").first).to_be_visible()
    mayor = open_page("desk", "fa")
    sign_in(mayor, "mayor")
    seen_within_a_minute(mayor, "/desk/notices/", title)
    secretary = open_page("desk", "fa")
    sign_in(secretary, "panel")
    seen_within_a_minute(secretary, "/desk/notices/", title)

    answer = f"شش چاله با آسفالت گرم دوباره پر شد و تا یک ماه هر هفته بازدید می‌شود {secrets.token_hex(4)}"
    manager.goto(owed)
    looked_at(manager, "panel-owed-desk-fa")
    manager.locator("[name=text]").fill(answer)
    manager.locator("button[value=answer]").click()
    expect(manager.get_by_text(answer)).to_be_visible()
    anybody.goto(finding)
    expect(anybody.get_by_text(answer)).to_be_visible()
    expect(anybody.get_by_text("روز کاری تأخیر پاسخ داده شد").first).to_be_visible()

    take_seat(page, seats(open_page)[0])
    page.goto("/panel/me/")
    page.locator("li", has_text=title).locator("form[action$='/settle/'] button").click()
    expect(page.get_by_text("دربارهٔ مختومه شدن آن رأی می‌دهند")).to_be_visible()
    all_vote(page, open_page, title)
    anybody.goto(finding)
    expect(anybody.get_by_text("«کارگروه شهروندی (نمونه)» آن را در")).to_be_visible()
    looked_at(anybody, "panel-finding-phone-fa")


def test_a_member_watches_a_unit_and_sees_its_cases(open_page: OpenPage) -> None:
    page = open_page("phone", "fa")
    take_seat(page, seats(open_page)[1])
    page.goto("/panel/me/")
    page.locator("section[aria-labelledby=watches] summary").click()
    form = page.locator("form[action$='/do/watch/']")
    form.locator("[name=thing]").select_option(index=1)
    form.locator("button").click()
    page.locator("a[href^='/panel/me/watches/']").first.click()
    looked_at(page, "panel-watch-phone-fa")
    page.locator("nav a[href='?list=late']").click()
    expect(page.locator("nav a[href='?list=late'][aria-current=page]")).to_be_visible()


def test_a_petition_reaches_its_threshold_and_minutes_are_a_document(open_page: OpenPage) -> None:
    anybody = open_page("phone", "fa")
    anybody.goto("/panel/petitions/")
    looked_at(anybody, "petitions-phone-fa")
    anybody.locator("article a").first.click()
    looked_at(anybody, "petition-phone-fa")
    address = anybody.url
    for number in range(90, 90 + THRESHOLD - SIGNATURES):
        signer = open_page("phone", "fa")
        sign_in_by_code(signer, panel_phone(number))
        signer.goto(f"{address}sign/")
        if signer.locator("button[value=sign]").count():
            signer.locator("button[value=sign]").click()
        expect(signer.locator("button[value=withdraw]")).to_be_visible()
    anybody.goto(address)
    expect(anybody.get_by_text("به حد نصاب رسید")).to_be_visible()
    anybody.goto("/panel/")
    anybody.locator("a[href^='/panel/sessions/']").first.click()
    looked_at(anybody, "panel-session-phone-fa")
    minutes = anybody.request.get(anybody.locator("a[href$='minutes.pdf']").get_attribute("href") or "")
    assert len(pypdfium2.PdfDocument(io.BytesIO(minutes.body()))) >= 1
