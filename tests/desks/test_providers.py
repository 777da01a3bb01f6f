"""Providers of short messages over real sockets: what they take, refuse, cost and report of a message later."""

from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers import sending
from peygir.desks.answers.models import BlockedAddress, Message, ProviderState
from peygir.gateways import sms
from peygir.gateways.provider_urls import read_provider_url
from peygir.gateways.results import GatewayFailed
from tests.fake_sms import KEY
from tests.sms_street import PHONE, SHOPS, Street, send, write
from tests.town import Town, TownClock


def test_a_message_that_fails_as_nobody_foresaw_holds_up_no_other(
    street: Street, town_clock: TownClock, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    street.use("kavenegar")
    settings.EMAIL_URL = 137  # no text: whoever reads it fails as no gateway does
    answers.say("talk_help", channel="mail", address="reporter@citizen.example", language="fa", values={})
    first, second = Message.objects.latest("pk").pk, write()
    assert send(town_clock, second).state == "sent"
    failed = Message.objects.get(pk=first)
    assert (failed.state, failed.tries, failed.error) == ("pending", 1, "AttributeError")
    assert [getattr(record, "outgoing", None) for record in caplog.records if record.exc_info] == [first]


@pytest.mark.parametrize("name", SHOPS)
def test_a_message_goes_out(name: str, street: Street, town_clock: TownClock) -> None:
    (shop,) = street.use(name)
    message = send(town_clock, write())
    (taken,) = shop.taken
    assert (message.state, message.provider, message.provider_id) == ("sent", name, str(taken.number))
    assert not message.is_unsure
    assert taken.text == message.body
    assert taken.to.endswith("9171234567")
    assert message.cost == {"kavenegar": 1200, "magfa": 1010}.get(name)


@pytest.mark.parametrize(("name", "status"), [("kavenegar", 418), ("magfa", 14), ("melipayamak", 2), ("safir", 400)])
def test_a_refusal_leads_to_the_next_port(name: str, status: int, street: Street, town_clock: TownClock) -> None:
    other_name = "magfa" if name == "kavenegar" else "kavenegar"
    shop, other = street.use(name, other_name)
    shop.refuses = status
    message = send(town_clock, write())
    assert (message.state, message.provider) == ("sent", other_name)
    assert (len(shop.taken), len(other.taken)) == (0, 1)


def test_a_port_that_is_not_there_leads_to_the_next(street: Street, settings: Any, town_clock: TownClock) -> None:
    settings.SMS_PORTS["kavenegar"] = f"http://{KEY}@127.0.0.1:9/v1"
    _, other = street.use("kavenegar", "magfa")
    assert send(town_clock, write()).provider == "magfa"
    assert len(other.taken) == 1


@pytest.mark.parametrize(("name", "status"), [("kavenegar", 411), ("magfa", 1), ("melipayamak", 18)])
def test_a_wrong_number_is_wrong_everywhere(name: str, status: int, street: Street, town_clock: TownClock) -> None:
    shop, other = street.use(name, "magfa" if name != "magfa" else "kavenegar")
    shop.refuses = status
    assert send(town_clock, write()).state == "dead"
    assert other.taken == []


@pytest.mark.parametrize(("name", "status"), [("magfa", 33), ("melipayamak", 35)])
def test_a_reader_who_forbade_it_is_left_in_peace(
    name: str, status: int, street: Street, town_clock: TownClock
) -> None:
    shop, other = street.use(name, "kavenegar")
    shop.refuses = status
    assert send(town_clock, write()).state == "dead"
    row = BlockedAddress.objects.get()
    assert (row.channel, row.address, row.why) == ("sms", PHONE, "provider")
    answers.say("received", channel="sms", address=PHONE, language="fa", values={"code": "1", "link": "x"})
    message = send(town_clock, Message.objects.latest("pk").pk)
    assert (message.state, message.error) == ("dead", "the address is on the blacklist")
    assert (shop.taken, other.taken) == ([], [])


@pytest.mark.parametrize(("name", "fate"), [("kavenegar", 10), ("magfa", 1), ("melipayamak", 1)])
def test_what_became_of_a_message(name: str, fate: int, street: Street, town_clock: TownClock) -> None:
    (shop,) = street.use(name)
    number = write()
    shop.take("", "", "")  # another's, before ours
    assert send(town_clock, number).delivery == "waiting"
    for one in shop.taken:
        one.fate = 0
    assert answers.ask_deliveries(clock.now()) == 1
    assert Message.objects.get(pk=number).delivery == "waiting"
    shop.taken[-1].fate = fate
    assert answers.ask_deliveries(clock.now()) == 0, "it was asked just now"
    town_clock.forward(minutes=11)
    assert answers.ask_deliveries(clock.now()) == 1
    assert Message.objects.get(pk=number).delivery == "delivered"


def test_a_provider_that_says_blocked_later_blocks(street: Street, town_clock: TownClock) -> None:
    (shop,) = street.use("kavenegar")
    send(town_clock, write())
    shop.taken[0].fate = 14
    answers.ask_deliveries(clock.now())
    assert [row.why for row in BlockedAddress.objects.all()] == ["provider"]


def test_what_is_left_with_each_port(street: Street, settings: Any) -> None:
    street.use("kavenegar", "magfa", "melipayamak", "file")
    settings.SMS_PORTS["magfa"] = settings.SMS_PORTS["magfa"].replace("word", "wrong")
    assert answers.ask_balances(clock.now()) == 3
    found = {row.provider: (row.amount, row.unit, row.error) for row in ProviderState.objects.all()}
    assert found == {
        "kavenegar": (1_500_000, "rials", ""),
        "melipayamak": (420, "messages", ""),
        "magfa": (None, "", "Magfa answered 401"),
    }
    assert [name for name, _ in sending.provider_states()] == ["kavenegar", "magfa", "melipayamak", "file"]


def test_the_month_says_what_it_cost(street: Street, town_clock: TownClock, town: Town) -> None:
    street.use("kavenegar")
    send(town_clock, write())
    street.use("melipayamak")
    send(town_clock, write())
    answers.save_tariff("melipayamak", rials=900, by=town.supervisor)
    message = send(town_clock, write())
    assert message.cost == 900 * message.parts
    lines = {line.provider: line for line in sending.by_month(clock.now(), "Asia/Tehran")}
    assert (lines["kavenegar"].sent, lines["kavenegar"].cost) == (1, 1200)
    assert (lines["melipayamak"].sent, lines["melipayamak"].unpriced) == (2, 1)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("kavenegar", ""),
        ("kavenegar", "https://api.kavenegar.com/v1"),
        ("magfa", "https://a:b@sms.magfa.com"),
        ("kavenegar", "ftp://k@host"),
        ("kavenegar", "https://k@host?form=1"),
        ("pigeon", "https://k@host"),
        ("smpp", "https://a:b@host?from=1"),
        ("kavenegar", "https://k@host:x/v1"),
    ],
)
def test_a_wrong_setting_waits_for_a_person(name: str, url: str, settings: Any) -> None:
    settings.SMS_PORTS = {name: url}
    with pytest.raises(GatewayFailed) as failure:
        sms.provider(name)
    assert not failure.value.is_permanent
    assert "word" not in str(failure.value)


def test_an_address_keeps_its_secrets() -> None:
    at = read_provider_url("X", "https://137%3Ageheim@host/v1?from=1", needs=("from",))
    assert at.key == "137:geheim"
    assert "geheim" not in repr(at)
    assert at.base == "https://host/v1"
