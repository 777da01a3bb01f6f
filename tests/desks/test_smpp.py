"""SMPP 3.4 with a message centre over a real socket: sending, listening, and what is lost between the two."""

import struct
from collections.abc import Iterator
from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Inbound
from peygir.gateways import sms
from peygir.gateways.provider_urls import read_provider_url
from peygir.gateways.results import DeliveryReport, GatewayFailed, GatewayUnsure, InboundMessage
from peygir.gateways.smpp import Smpp
from peygir.journey.clock import send_messages
from peygir.journey.conversation.polling import poll_provider
from tests.fake_smsc import DELIVER, LONG, PHONE, RECEIPT, RESPONSE, UNBIND, Centre, centre_open, heard
from tests.town import Town, TownClock


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def url(centre: Centre) -> Iterator[str]:
    with centre_open(centre) as port:
        yield f"smpp://city:word@127.0.0.1:{port}?from=10004346"


@pytest.fixture
def smpp(url: str) -> Iterator[Smpp]:
    smpp = Smpp(read_provider_url("X", url, schemes=("smpp",), needs=("from",)), seconds=3)
    yield smpp
    smpp.leave()


@pytest.fixture
def outbox(url: str, town: Town, settings: Any, town_clock: TownClock) -> Iterator[None]:
    settings.SMS_ADAPTER, settings.SMS_PORTS = "smpp", {"smpp": url}
    yield
    sms.provider("smpp").leave()  # type: ignore[attr-defined]


def test_a_short_and_a_long_message(smpp: Smpp, centre: Centre) -> None:
    assert smpp.send(PHONE, "137: your code is 42", "m-1").parts == 1
    receipt = smpp.send(PHONE, LONG, "m-2")
    assert receipt.provider_id == "a1"
    short, *parts = centre.taken
    assert (short.to, short.source, short.coding, short.text) == ("989171234567", "10004346", 0, "137: your code is 42")
    assert receipt.parts == len(parts) > 1
    assert {part.coding for part in parts} == {8}
    assert "".join(part.text for part in parts) == LONG
    assert len({part.words[3] for part in parts}) == 1, "they name one message"


def test_one_session_serves_all(smpp: Smpp, centre: Centre) -> None:
    for number in range(3):
        smpp.send(PHONE, "x", f"m-{number}")
    assert len(centre.talks) == 1
    smpp.leave()
    centre.wait_for(UNBIND)
    smpp.send(PHONE, "x", "m-4")
    assert len(centre.talks) == 2


def test_a_refusal_and_a_wrong_password(smpp: Smpp, centre: Centre, url: str) -> None:
    centre.refuse = 0x58  # throttled: later
    with pytest.raises(GatewayFailed) as failure:
        smpp.send(PHONE, "x", "m-1")
    assert not failure.value.is_permanent
    centre.refuse = 0x0B  # no such address
    with pytest.raises(GatewayFailed) as failure:
        smpp.send(PHONE, "x", "m-1")
    assert failure.value.is_permanent
    stranger = Smpp(read_provider_url("X", url.replace("word", "wrong"), schemes=("smpp",), needs=("from",)), seconds=3)
    with pytest.raises(GatewayFailed) as failure:
        stranger.send(PHONE, "x", "m-1")
    assert not failure.value.is_permanent
    assert "wrong" not in str(failure.value)


def test_a_centre_that_takes_a_message_and_says_nothing_may_have_sent_it(url: str, centre: Centre) -> None:
    centre.hush = 1
    smpp = Smpp(read_provider_url("X", url, schemes=("smpp",), needs=("from",)), seconds=2)
    with pytest.raises(GatewayUnsure) as failure:
        smpp.send(PHONE, "x", "m-1")
    assert "TimeoutError" in str(failure.value)
    assert len(centre.taken) == 1
    smpp.send(PHONE, "y", "m-2")
    assert len(centre.talks) == 2, "the late answer to the first must not be taken for the second's"
    smpp.leave()


@pytest.mark.usefixtures("outbox")
def test_an_answer_that_is_lost_leads_to_no_second_message(centre: Centre, town_clock: TownClock, town: Town) -> None:
    centre.lose = 1
    answers.say("talk_help", channel="sms", address=PHONE, language="en", values={})
    for _ in range(4):
        send_messages(clock.now())
        town_clock.forward(minutes=200)
    message = Message.objects.get()
    assert (message.state, message.is_unsure, len({part.name for part in centre.taken})) == ("dead", True, 1)
    assert queries.dead_letters() == [message]
    answers.resend(message.pk, by=town.supervisor)
    send_messages(clock.now())
    assert Message.objects.get().state == "sent"


def sar(reference: int, total: int, part: int) -> bytes:
    """The parameters that number a part (SMPP 3.4, 5.3.2.22 to 24)."""
    return struct.pack(">HHHHHBHHB", 0x020C, 2, reference, 0x020E, 1, total, 0x020F, 1, part)


def test_parts_that_are_numbered_by_parameters_are_one_message(smpp: Smpp, centre: Centre) -> None:
    encoded = "چراغ‌های کوچهٔ هفت خیابان زند از دیشب خاموش است".encode("utf-16-be")
    pieces = [encoded[start : start + 30] for start in range(0, len(encoded), 30)]
    smpp.send(PHONE, "x", "m-1")
    for number in (2, 0, 3, 1):
        centre.deliver(20 + number, pieces[number], coding=8, extra=sar(0, len(pieces), number + 1))
    (spoken,) = heard(smpp, centre)
    assert isinstance(spoken, InboundMessage)
    assert spoken.text == encoded.decode("utf-16-be")
    smpp.settle()
    centre.wait_for(DELIVER | RESPONSE, len(pieces))


@pytest.mark.parametrize(
    ("coding", "encoding"),
    [
        (0x08, "utf-16-be"),
        (0x18, "utf-16-be"),
        (0x19, "utf-16-be"),
        (0x1B, "utf-16-be"),
        (0xE0, "utf-16-be"),
        (0x00, "ascii"),
        (0x10, "ascii"),
        (0xF1, "ascii"),
        (0xF5, "utf-8"),
        (0x04, "windows-1256"),
        (0x03, "latin-1"),
    ],
)
def test_every_group_of_alphabets_is_read(smpp: Smpp, centre: Centre, coding: int, encoding: str) -> None:
    text = "dark" if encoding in ("ascii", "latin-1") else "چراغ كوچه خاموش"
    smpp.send(PHONE, "x", "m-1")
    centre.deliver(30, text.encode(encoding), coding=coding)
    (spoken,) = heard(smpp, centre)
    assert isinstance(spoken, InboundMessage)
    assert spoken.text == text


def test_messages_and_reports_come_in_and_are_acknowledged_when_kept(smpp: Smpp, centre: Centre) -> None:
    smpp.send(PHONE, "x", "m-1")
    centre.deliver(11, "چراغ خاموش است".encode("utf-16-be"), coding=8)
    centre.deliver(12, RECEIPT % (b"a0", b"DELIVRD"), feature=4)
    centre.deliver(13, RECEIPT % (b"a1", b"ACCEPTD"), feature=4)
    centre.deliver(14, b"", feature=4, extra=b"\x00\x1e\x00\x03a9\0" + b"\x04\x27\x00\x01\x05")
    words, fate, second = heard(smpp, centre)
    assert isinstance(words, InboundMessage)
    assert (words.sender, words.text) == (PHONE, "چراغ خاموش است")
    assert fate == DeliveryReport("a0", "delivered")
    assert second == DeliveryReport("a9", "failed")
    assert centre.acknowledged == []
    smpp.settle()
    centre.wait_for(DELIVER | RESPONSE, 4)
    assert centre.acknowledged == [11, 12, 13, 14]


def test_a_message_in_parts_is_one_and_is_acknowledged_whole(smpp: Smpp, centre: Centre) -> None:
    smpp.send(PHONE, "x", "m-1")
    first, second = "کد ".encode("utf-16-be"), "پیگیری".encode("utf-16-be")
    centre.deliver(22, b"\x05\x00\x03\x09\x02\x02" + second, coding=8, feature=0x40)
    assert heard(smpp, centre) == []
    smpp.settle()
    centre.deliver(21, b"\x05\x00\x03\x09\x02\x01" + first, coding=8, feature=0x40)
    (whole,) = heard(smpp, centre)
    assert isinstance(whole, InboundMessage)
    assert whole.text == "کد پیگیری"
    smpp.settle()
    centre.wait_for(DELIVER | RESPONSE, 2)
    assert sorted(centre.acknowledged) == [21, 22]


def test_a_message_whose_rest_never_comes_does_not_fill_the_centres_window(
    smpp: Smpp, centre: Centre, town_clock: TownClock
) -> None:
    smpp.send(PHONE, "x", "m-1")
    for number in range(5):
        head = bytes([5, 0, 3, number, 2, 1])
        centre.deliver(40 + number, head + "چراغ خاموش".encode("utf-16-be"), coding=8, feature=0x40)
    assert heard(smpp, centre) == []
    smpp.settle()
    town_clock.forward(minutes=29)
    assert heard(smpp, centre) == []
    town_clock.forward(minutes=2)
    torn = heard(smpp, centre)
    assert [one.text for one in torn if isinstance(one, InboundMessage)] == ["چراغ خاموش"] * 5
    smpp.settle()
    centre.wait_for(DELIVER | RESPONSE, 5)
    assert sorted(centre.acknowledged) == [40, 41, 42, 43, 44]


@pytest.mark.usefixtures("outbox")
def test_what_was_said_is_kept_once_however_often_it_is_told(centre: Centre) -> None:
    poll_provider("smpp")
    for _ in range(2):
        centre.deliver(31, "سلام".encode("utf-16-be"), coding=8)
        known = len(centre.acknowledged)
        while len(centre.acknowledged) == known:
            poll_provider("smpp")
    assert Inbound.objects.filter(provider="smpp").count() == 1
