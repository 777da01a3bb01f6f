"""A short message whose response was lost: it is asked after and sent once, or waits for a person."""

from typing import Any

import pytest

from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries
from peygir.desks.answers.models import Message
from peygir.gateways.asking import ask
from peygir.gateways.results import GatewayUnsure
from tests.fake_http import serving
from tests.fake_sms import MeliShop
from tests.sms_street import PHONE, SHOPS, Street, send, write
from tests.town import Town, TownClock

ASKED = ("kavenegar", "magfa", "melipayamak", "safir")
KNOWN_BY_OUR_ID = ("kavenegar", "magfa")


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_that_is_lost_leads_to_no_second_message(name: str, street: Street, town_clock: TownClock) -> None:
    shop, other = street.use(name, "kavenegar" if name != "kavenegar" else "magfa")
    shop.lose = 1
    message = send(town_clock, (number := write()))
    assert (message.state, message.is_unsure, message.provider) == ("pending", True, name)
    message = send(town_clock, number, minutes=3)
    assert (message.state, message.is_unsure, message.provider) == ("sent", False, name)
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
    Message.objects.filter(pk=number).update(provider="kavenegar", is_unsure=True, tries=1)
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
        ask(f"{address}/api/SendSMS/SendSMS", seconds=1, **given)
    assert "TimeoutError" in str(failure.value)
    assert len(shop.seen) == 1
