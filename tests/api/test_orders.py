"""Work orders by JSON: another system makes, moves and answers them, and is told of them by a webhook."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from peygir.desks.fieldwork.models import WorkOrder
from peygir.history.queries import verify
from peygir.journey.clock import tell_partners
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import make, streets
from tests.api.caller import Caller
from tests.desks.test_webhooks import hook, key
from tests.drain import drain
from tests.fake_receiver import Receiver, serving
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def caller(*scopes: str, acts_as: str = "clerk") -> Caller:
    return Caller(issue_key(f"cmms {uuid.uuid4()}", scopes=scopes or ("order_work",), acts_as=acts_as, by=SYSTEM))


def test_a_maintenance_system_does_the_work(town: Town) -> None:
    code, system, crew_id = make.referred(), caller(), streets.crew(town)
    body = {"cases": [code], "minutes": 40}
    for _ in range(2):
        status, made = system.post("/orders", body, Idempotency_Key="a-1")
        assert (status, made["state"]) == (200, "draft"), made
    number = made["number"]
    assert WorkOrder.objects.count() == 1
    status, order = system.get(f"/orders/{number}")
    assert status == 200
    assert [each["code"] for each in order["cases"]] == [code]
    assert {"verb": "plan", "is_allowed": True} in order["moves"]
    plan = {"verb": "plan", "version": order["version"], "crew": crew_id, "on": streets.today().isoformat()}
    status, moved = system.post(f"/orders/{number}/moves", plan)
    assert status == 200, moved
    assert system.post(f"/orders/{number}/moves", plan)[0] == 409, "the version is old"
    assert system.post(f"/orders/{number}/moves", {"verb": "send", "version": moved["version"]})[0] == 200
    given = {"case": code, "result": "fixed", "form": "آسفالت ریخته شد", "answer": "چاله پر شد."}
    first = system.post(f"/orders/{number}/results", given)
    assert first[0] == 200, first
    assert system.post(f"/orders/{number}/results", given) == first
    drain(twice=True)
    assert make.case(code).state == "done"
    status, page = system.get("/orders", state="under_way", topic="CIV-01")
    assert (status, [each["number"] for each in page["orders"]]) == (200, [number])
    assert verify().breaks == []


def test_scopes_and_sight(town: Town) -> None:
    number = streets.order(town, make.referred())
    reader, stranger = caller("orders"), caller("order_work", acts_as="clerk_two")
    assert reader.get(f"/orders/{number}")[0] == 200
    assert reader.post("/orders", {"title": "x"})[0] == 403
    assert caller("read").get("/orders")[0] == 403
    assert Caller().get("/orders")[0] == 401
    assert stranger.get(f"/orders/{number}")[0] == 404
    assert stranger.get("/orders")[1]["orders"] == []
    assert stranger.post(f"/orders/{number}/moves", {"verb": "cancel", "note": "x", "version": 1})[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/orders", {}, 422),
        ("/orders", {"title": "x", "topic": "NO-1"}, 422),
        ("/orders", {"cases": ["0500000000"]}, 404),
        ("/orders", {"cases": "x"}, 422),
        ("/orders/{number}/moves", {"verb": "dance", "version": 1}, 422),
        ("/orders/{number}/moves", {"verb": "plan", "version": 1, "on": "tomorrow"}, 422),
        ("/orders/{number}/moves", {"verb": "plan", "version": 1, "crew": 2**70, "on": "2026-05-03"}, 422),
        ("/orders/{number}/results", {"case": "x", "result": "fixed"}, 404),
        ("/orders/{number}/results", {"case": "x", "result": "nice"}, 422),
    ],
)
def test_what_is_wrong_is_said(town: Town, path: str, body: dict[str, Any], status: int) -> None:
    number = streets.order(town, make.referred())
    got, answer = caller().post(path.format(number=number), body)
    assert got == status, answer
    assert answer["fa"] != answer["en"]


def test_filters_that_are_none_are_refused(town: Town) -> None:
    assert caller().get("/orders", state="sleeping")[0] == 422
    assert caller().get("/orders", topic="NO-1")[0] == 422
    assert caller().get("/orders", on="x")[0] == 422


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = True
    with serving(Receiver()) as one:
        yield one


@pytest.mark.usefixtures("fresh_city")
def test_webhooks_tell_of_orders_to_who_may_see_them(town: Town, receiver: Receiver) -> None:
    kinds = ("work_order_made", "work_order_result", "case_finished")
    hook(receiver, *kinds, key_id=key("events", "orders", "read", acts_as="clerk"))
    code = make.referred(name="زهرا", address="کوچهٔ پنهان")
    streets.member()
    number = streets.sent(town, code)
    from peygir.desks.fieldwork import actions as fieldwork

    fieldwork.give_result(number, code, streets.fixed(), by=streets.member())
    drain()
    tell_partners()
    tell_partners()
    messages = [(got.body["type"], got.body["data"]) for got in receiver.got]
    assert [kind for kind, _data in messages] == ["work_order_made", "case_finished", "work_order_result"]
    data = messages[-1][1]
    assert (data["order"], data["cases"], data["unit"]) == (number, [code], "D-01")
    assert "زهرا" not in str(messages)
    assert "پنهان" not in str(messages)


@pytest.mark.usefixtures("fresh_city")
def test_webhooks_of_others_hear_nothing_of_orders(town: Town, receiver: Receiver) -> None:
    hook(receiver, "work_order_made", key_id=key("events", name="public"), name="public")
    hook(receiver, "work_order_made", key_id=key("events", "orders", name="two", acts_as="clerk_two"), name="two")
    streets.order(town, make.referred(phone=PHONES[1]))
    tell_partners()
    assert receiver.got == []
