"""A contractor's statement as a page, an Excel file and a PDF."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from peygir.core.persian import fa_digits
from peygir.core.sheets import read_sheet
from peygir.desks.fieldwork.actions.penalties import decide_penalty
from peygir.desks.fieldwork.actions.statements import draw_statement
from peygir.desks.fieldwork.queries.contracts import penalties_of
from peygir.desks.fieldwork.statement_rules import MonthIsNotOver
from tests import contracted, make
from tests.contracted import PRICE
from tests.drain import drain
from tests.pages import test_works
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")


@pytest.fixture
def town(live_town: Town) -> Town:
    """The town, committed: a refusal undoes its own transaction alone, as in a real request."""
    return live_town


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


def signed_in(username: str) -> Client:
    """A browser of this person, in Persian."""
    return test_works.signed_in(username, "fa")


def page(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_statement_is_a_page_an_excel_file_and_a_pdf(town: Town, still: TownClock, tmp_path: Path) -> None:
    made = contracted.contract(town)
    row = contracted.order(town, contract_id=made)
    still.forward(days=5)
    entered = contracted.billed(row, "10", by=town.clerk)
    contracted.finished(row, by=town.clerk)
    contracted.checked(row, entered, "accepted", by=town.inspector)
    drain()
    (late,) = penalties_of(contract_id=made)
    decide_penalty(late.id, decision="confirmed", reason="دیر شد", by=town.manager)
    still.forward(days=40)
    client = signed_in("manager")
    client.post(f"/desk/contracts/{made}/statement/", {"year": "۱۴۰۵", "month": "۲"})
    shown = page(client, f"/desk/contracts/{made}/")
    number = shown.split("/desk/statements/")[1].split("/")[0]
    address = f"/desk/statements/{number}/"
    payable = fa_digits(f"{10 * PRICE - late.amount:,}").replace(",", "٬")
    assert f"{payable} ریال" in page(client, address)
    path = tmp_path / "statement.xlsx"
    path.write_bytes(b"".join(client.get(f"{address}file.xlsx")))
    rows = [cells for _number, cells in read_sheet(path).rows]
    assert [float(cells[-1]) for cells in rows] == [10 * PRICE, -late.amount, 10 * PRICE - late.amount]
    content = client.get(f"{address}file.pdf").content
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        text = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    assert fa_digits("1405") in text
    assert client.get(f"{address}file.doc").status_code == 404
    page(signed_in("clerk_two"), address, 404)
    page(client, "/desk/statements/999999/", 404)


def test_a_statement_cannot_be_drawn_for_a_month_that_is_not_over(town: Town) -> None:
    made = contracted.contract(town)
    client = signed_in("manager")
    client.post(f"/desk/contracts/{made}/statement/", {"year": "1405", "month": "2"})
    assert "پس از پایان ماه" in page(client, f"/desk/contracts/{made}/")
    with make.refused(MonthIsNotOver):
        draw_statement(made, year=1405, month=2, by=town.manager)
