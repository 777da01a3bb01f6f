"""Every listed spelling comes in by the real door, is kept, heard and answered, whichever provider brings it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from peygir.core.persian import fa_digits
from peygir.desks.answers.models import BlockedAddress, Message, Verdict
from peygir.desks.intake.models import Inbound
from peygir.gateways import sms
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.conversation.polling import poll_provider
from peygir.people.queries import is_phone_silent
from tests import make
from tests.drain import drain
from tests.fake_http import serving
from tests.fake_sms import KEY, LINE, KavenegarShop, MagfaShop, MeliShop
from tests.fake_smsc import Centre, centre_open
from tests.spellings import ONE, START, STOP, THREE, TWO, answers_with, codes_of
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
PHONE = PHONES[7]
SECRET = "s" * 20


@pytest.fixture
def called(town: Town, settings: Any) -> None:
    """A provider that calls our address."""
    settings.SMS_PORTS = {"kavenegar": f"https://{KEY}@api.kavenegar.com/v1"}
    settings.HOOK_SECRET = SECRET


def knock(text: str) -> str:
    """The provider calls with a message; it is heard and answered. What it became."""
    said = {"messageid": str(Inbound.objects.count() + 1), "from": PHONE, "to": LINE, "message": text}
    assert Client().post(f"/api/v1/hooks/sms/kavenegar/{SECRET}", said).status_code == 200
    return heard()


def heard() -> str:
    """What the last message became once everything that came in is heard and answered."""
    while hear_waiting():
        pass
    drain()
    return Inbound.objects.latest("pk").became


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened afterwards: the next spelling meets the same case."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("called")
def test_a_code_is_answered_with_its_state() -> None:
    code = make.referred()
    for text in codes_of(code):
        with undone():
            assert knock(text) == "code", text
            told = Message.objects.filter(address=PHONE).latest("pk")
            assert (told.kind, told.state, fa_digits(code) in told.body) == ("talk_state", "sent", True), text


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize(("number", "texts"), [(1, ONE), (2, TWO), (3, THREE)], ids="123")
def test_an_answer_is_a_verdict(number: int, texts: list[str]) -> None:
    code = make.done(phone=PHONE)
    for text in texts:
        with undone():
            assert knock(text) == "verdict", text
            assert Verdict.objects.get().is_fixed == (number == 1), text
            assert make.case(code).state == ("closed" if number == 1 else "reopened"), text


@pytest.mark.usefixtures("called")
def test_an_answer_that_names_a_report_is_its_verdict() -> None:
    lat, lon = point_in("1", north=True)
    code, later = make.done(phone=PHONE), make.done(phone=PHONE, lat=lat, lon=lon)
    for text, verdict in answers_with(code):
        with undone():
            assert knock(text) == "verdict", text
            assert Verdict.objects.get().is_fixed == (verdict == 1), text
            assert make.case(code).state == ("closed" if verdict == 1 else "reopened"), text
            assert make.case(later).state == "done", text


@pytest.mark.usefixtures("called")
def test_no_more_messages_and_again() -> None:
    make.referred(phone=PHONE)
    for text in STOP:
        with undone():
            assert knock(text) == "stopped", text
            assert is_phone_silent(PHONE), text
            assert BlockedAddress.objects.get(ended_at=None).address == PHONE, text
    assert knock(STOP[0]) == "stopped"
    for text in START:
        with undone():
            assert knock(text) == "started", text
            assert not is_phone_silent(PHONE), text


# ── the other doors: asked for, and told over SMPP ──────────────────────────────────────────────────────────────────

SHOPS = {
    "kavenegar": (KavenegarShop, f"{KEY}@", f"/v1?from={LINE}"),
    "magfa": (MagfaShop, "city%2Fmagfa:word@", f"/api/http/sms/v2?from={LINE}"),
    "melipayamak": (MeliShop, "city:word@", f"/api/SendSMS?from={LINE}"),
}


def brought(shop: Any, text: str, number: int) -> None:
    """A message lies with a provider, in the words of its own."""
    sender = PHONE.replace("+98", "0")
    shop.inbox.append(
        {
            "messageid": number,
            "sender": sender,
            "message": text,
            "date": 1_777_788_000 + number,
            "senderNumber": sender,
            "body": text,
            "MsgID": number,
            "Sender": sender,
            "Body": text,
        }
    )


@pytest.fixture
def shops(town: Town, settings: Any) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        shops_by_name: dict[str, Any] = {}
        settings.SMS_PORTS = {}
        for name, (kind, who, path) in SHOPS.items():
            shops_by_name[name] = kind()
            address = stack.enter_context(serving(shops_by_name[name]))
            settings.SMS_PORTS[name] = address.replace("http://", f"http://{who}") + path
        yield shops_by_name


@pytest.mark.parametrize("name", SHOPS)
def test_a_provider_that_is_asked_brings_them_too(name: str, shops: dict[str, Any], settings: Any) -> None:
    settings.SMS_ADAPTER = name
    code = make.done(phone=PHONE)
    for number, (text, became) in enumerate(
        ((f"کد رهگیری: {fa_digits(code)}", "code"), ("٣.", "verdict"), ("LAGHV", "stopped"), ("شروع", "started")), 1
    ):
        brought(shops[name], text, number)
        for _ in range(2):  # MeliPayamak tells the same again each time
            poll_provider(name)
        assert heard() == became, text
    assert Inbound.objects.count() == 4
    assert make.case(code).state == "reopened"


def test_a_message_centre_brings_them_too(town: Town, settings: Any) -> None:
    centre = Centre()
    with centre_open(centre) as port:
        settings.SMS_ADAPTER = "smpp"
        settings.SMS_PORTS = {"smpp": f"smpp://city:word@127.0.0.1:{port}?from={LINE}"}
        code = make.done(phone=PHONE)
        poll_provider("smpp")
        for number, (text, became) in enumerate((("۲ ", "verdict"), ("2", "not_asked"), ("laghv", "stopped")), 1):
            words, coding = (text.encode(), 0) if text.isascii() else (text.encode("utf-16-be"), 8)
            centre.deliver(number, words, coding=coding, source=PHONE.removeprefix("+"))
            while number not in centre.acknowledged:
                poll_provider("smpp")
            assert heard() == became, text
        assert make.case(code).state == "reopened"
        sms.provider("smpp").leave()  # type: ignore[attr-defined]
