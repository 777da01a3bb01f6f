"""The pages of money: an order's costs, contracts, statements, claims, the year, prices, and a contractor's link."""

from typing import Any

import pytest
from django.test import Client

from peygir.core.persian import ascii_digits
from peygir.desks.fieldwork.models import Contract, PriceItem
from peygir.desks.fieldwork.queries.claims import claims_of_order
from peygir.desks.fieldwork.queries.contracts import penalties_of
from peygir.desks.fieldwork.queries.costs import costs_of_order, currencies, prices
from peygir.history.queries import verify
from tests import contracted, make
from tests.contracted import PRICE
from tests.pages import test_works
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city")
TODAY = "1405/02/13"


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


def typed_cost(**more: str) -> dict[str, str]:
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
    assert client.post(address, typed_cost()).status_code == 302
    shown = page(client, address)
    assert "۱٬۰۰۰٬۰۰۰ ریال" in shown
    assert shown.count("۵۰۰٬۰۰۰ ریال") == 2
    for _twice in range(2):
        assert client.post(address, typed_cost(key="a" * 32)).status_code == 302
    assert len(costs_of_order(row.pk).lines) == 2, "the form was sent twice and carried out once"
    assert client.post(address, typed_cost(quantity="0")).status_code == 422
    assert client.post(address, typed_cost(price="خیلی")).status_code == 422
    assert client.post(address, typed_cost(spent_on="1405/02/14")).status_code == 422
    answer = client.post(address, typed_cost(is_correction="on", reason=""))
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
    (one,) = [penalty for penalty in penalties_of(order_id=row.pk) if not penalty.is_bonus]
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
