"""The pages of the budget office: sums, imports with their faults, amendments, and planned cases on lines."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core.tables import Column, as_xlsx
from peygir.desks.answers.models import Message
from peygir.outlook.planning.models import BudgetCase, BudgetLine, PlanningPolicy, Programme
from tests import planned
from tests.drain import drain
from tests.pages.test_alarm_pages import browser_of, read
from tests.pages.test_plan_pages import press
from tests.planned import TITLE, office
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
BUDGET = reverse("budget")
HEADINGS = ("ردیف بودجه", "شرح", "واحد", "مصوب", "تخصیص", "تعهد", "هزینه")
GOOD = (
    ("2-101", TITLE, "D-01", "۵٬۰۰۰٬۰۰۰٬۰۰۰", "1000000000", "800,000,000", "300000000"),
    ("2-102", "روشنایی پارک", "", "2000000000", "", "", ""),
)
MAPPING = {
    "m-code": "ردیف بودجه",
    "m-title": "شرح",
    "m-unit": "واحد",
    "m-approved": "مصوب",
    "m-allotted": "تخصیص",
    "m-committed": "تعهد",
    "m-spent": "هزینه",
}


@pytest.fixture
def client(town: Town) -> Client:
    """The budget office's browser."""
    office("budget")
    return browser_of("budget")


def sent(client: Client, rows: Any, **given: Any) -> Any:
    """The answer to a table that is sent with the form of the import."""
    book = io.BytesIO(b"".join(as_xlsx([Column(heading) for heading in HEADINGS], rows)))
    book.name = "budget.xlsx"
    return client.post(reverse("budget_import"), {"year": "۱۴۰۵", "file": book, **MAPPING, **given})


def line_by_hand(client: Client, **given: Any) -> BudgetLine:
    """A line that was written by the form."""
    values = {"year": "1405", "code": "2-101", "title": TITLE, "approved": "5,000,000,000", "is_public": "on"}
    client.post(reverse("budget_line_new"), {**values, **given})
    return BudgetLine.objects.latest("pk")


def test_a_year_without_lines_says_how_to_begin(client: Client) -> None:
    page = read(client, BUDGET)
    assert "This year has no budget lines yet" in page
    assert reverse("budget_import") in page


def test_a_table_is_looked_at_and_then_written(client: Client) -> None:
    looked = sent(client, GOOD, **{"total-approved": "7,000,000,000"})
    assert looked.status_code == 200
    assert "none with a fault" in looked.content.decode()
    assert not BudgetLine.objects.exists()
    written = sent(client, GOOD, step="do", **{"total-approved": "7,000,000,000"})
    assert written["Location"] == BUDGET
    page = read(client, f"{BUDGET}?year=1405")
    assert "2 lines are new" in page
    assert "700 million tomans" in page
    assert "7,000,000,000 rials" in page


def test_faults_are_shown_with_their_rows_and_nothing_is_written(client: Client) -> None:
    wrong = sent(client, (*GOOD, ("2-101", "شرح", "D-99", "ده", "", "", "")), step="do")
    assert wrong.status_code == 422
    assert "3 rows were read; 1 have faults" in wrong.content.decode()
    differs = sent(client, GOOD, step="do", **{"total-approved": "۷٬۰۰۰٬۰۰۰٬۰۰۱"})
    assert differs.status_code == 422
    text = differs.content.decode()
    assert "the whole table" in text
    assert 'value="ردیف بودجه"' in text, "what was typed stays"
    assert sent(client, GOOD, **{"m-code": "ستون دیگر"}).status_code == 422
    assert client.post(reverse("budget_import"), {"year": "1405"}).status_code == 422
    assert not BudgetLine.objects.exists()


def test_planned_cases_hang_on_a_line_and_their_citizens_are_told(town: Town, client: Client) -> None:
    code, other = planned.planned_case(town), planned.planned_case(town, 1)
    programme_id = planned.approved_programme(town, [code])
    row = line_by_hand(client)
    assert TITLE in read(client, f"{BUDGET}?programme={programme_id}")
    press(client, "budget_line_press", row.pk, "tie", programme=programme_id)
    assert Programme.objects.get().state == "funded"
    hung = press(client, "budget_line_press", row.pk, "hang_all")
    assert "1 case hangs on the line now" in hung
    page = press(client, "budget_line_press", row.pk, "hang", case=other)
    assert reverse("case", args=[other]) in page
    drain()
    assert Message.objects.filter(kind="plan_funded").count() == 2
    link = BudgetCase.objects.get(case__code=other)
    press(client, "budget_line_press", row.pk, "off", case=link.case_id)
    assert BudgetCase.objects.get(pk=link.pk).left_why == "moved"
    press(client, "budget_line_press", row.pk, "begin")
    done = press(client, "budget_line_press", row.pk, "finish")
    assert "Work is done" in done
    assert Programme.objects.get().state == "done"


def test_an_amendment_and_a_withdrawal_need_a_reason(town: Town, client: Client) -> None:
    row = line_by_hand(client, allotted="1000000000")
    faulty = client.post(reverse("budget_line_press", args=[row.pk, "amend"]), {"amount": "-9000000000", "reason": "x"})
    assert faulty.status_code == 422
    values = {"amount": "-1,000,000,000", "reason": "متمم بودجه", "decided_on": "1405/02/13"}
    assert "متمم بودجه" in press(client, "budget_line_press", row.pk, "amend", **values)
    row.refresh_from_db()
    assert row.approved == 4_000_000_000
    refused = press(client, "budget_line_press", row.pk, "withdraw", reason="")
    assert "Please give the reason" in refused
    press(client, "budget_line_press", row.pk, "withdraw", reason="به سال بعد ماند")
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_cases_without_a_line_are_listed_and_the_city_decides_how_long(town: Town, client: Client) -> None:
    code = planned.planned_case(town)
    waiting = reverse("budget_waiting")
    assert code in read(client, waiting)
    row = line_by_hand(client)
    answer = client.post(waiting, {"case": code, "line": row.pk}, follow=True)
    assert "1 case hangs on the line now" in answer.content.decode()
    assert "Every planned case has its budget line" in read(client, waiting)
    assert client.post(waiting, {"case": code, "line": "999"}).status_code == 422
    client.post(waiting, {"days_without_line": "۱۸۰", "days_to_answer": "30"})
    assert PlanningPolicy.objects.get().days_without_line == 180
    assert client.post(waiting, {"days_without_line": "0", "days_to_answer": "30"}).status_code == 422


def test_what_is_behind_and_searched_for(town: Town, client: Client) -> None:
    line_by_hand(client)
    line_by_hand(client, code="2-102", title="روشنایی پارک")
    assert "روشنایی پارک" not in read(client, f"{BUDGET}?year=1405&q=2-101")
    for typed in ("۲-۱۰۱", "روکش آسفالت بلوارگلگشت"):
        page = read(client, f"{BUDGET}?year=1405&q={typed}")
        assert TITLE in page, typed
        assert "روشنایی پارک" not in page, typed
    assert "No line has this code or these words" in read(client, f"{BUDGET}?year=1405&q=zzz")
    taken = client.post(
        reverse("budget_line_new"), {"year": "1405", "code": "2-101", "title": "x", "approved": "1", "is_public": ""}
    )
    assert taken.status_code == 409
    edited = press(
        client, "budget_line_edit", BudgetLine.objects.get(code="2-101").pk, title=TITLE, approved="6000000000"
    )
    assert "600 million tomans" in edited
    read(browser_of("manager"), BUDGET, 403)
