"""Webhooks over a real socket: each event once for each webhook, signed, tried again, given up after a day, sent again;
never into our own network, never along a redirection, and never more than a key may know."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from peygir.core.signed_messages import signature
from peygir.desks.partners import actions
from peygir.desks.partners.models import Delivery
from peygir.desks.partners.queries import deliveries, webhooks
from peygir.desks.partners.rules import (
    KINDS,
    NothingToTell,
    WebhookAddressIsWrong,
    WebhookHasNoName,
    signatures,
)
from peygir.gateways import webhooks as gateway
from peygir.gateways.results import GatewayFailed
from peygir.history.queries import timeline
from peygir.journey.clock import tell_partners
from peygir.people.actions import KeyActsTooHigh, NotYourWork, issue_key, revoke_key
from peygir.people.queries import keys
from peygir.people.rules import SYSTEM
from tests import make
from tests.fake_receiver import Receiver, serving
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOSTS = True
    with serving(Receiver()) as one:
        yield one


def key(*scopes: str, name: str = "letters", acts_as: str = "") -> int:
    issue_key(name, scopes=scopes or ("events",), acts_as=acts_as, by=SYSTEM)
    return next(line.id for line in keys() if line.name == name)


def hook(receiver: Receiver, *kinds: str, key_id: int = 0, name: str = "letters") -> int:
    made, receiver.secret = actions.make_webhook(
        name, key_id=key_id or key(name=name), url=receiver.url, kinds=kinds or tuple(KINDS), by=SYSTEM
    )
    return made


def codes_told(one: Receiver) -> set[str]:
    """The cases that a receiver heard of."""
    return {got.body["data"]["case"] for got in one.got}


def test_the_signature_is_the_published_one() -> None:
    """The example of the Standard Webhooks libraries."""
    signature_text = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert signature_text == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    both = signatures(
        ["whsec_AAAA", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert both.split(" ")[1:] == [signature_text]


def test_each_event_is_told_once_and_signed(town: Town, receiver: Receiver) -> None:
    make.referred(phone=PHONES[1])  # before there is a webhook: never told
    hook(receiver)
    code = make.referred(name="زهرا", address="کوچهٔ پنهان", lat=29.60537, lon=52.51041)
    assert tell_partners() > 0
    tell_partners()
    assert {one.body["data"]["case"] for one in receiver.got} == {code}
    assert [one.body["type"] for one in receiver.got] == ["case_opened", "case_read", "case_referred", "promises_given"]
    assert all(one.is_signed for one in receiver.got)
    assert len(set(receiver.ids)) == len(receiver.ids)
    first = receiver.got[-1].body
    assert set(first) == {"type", "timestamp", "data"}
    assert (first["data"]["topic"], first["data"]["unit"], first["data"]["district"]) == ("CIV-01", "D-01", "1")
    said = json.dumps([one.body for one in receiver.got], ensure_ascii=False)
    for personal in ("زهرا", "پنهان", PHONES[0], make.POTHOLE):
        assert personal not in said
    exact = make.case(code)
    assert (first["data"]["lat"], first["data"]["lon"]) != (exact.lat, exact.lon), "rounded as for everybody"
    assert {row.state for row in Delivery.objects.all()} == {"delivered"}


def test_only_the_kinds_that_were_chosen(town: Town, receiver: Receiver) -> None:
    hook(receiver, "case_finished")
    make.done()
    tell_partners()
    assert [one.body["type"] for one in receiver.got] == ["case_finished"]


def test_a_key_hears_of_public_cases_and_of_those_its_person_sees(town: Town, receiver: Receiver) -> None:
    hook(receiver, key_id=key(name="map"), name="map")
    with serving(Receiver()) as clerks:
        hook(clerks, key_id=key("events", "read", name="desk", acts_as="clerk"), name="desk")
        own, other = make.referred(), make.referred(district="2", phone=PHONES[1])
        secret = make.referred("CNF-01", phone=PHONES[2])
        tell_partners()
        assert codes_told(receiver) == codes_told(clerks) == {own, other}
        another = make.referred("CNF-01", phone=PHONES[3])
        tell_partners()
        assert not {secret, another} & (codes_told(receiver) | codes_told(clerks))
    # What is confidential is told to no machine: no key acts as the inspectorate.
    with make.refused(KeyActsTooHigh):
        key("events", "read", name="seal", acts_as="inspectorate")


def test_what_was_taken_though_the_answer_was_late_comes_again_under_its_name(
    town: Town, receiver: Receiver, town_clock: TownClock, settings: Any
) -> None:
    settings.WEBHOOK_SECONDS = 1.0
    hook(receiver, "case_referred")
    make.referred()
    receiver.slow = 3.0
    assert tell_partners() == 1
    [row] = Delivery.objects.all()
    assert (row.state, row.tries, row.status) == ("pending", 1, None)
    assert "no answer" in row.error
    receiver.slow, settings.WEBHOOK_SECONDS = 0.0, 30.0
    assert tell_partners() == 0, "not at once"
    town_clock.forward(seconds=5)
    assert tell_partners() == 1
    first, second = receiver.got
    assert (first.id, first.body) == (second.id, second.body)
    assert Delivery.objects.get().state == "delivered"


def test_it_is_tried_for_a_day_and_then_lies_dead_until_somebody_sends_it_again(
    town: Town, receiver: Receiver, town_clock: TownClock
) -> None:
    hook(receiver, "case_referred")
    make.referred()
    receiver.statuses = [500] * 100
    waits: list[float] = []
    last = town_clock()
    while Delivery.objects.filter(state="pending").exists() or not waits:
        if tell_partners():
            waits.append((town_clock() - last).total_seconds())
            last = town_clock()
        town_clock.forward(seconds=5)
        if len(receiver.got) > 2:
            town_clock.forward(minutes=1)
    assert 8 < len(receiver.got) < 25
    assert waits == sorted(waits) or max(waits) < 3 * 3600 + 120
    [dead] = deliveries(state="dead")
    assert "500" in dead.error
    assert timedelta(hours=20) < (dead.done_at or dead.made_at) - dead.made_at <= timedelta(hours=24, minutes=2)
    receiver.statuses = []
    with make.refused(NotYourWork):
        actions.send_again(dead.id, by=town.clerk)
    actions.send_again(dead.id, by=town.admin)
    with make.refused(actions.DeliveryIsNotDead):
        actions.send_again(dead.id, by=town.admin)
    assert tell_partners() == 1
    assert len(set(receiver.ids)) == 1
    assert deliveries(state="dead") == []
    assert timeline("city", town.city_id)[-1].kind == "webhook_sent_again"


def test_a_receiver_that_is_gone_is_switched_off(town: Town, receiver: Receiver) -> None:
    made = hook(receiver, "case_referred", "promises_given")
    make.referred()
    receiver.statuses = [410]
    tell_partners()
    [line] = webhooks()
    assert (line.ended_why, line.waiting, line.dead) == ("gone", 0, 2)
    tell_partners()
    assert len(receiver.got) == 1
    with make.refused(actions.WebhookHasEnded):
        actions.end_webhook(made, by=SYSTEM)
    assert timeline("city", town.city_id)[-1].kind == "webhook_ended"


def test_a_redirection_is_not_followed(town: Town, receiver: Receiver) -> None:
    with serving(Receiver()) as elsewhere:
        hook(receiver, "case_referred")
        make.referred()
        receiver.statuses, receiver.location = [307], elsewhere.url
        tell_partners()
        assert elsewhere.got == []
    assert Delivery.objects.get().error == "it answered 307"


def test_our_own_network_is_no_place_to_send_to(town: Town, receiver: Receiver, settings: Any) -> None:
    hook(receiver, "case_referred")
    make.referred()
    settings.WEBHOOK_PRIVATE_HOSTS = False
    tell_partners()
    assert receiver.got == []
    assert "not a public one" in Delivery.objects.get().error
    for url in (
        "http://127.0.0.1:1/x",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/",
    ):
        with pytest.raises(GatewayFailed, match="public"):
            gateway.bring(url, "{}", {})


def test_one_that_fails_holds_up_no_other(town: Town, receiver: Receiver) -> None:
    hook(receiver, "case_referred")
    with serving(Receiver()) as well:
        hook(well, "case_referred", name="well", key_id=key(name="well"))
        for phone in PHONES[:3]:
            make.referred(phone=phone, text=f"چاله {phone}")
        receiver.statuses = [500] * 10
        assert tell_partners() == 4
        assert (len(receiver.got), len(well.got)) == (1, 3)


def test_a_key_that_is_withdrawn_hears_no_more(town: Town, receiver: Receiver) -> None:
    hook(receiver, "case_referred")
    make.referred()
    actions.gather_events()
    revoke_key("letters", by=SYSTEM)
    assert actions.deliver_due() == 1
    make.referred(phone=PHONES[1])
    assert actions.gather_events() == 0
    assert receiver.got == []


def test_what_cannot_be_made(town: Town, receiver: Receiver, settings: Any) -> None:
    good: dict[str, Any] = {
        "name": "x",
        "key_id": key(),
        "url": "https://example.ir/x",
        "kinds": ["case_closed"],
        "by": SYSTEM,
    }
    deaf = key("report", name="deaf")
    for refusal, changed in (
        (WebhookHasNoName, {"name": " "}),
        (NothingToTell, {"kinds": []}),
        (NothingToTell, {"kinds": ["note_added"]}),
        (WebhookAddressIsWrong, {"url": "ftp://example.ir/"}),
        (WebhookAddressIsWrong, {"url": "https://"}),
        (WebhookAddressIsWrong, {"url": "https://a:b@e.ir/"}),
        (WebhookAddressIsWrong, {"url": "https://e.ir/ x"}),
        (WebhookAddressIsWrong, {"url": "https://[/"}),
        (actions.KeyHearsNothing, {"key_id": deaf}),
        (actions.KeyHearsNothing, {"key_id": 999}),
        (NotYourWork, {"by": town.supervisor}),
    ):
        with make.refused(refusal):
            actions.make_webhook(**{**good, **changed})
    settings.WEBHOOK_PRIVATE_HOSTS = False
    with make.refused(WebhookAddressIsWrong):
        actions.make_webhook(**{**good, "url": "http://example.ir/"})
    actions.make_webhook(**good)
    with make.refused(actions.WebhookNameIsTaken):
        actions.make_webhook(**good)


def test_what_arrived_is_let_go_of_after_a_while(town: Town, receiver: Receiver, town_clock: TownClock) -> None:
    hook(receiver, "case_referred")
    make.referred()
    tell_partners()
    assert actions.forget_deliveries(before=town_clock() - timedelta(days=1)) == 0
    assert actions.forget_deliveries(before=town_clock() + timedelta(days=1)) == 1
