"""Costs by JSON: lines of an order, sums of a year, prices and claims, who may see them, and what webhooks tell."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.actions import WorkPlan
from peygir.desks.fieldwork.actions.money import NewPrice, set_price
from peygir.desks.fieldwork.claim_rules import PartyKind
from peygir.desks.fieldwork.cost_rules import CostKind
from peygir.desks.fieldwork.models import CostLine
from peygir.history.queries import verify
from peygir.journey.clock import tell_partners
from peygir.journey.order_money import claim_from
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import contracted, make, streets
from tests.api.caller import Caller
from tests.desks.test_webhooks import hook, key
from tests.drain import drain
from tests.fake_receiver import Receiver, serving
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
LINE = {"kind": "material", "text": "آسفالت سرد", "quantity": "12.5", "measure": "kg", "price": 400_000}


def caller(*scopes: str, acts_as: str = "clerk") -> Caller:
    return Caller(issue_key(f"erp {uuid.uuid4()}", scopes=scopes or ("cost_work",), acts_as=acts_as, by=SYSTEM))


def test_lines_are_entered_once_and_add_up(town: Town) -> None:
    code, system = make.in_hand(), caller()
    row = contracted.order(town, code, contract_id=contracted.contract(town))
    path = f"/orders/{row.number}/costs"
    answers = [system.post(path, LINE, Idempotency_Key="c-1") for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0][0] == 200, answers
    assert answers[0][1]["amount"] == 5_000_000
    assert system.post(path, {"item": "AS-10", "quantity": 3, "case": code})[0] == 200
    assert system.post(path, {**LINE, "quantity": "2", "is_correction": True, "reason": "اشتباه بود"})[0] == 200
    assert CostLine.objects.count() == 3
    status, costs = system.get(path)
    assert status == 200
    assert [line["amount"] for line in costs["lines"]] == [5_000_000, 7_500_000, -800_000]
    assert (costs["lines"][1]["item"], costs["lines"][1]["case"], costs["lines"][1]["quantity"]) == ("AS-10", code, "3")
    assert costs["sums"] == {"IRR": 11_700_000}
    assert sum(share["amount"] for share in costs["shares"]) == 11_700_000
    assert verify().breaks == []


def test_the_year_is_summed_by_topic_and_neighbourhood(town: Town) -> None:
    code, system = make.in_hand(), caller("costs")
    row, bare = contracted.order(town, code), contracted.order(town)
    contracted.cost(row, by=town.clerk)
    finish_by_crew(town, row.number, code)
    status, year = system.get("/costs", year=1405)
    assert (status, year["orders"], year["without"]) == (200, 1, 0)
    (cell,) = year["cells"]
    assert (cell["topic"], cell["sums"]) == ("CIV-01", {"IRR": 1_200_000})
    assert system.get("/costs", year=1405, unit="D-01")[1] == year
    assert system.get("/costs", year=1404)[1]["cells"] == []
    assert system.get("/costs", year=1405, unit="D-02")[0] == 422, "another unit's money"
    assert system.get("/costs", year=99)[0] == 422
    assert caller("costs", acts_as="supervisor").get("/costs", year=1405, unit="D-01")[1]["sums"] == year["sums"]
    finish_by_crew(town, bare.number)
    status, year = system.get("/costs", year=1405)
    assert (year["orders"], year["without"]) == (2, 1)
    assert year["sums"] == {"IRR": 1_200_000}


def finish_by_crew(town: Town, number: str, *codes: str) -> None:
    """The order is done by a crew of the unit."""
    fieldwork.plan_order(number, WorkPlan(crew_id=streets.crew(town), on=streets.today()), by=town.clerk)
    fieldwork.send_order(number, by=town.clerk)
    for code in codes:
        fieldwork.give_result(number, code, streets.fixed(), by=streets.member())
    fieldwork.finish_order(number, by=streets.member())


def test_prices_of_the_city_and_of_a_contract(town: Town) -> None:
    contract_id, system = contracted.contract(town), caller("costs")
    price = NewPrice("LB-1", CostKind.LABOUR, "کارگر ساده", "Worker", "hour", 900_000, contracted.SPRING)
    set_price(town.city_id, price, by=SYSTEM)
    (of_city,) = system.get("/prices")[1]["prices"]
    assert (of_city["code"], of_city["price"], of_city["currency"]) == ("LB-1", 900_000, "IRR")
    assert system.get("/prices", on="2025-01-01")[1]["prices"] == []
    (of_contract,) = system.get("/prices", contract_id=contract_id)[1]["prices"]
    assert (of_contract["code"], of_contract["measure"]) == ("AS-10", "m2")
    stranger = caller("costs", acts_as="clerk_two")
    assert stranger.get("/prices", contract_id=contract_id)[0] == 404
    assert system.get("/prices", contract_id=2**70)[0] in (404, 422)


def test_claims_and_what_each_party_owes(town: Town) -> None:
    row, system = contracted.order(town), caller("costs")
    for amount in (5_000, 7_000):
        claim_from(
            contracted.order(town).pk,
            party_kind=str(PartyKind.UTILITY),
            party="شرکت گاز",
            amount=amount,
            reason="حفاری بدون ترمیم",
            by=town.clerk,
        )
    status, page = system.get("/claims")
    assert (status, [claim["asked"] for claim in page["claims"]]) == (200, [7_000, 5_000])
    assert not page["has_more"]
    newest = page["claims"][0]
    assert (newest["party"], newest["state"], newest["payments"]) == ("شرکت گاز", "asked", [])
    assert [one["asked"] for one in system.get("/claims", before=newest["id"])[1]["claims"]] == [5_000]
    assert system.get("/claims", party=newest["party_id"] + 1)[1]["claims"] == []
    (party,) = system.get("/claims/parties")[1]["parties"]
    assert (party["asked"], party["open"], party["paid"]) == (12_000, 12_000, 0)
    assert caller("costs", acts_as="clerk_two").get("/claims")[1]["claims"] == []
    assert row.number not in str(page)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({**LINE, "quantity": "0"}, 422),
        ({**LINE, "quantity": "1.2345"}, 422),
        ({**LINE, "quantity": "1e-999999"}, 422),
        ({**LINE, "quantity": "NaN"}, 422),
        ({**LINE, "price": -1}, 422),
        ({**LINE, "price": 2**70}, 422),
        ({**LINE, "kind": "carried_over"}, 422),
        ({**LINE, "measure": "mile"}, 422),
        ({**LINE, "text": ""}, 422),
        ({**LINE, "people": 0}, 422),
        ({**LINE, "item": "NO-1"}, 422),
        ({**LINE, "case": "0500000000"}, 422),
        ({**LINE, "spent_on": "2027-01-01"}, 422),
        ({**LINE, "is_correction": True}, 422),
    ],
)
def test_what_is_wrong_is_said(town: Town, body: dict[str, Any], status: int) -> None:
    number = contracted.order(town).number
    got, answer = caller().post(f"/orders/{number}/costs", body)
    assert got == status, answer
    assert answer["fa"] != answer["en"]
    assert not CostLine.objects.exists()


def test_scopes_and_sight(town: Town) -> None:
    row = contracted.order(town)
    path = f"/orders/{row.number}/costs"
    assert caller("costs").post(path, LINE)[0] == 403
    assert caller("order_work").get(path)[0] == 403
    assert Caller().get(path)[0] == 401
    stranger = caller(acts_as="clerk_two")
    assert stranger.get(path)[0] == 404
    assert stranger.post(path, LINE)[0] == 404
    looking = caller(acts_as="inspector")
    assert looking.get(path)[0] == 200
    assert looking.post(path, LINE)[0] == 403, "who inspects the lines enters none"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = True
    with serving(Receiver()) as one:
        yield one


@pytest.mark.usefixtures("fresh_city")
def test_webhooks_tell_of_costs_to_keys_for_costs_alone(town: Town, receiver: Receiver) -> None:
    hook(receiver, "cost_added", key_id=key("events", "costs", acts_as="clerk"))
    hook(receiver, "cost_added", key_id=key("events", "orders", acts_as="clerk", name="orders"), name="orders")
    hook(receiver, "cost_added", key_id=key("events", "costs", acts_as="clerk_two", name="two"), name="two")
    row = contracted.order(town)
    contracted.cost(row, by=town.clerk, spent_on=date(2026, 5, 3))
    drain()
    tell_partners()
    tell_partners()
    (got,) = [(one.body["type"], one.body["data"]) for one in receiver.got]
    assert got[0] == "cost_added"
    assert got[1]["order"] == row.number
    assert "1200000" not in str(got)
