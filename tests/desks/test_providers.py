"""Providers of short messages over real sockets: a message is sent once, whatever becomes of the answer."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries, sending
from peygir.desks.answers.actions import outbox
from peygir.desks.answers.actions.handing import hand_over
from peygir.desks.answers.models import BlockedAddress, Message, PortState
from peygir.gateways import sms
from peygir.gateways.asking import ask
from peygir.gateways.provider_urls import read_provider_url
from peygir.gateways.results import GatewayFailed, GatewayUnsure
from peygir.journey.clock import send_messages
from tests.fake_http import serving
from tests.fake_sms import KEY, LINE, KavenegarShop, MagfaShop, MeliShop, SafirShop, Shop
from tests.town import Town, TownClock

PHONE = "+989171234567"
SHOPS: dict[str, tuple[type[Shop], str, str]] = {
    "kavenegar": (KavenegarShop, f"{KEY}@", f"/v1?from={LINE}"),
    "magfa": (MagfaShop, "city%2Fmagfa:word@", f"/api/http/sms/v2?from={LINE}"),
    "melipayamak": (MeliShop, "city:word@", f"/api/SendSMS?from={LINE}"),
    "safir": (SafirShop, f"{KEY}@", "/api/v3?bot=137"),
}
ASKED = ("kavenegar", "magfa", "melipayamak", "safir")
KNOWN_BY_OUR_ID = ("kavenegar", "magfa")


class Street:
    """All shops open, and the settings that name some of them in order."""

    def __init__(self, settings: Any, stack: ExitStack) -> None:
        self._settings = settings
        self.shops: dict[str, Any] = {}
        settings.SMS_PORTS = {}
        for name, (make, who, path) in SHOPS.items():
            self.shops[name] = make()
            address = stack.enter_context(serving(self.shops[name]))
            settings.SMS_PORTS[name] = address.replace("http://", f"http://{who}") + path

    def use(self, *names: str) -> list[Any]:
        self._settings.SMS_ADAPTER = ",".join(names)
        return [self.shops[name] for name in names if name in self.shops]


@pytest.fixture
def street(town: Town, settings: Any, town_clock: TownClock) -> Iterator[Street]:
    with ExitStack() as stack:
        yield Street(settings, stack)


def write(text_kind: str = "talk_help") -> int:
    """One message in the outbox."""
    answers.say(text_kind, channel="sms", address=PHONE, language="fa", values={})
    return Message.objects.latest("pk").pk


def send(town_clock: TownClock, message_id: int, *, minutes: float = 0) -> Message:
    """The outbox's next round."""
    town_clock.forward(minutes=minutes)
    while send_messages(clock.now()):
        pass
    return Message.objects.get(pk=message_id)


def test_a_message_that_fails_as_nobody_foresaw_holds_up_no_other(
    street: Street, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    street.use("kavenegar")
    first, second = write(), write()
    monkeypatch.setattr(outbox, "hand_over", lambda message: hand_over(message) if message.pk == second else 1 / 0)
    assert send(town_clock, second).state == "sent"
    failed = Message.objects.get(pk=first)
    assert (failed.state, failed.tries, failed.error) == ("pending", 1, "ZeroDivisionError")
    assert [getattr(record, "outgoing", None) for record in caplog.records if record.exc_info] == [first]


@pytest.mark.parametrize("name", SHOPS)
def test_a_message_goes_out(name: str, street: Street, town_clock: TownClock) -> None:
    (shop,) = street.use(name)
    message = send(town_clock, write())
    (taken,) = shop.taken
    assert (message.state, message.port, message.provider_id) == ("sent", name, str(taken.number))
    assert not message.is_unsure
    assert taken.text == message.body
    assert taken.to.endswith("9171234567")
    assert message.cost == {"kavenegar": 1200, "magfa": 1010}.get(name)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_that_is_lost_leads_to_no_second_message(name: str, street: Street, town_clock: TownClock) -> None:
    shop, other = street.use(name, "kavenegar" if name != "kavenegar" else "magfa")
    shop.lose = 1
    message = send(town_clock, (number := write()))
    assert (message.state, message.is_unsure, message.port) == ("pending", True, name)
    message = send(town_clock, number, minutes=3)
    assert (message.state, message.is_unsure, message.port) == ("sent", False, name)
    assert len(shop.taken) == 1
    assert message.provider_id == str(shop.taken[0].number)
    assert other.taken == []


@pytest.mark.parametrize("name", KNOWN_BY_OUR_ID)
def test_a_message_that_surely_was_not_taken_is_sent_later(name: str, street: Street, town_clock: TownClock) -> None:
    (shop,) = street.use(name)
    shop.drop = 1
    number = write()
    assert send(town_clock, number).is_unsure
    assert send(town_clock, number, minutes=3).state == "sent"
    assert len(shop.taken) == 1


def test_a_broken_server_in_between_is_no_answer(street: Street, town_clock: TownClock) -> None:
    shop, other = street.use("kavenegar", "magfa")
    shop.breaks = 1
    assert send(town_clock, write()).is_unsure
    assert (shop.taken, other.taken) == ([], [])


def test_who_was_cut_off_in_the_middle_asks_first(street: Street, town_clock: TownClock) -> None:
    """The worker died after the provider took the message and before anything was written of it."""
    (shop,) = street.use("kavenegar")
    number = write()
    shop.take(number, "09171234567", "—")
    Message.objects.filter(pk=number).update(port="kavenegar", is_unsure=True, tries=1)
    message = send(town_clock, number)
    assert (message.state, len(shop.taken)) == ("sent", 1)


def test_nobody_to_ask_makes_it_a_dead_letter_that_a_person_may_send_again(
    street: Street, town_clock: TownClock, town: Town
) -> None:
    shop, other = street.use("melipayamak", "kavenegar")
    shop.drop = 1
    number = write()
    send(town_clock, number)
    message = send(town_clock, number, minutes=3)
    assert (message.state, message.is_unsure) == ("dead", True)
    assert "it may have arrived" in message.error
    assert message in queries.dead_letters()
    assert other.taken == [], "it may have been taken, so nobody else gets it"
    answers.resend(number, by=town.supervisor)
    assert send(town_clock, number).state == "sent"
    assert len(shop.taken) == 1
    with pytest.raises(answers.MessageIsNotDead):
        answers.resend(number, by=town.supervisor)


@pytest.mark.parametrize("name", SHOPS)
def test_who_took_a_message_and_is_gone_for_good_leaves_a_dead_letter(
    name: str, street: Street, town_clock: TownClock, settings: Any, town: Town
) -> None:
    (shop,) = street.use(name)
    shop.lose = 1
    open_address = settings.SMS_PORTS[name]
    message = send(town_clock, (number := write()))
    settings.SMS_PORTS[name] = open_address.replace(open_address.split("@")[1].split("/")[0], "127.0.0.1:9")
    rounds = 0
    while message.state == "pending" and (rounds := rounds + 1) < 20:
        message = send(town_clock, number, minutes=300)
    assert (message.state, message.is_unsure, len(shop.taken)) == ("dead", True, 1)
    assert queries.dead_letters() == [message]
    settings.SMS_PORTS[name] = open_address
    send(town_clock, number, minutes=3000)
    assert len(shop.taken) == 1, "a dead letter is not sent again by itself"


@pytest.mark.parametrize("given", [{"form": {"to": PHONE}}, {"data": {"to": PHONE}}], ids=["form", "json"])
def test_a_provider_that_takes_a_message_and_says_nothing_may_have_sent_it(given: dict[str, Any]) -> None:
    shop = MeliShop()
    shop.hush = 1
    with serving(shop) as address, pytest.raises(GatewayUnsure) as failure:
        ask(f"{address}/api/SendSMS/SendSMS", seconds=0.3, **given)
    assert "TimeoutError" in str(failure.value)
    assert len(shop.seen) == 1


@pytest.mark.parametrize(("name", "status"), [("kavenegar", 418), ("magfa", 14), ("melipayamak", 2), ("safir", 400)])
def test_a_refusal_leads_to_the_next_port(name: str, status: int, street: Street, town_clock: TownClock) -> None:
    other_name = "magfa" if name == "kavenegar" else "kavenegar"
    shop, other = street.use(name, other_name)
    shop.refuses = status
    message = send(town_clock, write())
    assert (message.state, message.port) == ("sent", other_name)
    assert (len(shop.taken), len(other.taken)) == (0, 1)


def test_a_port_that_is_not_there_leads_to_the_next(street: Street, settings: Any, town_clock: TownClock) -> None:
    settings.SMS_PORTS["kavenegar"] = f"http://{KEY}@127.0.0.1:9/v1"
    _, other = street.use("kavenegar", "magfa")
    assert send(town_clock, write()).port == "magfa"
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
    found = {row.port: (row.amount, row.unit, row.error) for row in PortState.objects.all()}
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
    lines = {line.port: line for line in sending.by_month(clock.now(), "Asia/Tehran")}
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
