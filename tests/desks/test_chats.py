"""Talks in a messenger with the Telegram Bot API: reports with place and photo, codes, verdicts by buttons."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from peygir.cases.models import Report
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.answers import actions as answers
from peygir.desks.answers import queries
from peygir.desks.answers.models import BlockedAddress, Message, ReplyChannel, Verdict
from peygir.desks.intake.models import Conversation, Photo
from peygir.gateways.chat import chat
from peygir.gateways.results import GatewayUnsure
from peygir.journey.clock import send_messages
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.conversation.polling import listen_to_chat
from tests import make
from tests.drain import drain
from tests.fake_bale import CHAT, TOKEN, Bale
from tests.fake_http import serving
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
PHONE = PHONES[7]
SECRET = "s" * 20


@pytest.fixture
def bale(town: Town, settings: Any) -> Iterator[Bale]:
    bot = Bale()
    with serving(bot) as address:
        settings.CHAT_PORTS = {"bale": address.replace("http://", f"http://{TOKEN}@")}
        settings.HOOK_SECRET = SECRET
        yield bot


def listened() -> None:
    """The messenger is listened to, everything is heard and answered."""
    listen_to_chat("bale", wait=0)
    while hear_waiting():
        pass
    drain()


def test_a_report_with_place_and_photo_in_a_messenger(bale: Bale) -> None:
    lat, lon = point_in("1")
    bale.files["big"] = make.photo()
    bale.hears("/start")
    listened()
    assert [key["callback_data"] for key in bale.sent[-1]["reply_markup"]["inline_keyboard"][0]] == [
        "language:fa",
        "language:en",
        "language:ar",
    ]
    bale.pressed("language:fa")
    bale.pressed("report")
    listened()
    bale.hears("سطل زباله شکسته است")
    listened()
    assert bale.sent[-1]["reply_markup"]["keyboard"][0][0]["request_location"] is True
    bale.hears(location={"latitude": lat, "longitude": lon})
    listened()
    sizes = [{"file_id": "small", "file_size": 10}, {"file_id": "big", "file_size": 900}]
    bale.hears(photo=sizes)
    listened()
    assert "عکس رسید" in bale.last()
    bale.pressed("send")
    listened()
    report = Report.objects.get()
    assert (report.channel, report.text, report.lat) == ("app", "سطل زباله شکسته است", lat)
    assert (report.citizen, report.reporter_name) == (None, "Sara M")
    assert Photo.objects.get(report=report).state == "ready"
    assert fa_digits(report.code) in " ".join(str(one["text"]) for one in bale.sent)
    assert ReplyChannel.objects.get().address == f"bale:{CHAT}"
    assert set(Message.objects.values_list("channel", flat=True)) == {"chat"}


def done_in_chat(bale: Bale, town: Town) -> str:
    """A report that came by the messenger and is done; its code."""
    lat, lon = point_in("1")
    bale.hears("چاله در خیابان زند نبش کوچه ۵", location={"latitude": lat, "longitude": lon})
    bale.pressed("send")
    listened()
    code = Report.objects.get().code
    make.command(code, "topic", town.operator, topic_id=town.topics["CIV-01"])
    drain()
    if make.case(code).state == "new":
        make.command(code, "refer", town.operator, unit_id=town.units["D-01"])
        drain()
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="x")
    drain()
    return code


def test_words_in_a_messenger_are_an_answer(bale: Bale, town: Town) -> None:
    code = done_in_chat(bale, town)
    bale.hears("نه هنوز درست نشده")
    listened()
    assert (Verdict.objects.get().is_fixed, Verdict.objects.get().channel) == (False, "app")
    assert make.case(code).state == "reopened"


def test_a_picture_with_words_is_an_answer_with_its_proof(bale: Bale, town: Town) -> None:
    code = done_in_chat(bale, town)
    bale.files["p1"] = make.photo()
    bale.hears(photo=[{"file_id": "p1", "file_size": 9}], caption="هنوز درست نشده")
    listened()
    assert Verdict.objects.get().is_fixed is False
    assert Photo.objects.get().case.code == code
    assert Report.objects.count() == 1


def test_a_verdict_by_a_button_and_only_in_ones_own_chat(bale: Bale, town: Town) -> None:
    code = done_in_chat(bale, town)
    asked = [one for one in bale.sent if "reply_markup" in one][-1]
    carried = [row[0]["callback_data"] for row in asked["reply_markup"]["inline_keyboard"]]
    assert carried == [f"verdict:{code}:{answer}" for answer in (1, 2, 3)]
    bale.pressed(carried[0], chat=CHAT + 1)
    listened()
    assert not Verdict.objects.exists()
    bale.pressed(carried[0])
    listened()
    assert (Verdict.objects.get().is_fixed, Verdict.objects.get().channel) == (True, "app")


def test_a_code_and_another_language_in_a_messenger(bale: Bale) -> None:
    code = make.referred()
    bale.pressed("language:en")
    bale.pressed("track")
    bale.hears(code)
    listened()
    assert f"Report {code}" in bale.last()
    assert "Referred" in bale.last()


def test_a_hook_and_a_poll_tell_the_same_once(bale: Bale) -> None:
    update = bale.hears("سلام")
    door = f"/api/v1/hooks/chat/bale/{SECRET}"
    for _ in range(2):
        assert Client().post(door, update, content_type="application/json").status_code == 200
    listened()
    assert len(bale.sent) == 1
    group = {"update_id": 5, "message": {"chat": {"type": "group", "id": 1}}}
    odd: tuple[Any, ...] = ({}, [], {"update_id": "x"}, group)
    for strange in odd:
        assert Client().post(door, strange, content_type="application/json").status_code == 200
    assert (
        Client().post(f"/api/v1/hooks/chat/soroush/{SECRET}", update, content_type="application/json").status_code
        == 404
    )
    listened()
    assert len(bale.sent) == 1


def test_an_answer_of_the_messenger_that_is_lost_leads_to_no_second_message(
    bale: Bale, town: Town, town_clock: TownClock
) -> None:
    bale.lose = 1
    answers.say("talk_help", channel="chat", address=f"bale:{CHAT}", language="fa", values={})
    for _ in range(3):
        send_messages(clock.now())
        town_clock.forward(hours=3)
    message = Message.objects.get()
    assert (message.state, message.is_unsure, len(bale.sent)) == ("dead", True, 1)
    assert queries.dead_letters() == [message]
    answers.resend(message.pk, by=town.supervisor)
    send_messages(clock.now())
    assert (Message.objects.get().state, len(bale.sent)) == ("sent", 2)


def test_a_messenger_that_takes_a_message_and_says_nothing_may_have_sent_it(bale: Bale, settings: Any) -> None:
    bale.hush = 1
    line = replace(chat("bale"), seconds=1)
    with pytest.raises(GatewayUnsure) as failure:
        line.send(str(CHAT), "x", "m-1")
    assert "TimeoutError" in str(failure.value)
    assert len(bale.sent) == 1


def test_a_chat_that_was_closed_is_left_in_peace(bale: Bale) -> None:
    bale.refuses = 403
    answers.say("talk_help", channel="chat", address=f"bale:{CHAT}", language="fa", values={})
    drain()
    assert Message.objects.get().state == "dead"
    assert BlockedAddress.objects.get().address == f"bale:{CHAT}"
    bale.refuses = 0
    bale.hears("/start")
    listened()
    assert not BlockedAddress.objects.filter(ended_at=None).exists()


def test_a_number_that_the_messenger_vouches_for(bale: Bale) -> None:
    bale.hears(contact={"phone_number": "989170000007", "user_id": CHAT})
    bale.hears("چاله", contact={"phone_number": "989170000008", "user_id": 1})
    listened()
    assert Conversation.objects.get().phone == PHONE
