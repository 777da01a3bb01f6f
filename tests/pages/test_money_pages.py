"""The pages of money: an order's costs, contracts, statements, claims, the year, prices, and a contractor's link."""

import io
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peygir.core.persian import ascii_digits, fa_digits
from peygir.core.sheets import read_sheet
from peygir.desks.fieldwork.actions import settle_order
from peygir.desks.fieldwork.actions.penalties import decide_penalty
from peygir.desks.fieldwork.actions.statements import draw_statement
from peygir.desks.fieldwork.models import Contract, ContractorLink, Penalty, PriceItem, WorkOrder
from peygir.desks.fieldwork.queries.claims import claims_of_order
from peygir.desks.fieldwork.queries.contracts import penalties_of
from peygir.desks.fieldwork.queries.costs import costs_of_order, currencies, prices
from peygir.history.queries import verify
from peygir.journey.order_money import unlink_contractor
from tests import contracted, make
from tests.contracted import PRICE
from tests.drain import drain
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")
TODAY = "1405/02/13"


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


def page(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def line(**more: str) -> dict[str, str]:
    return {
        "kind": "material",
        "text": "آسفالت سرد",
        "quantity": "۲٫۵",
        "price": "۴۰۰٬۰۰۰",
        "measure": "kg",
        "spent_on": TODAY,
        **more,
    }


def test_a_clerk_enters_a_line_and_sees_what_each_case_bears(town: Town) -> None:
    first, second = make.in_hand(), make.in_hand(phone="+989170000050")
    row = contracted.order(town, first, second)
    address, client = f"/desk/work-orders/{row.number}/costs/", signed_in("clerk")
    assert "هنوز هزینه‌ای ثبت نشده است" in page(client, address)
    assert client.post(address, line()).status_code == 302
    shown = page(client, address)
    assert "۱٬۰۰۰٬۰۰۰ ریال" in shown
    assert shown.count("۵۰۰٬۰۰۰ ریال") == 2
    for _twice in range(2):
        assert client.post(address, line(key="a" * 32)).status_code == 302
    assert len(costs_of_order(row.pk).lines) == 2, "the form was sent twice and carried out once"
    assert client.post(address, line(quantity="0")).status_code == 422
    assert client.post(address, line(price="خیلی")).status_code == 422
    assert client.post(address, line(spent_on="1405/02/14")).status_code == 422
    answer = client.post(address, line(is_correction="on", reason=""))
    assert "اصلاحیه دلیل می‌خواهد" in answer.content.decode()
    for entered in costs_of_order(row.pk).lines:
        client.post(f"{address}{entered.id}/withdraw/", {"reason": "برای سفارش دیگری بود"})
    assert costs_of_order(row.pk).lines == ()
    assert "برای سفارش دیگری بود" in page(client, address)
    assert client.post(f"{address}{entered.id}/burn/").status_code == 404
    assert verify().breaks == []


def test_who_may_not_see_an_order_sees_no_costs(town: Town) -> None:
    row = contracted.order(town)
    address = f"/desk/work-orders/{row.number}/costs/"
    page(signed_in("clerk_two"), address, 404)
    page(signed_in("operator"), address, 403)
    for user in ("manager", "inspector", "supervisor", "admin", "mayor"):
        page(signed_in(user), address)
    page(signed_in("clerk"), "/desk/work-orders/W-1405-999999/costs/", 404)
    assert "هزینه‌ها، جریمه‌ها و مطالبات" in page(signed_in("clerk"), f"/desk/work-orders/{row.number}/")


def test_an_inspector_returns_a_line_and_the_manager_decides_the_penalty(town: Town) -> None:
    row = contracted.order(town, contract_id=contracted.contract(town))
    entered = contracted.billed(row, "10", by=town.clerk)
    contracted.finished(row, by=town.clerk)
    address = f"/desk/work-orders/{row.number}/costs/"
    inspector, manager = signed_in("inspector"), signed_in("manager")
    inspector.post(f"{address}{entered}/return/", {"reason": ""})
    assert costs_of_order(row.pk).lines[0].check == "unchecked"
    inspector.post(f"{address}{entered}/return/", {"reason": "نشست دارد"})
    assert costs_of_order(row.pk).lines[0].check == "returned"
    (one,) = penalties_of(order_id=row.pk)
    decide = f"/desk/work-orders/{row.number}/penalties/{one.id}"
    signed_in("clerk").post(f"{decide}/confirm/", {"reason": "نشست"})
    assert penalties_of(order_id=row.pk)[0].state == "proposed"
    manager.post(f"{decide}/confirm/", {"reason": "نشست", "amount": "۱٬۰۰۰"})
    assert penalties_of(order_id=row.pk)[0].amount == 1000
    manager.post(f"{decide}/object/", {"reason": "خاک سست بود"})
    manager.post(f"{decide}/uphold/", {"reason": "نه"})
    shown = page(manager, address)
    assert "پس از اعتراض پابرجا" in shown
    assert "خاک سست بود" in shown
    assert manager.post(f"{decide}/forget/").status_code == 404


def test_a_claim_is_made_paid_and_summed_by_party(town: Town) -> None:
    row = contracted.order(town)
    client, address = signed_in("clerk"), f"/desk/work-orders/{row.number}/claims/"
    said = {"party_kind": "utility", "party": "شرکت گاز", "amount": "۱٬۰۰۰٬۰۰۰", "claim_reason": "حفاری"}
    assert client.post(address, {**said, "amount": "0"}).status_code == 422
    assert client.post(address, said).status_code == 302
    (claim,) = claims_of_order(row.pk)
    client.post(f"{address}{claim.id}/pay/", {"amount": "250000", "paid_on": TODAY})
    client.post(f"{address}{claim.id}/pay/", {"amount": "1", "paid_on": "فردا"})
    client.post(f"{address}{claim.id}/refuse/", {"reason": "بقیه را نمی‌پذیرند"})
    assert client.post(f"{address}{claim.id}/win/").status_code == 404
    shown = page(client, "/desk/claims/")
    for amount in ("۱٬۰۰۰٬۰۰۰", "۲۵۰٬۰۰۰", "۷۵۰٬۰۰۰"):
        assert f"{amount} ریال" in shown
    assert "حفاری" not in page(signed_in("clerk_two"), "/desk/claims/")
    assert "شرکت گاز" in page(signed_in("admin"), "/desk/claims/", party=str(claim.party_id))


def test_a_manager_makes_a_contract_with_prices_and_rules(town: Town) -> None:
    client = signed_in("manager")
    made = client.post("/desk/contracts/", {"code": "rah", "name": "راه‌سازان فارس"})
    assert made.status_code == 302
    assert "راه‌سازان فارس" in page(client, "/desk/contracts/")
    terms = {
        "number": "C-9",
        "from_on": "1405/01/01",
        "to_on": "1405/12/29",
        "promised_days": "۳",
        "topics": ["CIV-01"],
    }
    rules = {"rule-late-percent": "۰٫۵", "rule-late-most_percent": "10", "rule-early-fixed": "۱٬۰۰۰"}
    page(client, "/desk/contracts/new/")
    contractor = ascii_digits(page(client, "/desk/contracts/new/")).split('<option value="')[1].split('"')[0]
    wrong = client.post("/desk/contracts/new/", {"contractor": contractor, **terms, "rule-late-percent": "101"})
    assert wrong.status_code == 422
    answer = client.post("/desk/contracts/new/", {"contractor": contractor, **terms, **rules})
    contract = Contract.objects.get()
    assert answer.headers["Location"] == f"/desk/contracts/{contract.pk}/"
    assert [(rule["cause"], rule["percent"], rule["fixed"]) for rule in contract.rules] == [
        ("late", 50, 0),
        ("early", 0, 1000),
    ]
    price = {"code": "AS-1", "kind": "contract_item", "name_fa": "روکش", "measure": "m2", "price": "۲٬۵۰۰٬۰۰۰"}
    client.post(f"/desk/contracts/{contract.pk}/price/", {**price, "since": "1405/01/01"})
    assert PriceItem.objects.get().price == PRICE
    again = client.post(f"/desk/contracts/{contract.pk}/price/", {**price, "since": "1405/01/01"})
    assert again.status_code == 409
    client.post(f"/desk/contracts/{contract.pk}/", {**terms, **rules, "promised_days": "5"})
    contract.refresh_from_db()
    assert (contract.promised_days, contract.version) == (5, 2)
    shown = page(client, f"/desk/contracts/{contract.pk}/")
    assert "۲٬۵۰۰٬۰۰۰ ریال" in shown
    page(signed_in("clerk_two"), f"/desk/contracts/{contract.pk}/", 404)
    page(signed_in("supervisor"), f"/desk/contracts/{contract.pk}/")


def test_a_statement_is_a_page_an_excel_file_and_a_pdf(town: Town, still: TownClock, tmp_path: Any) -> None:
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


def test_a_year_is_a_table_and_a_file(town: Town) -> None:
    made = contracted.contract(town)
    code = make.in_hand()
    row = contracted.order(town, code, contract_id=made)
    contracted.cost(row, by=town.clerk)
    contracted.fixed(row, code, by=town.clerk)
    contracted.finished(row, by=town.clerk)
    client = signed_in("clerk")
    shown = page(client, "/desk/costs/")
    assert "۱٬۲۰۰٬۰۰۰ ریال" in shown
    assert "چاله خیابان" in shown
    assert "۱٬۲۰۰٬۰۰۰" not in page(signed_in("clerk_two"), "/desk/costs/")
    assert "۱٬۲۰۰٬۰۰۰" in page(signed_in("mayor"), "/desk/costs/", year="1405")
    page(client, "/desk/costs/", year="0")
    file = b"".join(client.get("/desk/costs/", {"form": "csv"})).decode()
    assert file.splitlines()[1].split(",")[-1] == "1200000"


def test_an_administrator_sets_prices_and_adds_a_currency(town: Town) -> None:
    client = signed_in("admin")
    price = {"code": "EX-1", "kind": "material", "name_fa": "ماسه", "measure": "kg", "price": "۱۰۰", "since": TODAY}
    assert client.post("/desk/admin/prices/", price).status_code == 302
    assert client.post("/desk/admin/prices/", {**price, "code": "بد"}).status_code == 422
    assert [one.code for one in prices(town.city_id)] == ["EX-1"]
    new = {"currency": "IRN", "name_fa": "ریال نو", "digits": "2", "valid_from": "1406/01/01", "follows": "IRR"}
    assert client.post("/desk/admin/prices/currency/", new).status_code == 422, "the ratio is missing"
    assert client.post("/desk/admin/prices/currency/", {**new, "former_units": "۱۰۰"}).status_code == 302
    assert {one.code for one in currencies()} == {"IRR", "IRN"}
    shown = page(client, "/desk/admin/prices/")
    assert "ریال نو" in shown
    assert "ماسه" in shown
    supervisor = signed_in("supervisor")
    page(supervisor, "/desk/admin/prices/")
    assert supervisor.post("/desk/admin/prices/", price).status_code == 403


def linked(town: Town, *codes: str) -> tuple[WorkOrder, str]:
    row = contracted.order(town, *codes, contract_id=contracted.contract(town))
    return row, contracted.link(row, by=town.clerk)


def test_a_contractor_works_by_the_link_without_an_account(town: Town) -> None:
    code = make.in_hand(text="چاله جلوی پلاک ۹، تلفن ۰۹۱۷۰۰۰۰۰۰۰")
    row, address = linked(town, code)
    client = Client(headers={"Accept-Language": "fa"})
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    shown = answer.content.decode()
    assert "راه‌سازان فارس" in shown
    assert "۰۹۱۷" not in shown
    assert "9170000000" not in ascii_digits(shown)
    client.post(f"{address}begin/")
    client.post(f"{address}bill/", {"item": "AS-10", "quantity": "۱۲٫۵"})
    client.post(f"{address}bill/", {"item": "OTHER", "quantity": "1"})
    (billed,) = costs_of_order(row.pk).lines
    assert (billed.amount, billed.by.partition(":")[0]) == (31_250_000, "contractor")
    assert client.post(f"{address}case/{code}/", {"result": "fixed"}).status_code == 422, "a photo is missing"
    photo = SimpleUploadedFile("after.jpg", make.photo(), "image/jpeg")
    assert client.post(f"{address}case/{code}/", {"result": "fixed", "photo": photo}).status_code == 302
    drain(twice=True)
    assert make.case(code).state == "done"
    assert "order_result" in " ".join(make.kinds(code)) or "case_finished" in make.kinds(code)
    client.post(f"{address}finish/")
    row.refresh_from_db()
    assert row.state == "finished"
    settle_order(row.number, by=town.clerk)
    page(client, address)
    assert verify().breaks == []


def test_a_link_opens_nothing_but_its_order(town: Town, still: TownClock) -> None:
    first, second = make.in_hand(), make.in_hand(phone="+989170000060")
    row, address = linked(town, first)
    client = Client()
    page(client, f"{address}case/{second}/", 404)
    assert client.post(f"{address}unknown/").status_code == 404
    token = address.split("/")[2]
    for wrong in (token[:-1], f"{token}x", token.replace(token[0], "9", 1), "x", "1-aaaaaaaaaaaa:abc"):
        page(client, f"/w/{wrong}/", 404)
    page(client, address)
    again = contracted.link(row, by=town.clerk)
    page(client, address, 404)
    page(client, again)
    still.forward(days=8)
    page(client, again, 404)
    last = contracted.link(row, by=town.clerk)
    unlink_contractor(row.pk, by=town.clerk)
    unlink_contractor(row.pk, by=town.clerk)
    page(client, last, 404)
    assert ContractorLink.objects.filter(withdrawn_at=None).count() == 0
    assert verify().breaks == []


def test_the_unit_makes_and_withdraws_the_link(town: Town) -> None:
    row = contracted.order(town, contract_id=contracted.contract(town))
    client, address = signed_in("clerk"), f"/desk/work-orders/{row.number}/"
    client.post(f"{address}link/make/", {"days": "0"})
    assert not ContractorLink.objects.exists()
    client.post(f"{address}link/make/", {"days": "۱۴"})
    shown = page(client, f"{address}costs/")
    assert "/w/" in shown
    assert "/w/" not in page(signed_in("inspector"), f"{address}costs/")
    client.post(f"{address}link/withdraw/")
    assert ContractorLink.objects.get().withdrawn_at is not None
    own = contracted.order(town)
    client.post(f"/desk/work-orders/{own.number}/link/make/", {"days": "3"})
    assert ContractorLink.objects.count() == 1


def test_the_contractor_objects_by_the_link(town: Town, still: TownClock) -> None:
    row, address = linked(town)
    still.forward(days=5)
    contracted.billed(row, "1", by=town.clerk)
    contracted.finished(row, by=town.clerk)
    drain()
    penalty = Penalty.objects.get()
    decide_penalty(penalty.pk, decision="confirmed", reason="دیر شد", by=town.manager)
    client = Client()
    client.post(f"{address}object/", {"id": str(penalty.pk), "words": "راه بسته بود"})
    penalty.refresh_from_db()
    assert (penalty.state, penalty.objection) == ("objected", "راه بسته بود")
    client.post(f"{address}object/", {"id": "999", "words": "x"})


def test_a_statement_cannot_be_drawn_for_a_month_that_is_not_over(town: Town) -> None:
    made = contracted.contract(town)
    client = signed_in("manager")
    client.post(f"/desk/contracts/{made}/statement/", {"year": "1405", "month": "2"})
    assert "پس از پایان ماه" in page(client, f"/desk/contracts/{made}/")
    with pytest.raises(Exception, match="month"):
        draw_statement(made, year=1405, month=2, by=town.manager)
