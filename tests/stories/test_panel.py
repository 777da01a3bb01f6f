"""The citizens' panel: the lot drawn again, a case judged, a visit without a line, an answer, a petition, minutes."""

import io
import secrets

import pypdfium2
from playwright.sync_api import Page, expect

from lab.sample.panel_numbers import SIGNATURES, THRESHOLD, VOLUNTEERS, panel_phone
from peygir.core.sortition import Entrant, Stratum, draw_panel
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in
from tests.stories.test_my_data import sign_in_by_code
from tests.stories.test_whole_life import photo_of_street


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def member(open_page: OpenPage) -> Page:
    """A member of the panel, on a phone: the first volunteer of the sample who was drawn."""
    page = open_page("phone", "fa")
    for number in range(VOLUNTEERS):
        sign_in_by_code(page, panel_phone(number))
        if (page.goto("/panel/me/") or page).url and page.locator("#now").count():
            return page
        page.context.clear_cookies(name="peygir_citizen")
    raise AssertionError("no volunteer of the sample was drawn")


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


def test_a_member_judges_visits_and_votes(open_page: OpenPage) -> None:
    page = member(open_page)
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

    page.goto("/panel/me/")
    page.locator("a[href^='/panel/me/votes/']").first.click()
    looked_at(page, "panel-vote-phone-fa")
    page.locator("[name=vote][value=yes]").check(force=True)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("رأی شما ثبت شد")).to_be_visible()

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


def test_the_unit_answers_late_and_everybody_reads_it(open_page: OpenPage) -> None:
    manager = open_page("desk", "fa")
    sign_in(manager, "manager-d01")
    manager.goto("/desk/panel/owed/")
    looked_at(manager, "panel-owed-list-desk-fa")
    manager.locator("ul a[href^='/desk/panel/owed/']").first.click()
    looked_at(manager, "panel-owed-desk-fa")
    answer = f"شش چاله با آسفالت گرم دوباره پر شد و تا یک ماه هر هفته بازدید می‌شود {secrets.token_hex(4)}"
    if manager.locator("[name=text]").count():
        manager.locator("[name=text]").fill(answer)
        manager.locator("button[value=answer]").click()
        expect(manager.get_by_text(answer)).to_be_visible()
    anybody = open_page("phone", "fa")
    anybody.goto("/panel/findings/")
    anybody.locator("a[href^='/panel/findings/']").first.click()
    looked_at(anybody, "panel-finding-phone-fa")


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
