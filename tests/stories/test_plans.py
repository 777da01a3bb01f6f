"""An alarm becomes a problem, a programme, a choice for the money, a letter to the council, a budget line, and news."""

import io
import re
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from peygir.core.persian import fa_digits
from peygir.core.tables import Column, as_xlsx
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

ROOT: Final = Path(__file__).resolve().parents[2]
TITLE: Final = "نوسازی کوچه‌های منطقه"
HEADINGS: Final = ("code", "title", "unit", "approved")
COMPUTED_WITHIN: Final = 300.0
"""Seconds; the machine is shared."""


@dataclass(frozen=True, slots=True)
class MeasuredGoal:
    """A measured goal."""

    title: str
    programme_id: int
    id: int


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def fill_option(page: Page, number: int, title: str, likely: str) -> None:
    """Fill in one option with one cost."""
    values = {
        "title": title,
        "begins_on": "1406/02/01",
        "ends_on": "1406/04/01",
        "effect_low": "20",
        "effect": "40",
        "effect_high": "60",
        "years": "5",
    }
    for name, value in values.items():
        page.locator(f"[name=o{number}-{name}]").fill(value)
    for name, value in {"title": "اجرا", "low": "100000000", "likely": likely, "high": "9000000000"}.items():
        page.locator(f"[name=o{number}c1-{name}]").fill(value)


@pytest.fixture(scope="module")
def measured_goal() -> MeasuredGoal:
    """Two years of cases, the decision, the money, the work and the year after it lie before today (`goal_year`)."""
    title = f"روکش خیابان‌های پرچاله {secrets.token_hex(4)}"
    programme_id, goal_id = map(int, sample("goal_year", title).split())
    return MeasuredGoal(title, programme_id, goal_id)


def test_a_problem_is_followed_to_the_budget(open_page: OpenPage, measured_goal: MeasuredGoal) -> None:
    planner = open_page("desk", "fa")
    sign_in(planner, "manager-d01")
    planner.goto("/desk/plans/")
    looked_at(planner, "plans")
    planner.get_by_role("link", name=re.compile("چاله‌های تکراری")).first.click()
    planner.wait_for_url(re.compile(r"/desk/plans/\d+/$"))
    expect(planner.get_by_text("به زبان شهروندان")).to_be_visible()
    looked_at(planner, "plan-problem")
    find_a_problem(planner)
    programme = write_a_programme(planner)
    give_it_money_at_best(planner)
    planner.goto(programme)
    propose_it(planner)
    sample("council_work", f"s{secrets.randbelow(10**6)}")
    planner.goto(programme)
    expect(planner.locator("main")).to_contain_text("شورا")
    register_a_goal(planner)
    pay_for_it(open_page)


def sample(command: str, *arguments: str) -> str:
    """What a command of `lab.sample` prints, in the city of the stories."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", f"lab.sample.{command}", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def find_a_problem(planner: Page) -> None:
    """An alarm becomes a problem, with its cases as evidence, and is recognised."""
    planner.goto("/desk/alarms/")
    planner.locator("main a[href^='/desk/alarms/'].row-link").first.click()
    planner.wait_for_url(re.compile(r"/desk/alarms/\d+/$"))
    looked_at(planner, "plan-alarm")
    planner.locator("a[href*='/desk/plans/new/?alarm=']").click()
    planner.wait_for_url("**/desk/plans/new/?alarm=*")
    expect(planner.locator("[name=title]")).not_to_have_value("")
    codes = planner.locator("[name=codes]").input_value().split()
    assert len(codes) >= 5, "an alarm is raised for no fewer"
    planner.locator("main form button.btn-primary").click()
    planner.wait_for_url(re.compile(r"/desk/plans/\d+/$"))
    planner.locator("form[action$='/recognise/'] button").click()
    planner.wait_for_url(re.compile(r"/desk/plans/\d+/$"))
    evidence = planner.locator("section[aria-labelledby=evidence]")
    expect(evidence.locator("dl.facts dd").first).to_have_text(fa_digits(str(len(codes))))


def write_a_programme(planner: Page) -> str:
    """A programme with two options answers to the problem that is open; returns its address."""
    planner.locator("a[href$='/programme/']").click()
    planner.wait_for_url("**/programme/")
    looked_at(planner, "plan-programme-new")
    planner.locator("[name=title]").fill(TITLE)
    planner.locator("[name=text]").fill("کوچه‌های فرسوده یک بار نوسازی می‌شود.")
    fill_option(planner, 1, "نوسازی کامل", "4000000000")
    fill_option(planner, 2, "ترمیم موضعی", "900000000")
    planner.locator("main form button[type=submit]:not([name])").first.click()
    planner.wait_for_url(re.compile(r"/desk/plans/programmes/\d+/$"))
    expect(planner.get_by_text("۴۰۰ میلیون تومان")).to_be_visible()
    looked_at(planner, "plan-programme")
    return planner.url


def give_it_money_at_best(planner: Page) -> None:
    """A cheap candidate that spares many people is in the best choice, as a small cost for a big problem."""
    title = f"کف‌شور ورودی کوچه {secrets.token_hex(4)}"
    planner.goto("/desk/plans/money/candidates/new/")
    planner.locator("[name=title]").fill(title)
    likely = {"incidents": "60", "reported": "0.5", "severity": "2", "people": "40", "avoidable": "0.6", "years": "6"}
    for name, value in {**likely, "cost": "50000000"}.items():
        planner.locator(f"[name={name}-likely]").fill(value)
    planner.locator("main form button.btn-primary").click()
    planner.wait_for_url(re.compile(r"/desk/plans/money/candidates/\d+/$"))
    looked_at(planner, "plan-candidate")
    planner.goto("/desk/plans/money/new/")
    planner.locator("[name=title]").fill("بودجهٔ کوچه‌ها")
    planner.locator("[name=budget]").fill("۲۰٬۰۰۰٬۰۰۰٬۰۰۰")
    planner.locator("main form button.btn-primary").click()
    planner.wait_for_url(re.compile(r"/desk/plans/money/\d+/$"))
    until = monotonic() + COMPUTED_WITHIN
    while planner.locator("#small").count() == 0:
        assert monotonic() < until, planner.locator("main").inner_text()
        planner.wait_for_timeout(1_000)
        planner.reload()
    expect(planner.locator("section[aria-labelledby=small]")).to_contain_text(title)
    looked_at(planner, "plan-portfolio")
    document = planner.request.get(planner.locator("a[href$='/document/']").get_attribute("href") or "")
    assert len(pypdfium2.PdfDocument(io.BytesIO(document.body()))) >= 1


def propose_it(planner: Page) -> None:
    """The option of the programme that is open is chosen, and its proposal is sent to the council as a PDF."""
    planner.locator("form[action$='/choose/'] button").first.click()
    planner.locator("a[href$='/proposal/']").click()
    planner.wait_for_url("**/proposal/")
    expect(planner.locator("[name=text]")).to_have_value(re.compile("ماده واحده"))
    planner.locator("[name=commission]").fill("کمیسیون عمران")
    planner.locator("[name=letter_number]").fill("۱/۱۴۰۵/۹۹")
    planner.locator("[name=letter_on]").fill("1405/08/01")
    planner.locator("main form button.btn-primary").click()
    planner.wait_for_url(re.compile(r"/desk/plans/proposals/\d+/$"))
    looked_at(planner, "plan-proposal")
    document = planner.request.get(planner.locator("a[href$='/document/']").get_attribute("href") or "")
    assert len(pypdfium2.PdfDocument(io.BytesIO(document.body()))) >= 3
    planner.locator("form[action$='/send/'] button").click()
    expect(planner.locator("form[action$='/send/']")).to_have_count(0)


def register_a_goal(planner: Page) -> None:
    """A goal of the programme that is open, chosen by its link and frozen: the years that it needs are in the lake
    (`measured_goal`).
    """
    planner.locator("a[href*='/goals/new/?programme=']").click()
    planner.wait_for_url("**/goals/new/?programme=*")
    expect(planner.locator("[name=programme] option:checked")).to_have_text(TITLE)
    planner.locator("[name=estimator][value=before_after]").check()
    for name, value in (("topic", "ASP-01"), ("place", "district:1"), ("years", "1")):
        planner.locator(f"[name={name}]").select_option(value)
    planner.locator("[name=percent]").fill("۳۰")
    planner.locator("[name=due_on]").fill("1408/06/31")
    looked_at(planner, "plan-goal-new")
    planner.locator("main form button.btn-primary").click()
    planner.wait_for_url(re.compile(r"/desk/plans/goals/\d+/$"))
    planner.locator("form[action$='/register/'] button").click()
    expect(planner.locator("form[action$='/register/']")).to_have_count(0)
    expect(planner.locator("main")).to_contain_text("ثبت‌شده")
    looked_at(planner, "plan-goal")


def test_what_a_goal_came_to_is_public(open_page: OpenPage, measured_goal: MeasuredGoal) -> None:
    for size in ("phone", "desk"):
        anybody = open_page(size, "fa")
        anybody.goto(f"/plans/programmes/{measured_goal.programme_id}/")
        for sentence in (measured_goal.title, "روکش کامل", "تصویب", "کار انجام شده است"):
            expect(anybody.locator("main")).to_contain_text(sentence)
        anybody.locator(f"a[href='/plans/goals/{measured_goal.id}/']").click()
        anybody.wait_for_url(f"**/plans/goals/{measured_goal.id}/")
        for sentence in ("هدف به دست آمد", "آغاز کار", "عدد پیش از کار", "با اطمینان ۹۵٪"):
            expect(anybody.locator("main")).to_contain_text(sentence)
        expect(anybody.locator("main figure.chart")).to_be_visible()
        looked_at(anybody, f"public-goal-measured-{size}-fa")
    months = anybody.request.get(f"/plans/goals/{measured_goal.id}.json").json()["months"]
    assert len(months) >= 32
    assert {"measured", "expected", "expected_low", "expected_high"} <= set(months[-1])


def pay_for_it(open_page: OpenPage) -> None:
    """The budget office imports the line, lets it pay for the programme, and hangs a planned case on it."""
    office, code = open_page("desk", "fa"), f"9-{secrets.randbelow(10**6)}"
    sign_in(office, "budget")
    office.goto("/desk/budget/import/")
    looked_at(office, "budget-import")
    book = b"".join(as_xlsx([Column(one) for one in HEADINGS], [(code, TITLE, "D-01", "4500000000")]))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    office.locator("[name=file]").set_input_files({"name": "budget.xlsx", "mimeType": kind, "buffer": book})
    office.locator("button[value=do]").click()
    office.wait_for_url("**/desk/budget/")
    looked_at(office, "budget")
    office.goto(f"/desk/budget/?q={code}")
    office.locator("tbody a.row-link").click()
    office.wait_for_url(re.compile(r"/desk/budget/lines/\d+/$"))
    office.locator("[name=programme]").select_option(label=TITLE)
    office.locator("form[action$='/tie/'] button").click()
    expect(office.locator("main")).to_contain_text("دارای ردیف بودجه")
    office.locator("details:has(form[action$='/hang/']) summary").click()
    first = office.locator("form[action$='/hang/'] input[type=checkbox]").first
    planned = first.get_attribute("value") or ""
    first.check()
    office.locator("form[action$='/hang/'] button").click()
    expect(office.locator(f"a[href='/desk/case/{planned}/']")).to_be_visible()
    looked_at(office, "budget-line")

    citizen = open_page("phone", "fa")
    for _attempt in range(20):  # the worker tells the case in the next seconds
        citizen.goto(f"/t/{planned}/")
        if TITLE in citizen.locator("main").inner_text():
            break
        citizen.wait_for_timeout(500)
    expect(citizen.locator("main")).to_contain_text(TITLE)
    looked_at(citizen, "public-case-planned-phone-fa")
