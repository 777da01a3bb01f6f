"""Talks by short message: reports in words, codes, verdicts, silence, and nothing heard twice."""

from typing import Any

import pytest
from django.test import Client

from peygir.cases.models import Report
from peygir.city import queries as city
from peygir.core.persian import fa_digits
from peygir.desks.answers import actions as answers
from peygir.desks.answers.models import BlockedAddress, Message, Verdict
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.models import Conversation, Inbound
from peygir.gateways.inbound_email import InboundEmail
from peygir.gateways.results import InboundMessage
from peygir.journey.conversation.inbound import MOST_A_DAY, hear, hear_waiting
from peygir.journey.conversation.polling import poll_conversations, poll_provider
from peygir.people.actions import count_use
from peygir.people.queries import is_phone_silent
from tests import make
from tests.drain import drain, picture
from tests.fake_http import serving
from tests.fake_sms import KEY, LINE, KavenegarShop
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PHONE = PHONES[7]
SECRET = "s" * 20


def sms(text: str, *, phone: str = PHONE) -> str:
    """Somebody sends a short message; what it became."""
    number = Inbound.objects.count() + 1
    inbound.take_in("kavenegar", "sms", [InboundMessage(f"i{number}", phone, text)])
    row = Inbound.objects.latest("pk")
    hear(row.pk)
    drain()
    row.refresh_from_db()
    return row.became


def texts_sent(address: str = PHONE) -> list[str]:
    """The kinds of messages to an address, in order."""
    return list(Message.objects.filter(address=address).order_by("pk").values_list("kind", flat=True))


# ── by short message ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_with_its_place_in_one_message(town: Town) -> None:
    assert sms("چالهٔ بزرگی در خیابان زند نبش کوچه ۵") == "report"
    report = Report.objects.get()
    assert (report.channel, report.citizen is not None) == ("sms", True)
    assert texts_sent()[0] == "received"
    assert "talk_ask_place" not in texts_sent()


def test_a_report_without_a_place_is_asked_for_it(town: Town, town_clock: TownClock) -> None:
    assert sms("چراغ‌ها خاموش است") == "asked"
    assert texts_sent() == ["talk_ask_place"]
    town_clock.forward(minutes=4)
    assert sms("کوچه ۵ زند") == "report"
    report = Report.objects.get()
    assert (report.text, report.address) == ("چراغ‌ها خاموش است", "کوچه ۵ زند")
    assert Conversation.objects.get().asked == ""
    assert sms("درخت افتاده") == "asked", "the talk has begun anew"


def test_a_question_that_nobody_answers_loses_no_report(town: Town, town_clock: TownClock) -> None:
    sms("چراغ‌ها خاموش است")
    poll_conversations()
    assert not Report.objects.exists()
    town_clock.forward(hours=3)
    poll_conversations()
    poll_conversations()
    report = Report.objects.get()
    assert (report.text, report.address) == ("چراغ‌ها خاموش است", "محل گفته نشده است")


@pytest.mark.parametrize("text", ["{}", "کد {}", "كد رهگيري: {}"])
def test_a_code_is_answered_with_its_state(town: Town, text: str) -> None:
    code = make.referred()
    assert sms(text.format(fa_digits(code))) == "code"
    last = Message.objects.filter(address=PHONE).latest("pk")
    assert (last.kind, last.state) == ("talk_state", "sent")
    assert fa_digits(code) in last.body
    assert "ارجاع شد" in last.body
    assert sms("1234567890") == "no_code"


@pytest.mark.parametrize(
    ("text", "is_fixed", "state"), [("۱", True, "closed"), ("2", False, "reopened"), ("نه", False, "reopened")]
)
def test_a_number_is_a_verdict_on_the_last_asked(town: Town, text: str, is_fixed: bool, state: str) -> None:
    code = make.done(phone=PHONE)
    assert sms(text) == "verdict"
    verdict = Verdict.objects.get()
    assert (verdict.is_fixed, verdict.channel) == (is_fixed, "sms")
    assert make.case(code).state == state
    assert sms(text) == "not_asked"
    assert Verdict.objects.count() == 1


def test_a_number_with_a_code_speaks_of_that_report_and_only_of_ones_own(town: Town) -> None:
    code = make.done(phone=PHONE)
    assert sms(f"{code} 2", phone=PHONES[9]) == "not_asked"
    assert sms(f"{fa_digits(code)} ۲") == "verdict"
    assert not Verdict.objects.get().is_fixed
    assert sms("1", phone=PHONES[9]) == "not_asked"


def test_no_more_and_again(town: Town) -> None:
    code = make.referred(phone=PHONE)
    assert sms("لغو") == "stopped"
    assert is_phone_silent(PHONE)
    assert BlockedAddress.objects.filter(ended_at=None, address=PHONE).exists()
    assert texts_sent()[-1] == "talk_stopped"
    before = len(texts_sent())
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="x")
    drain()
    assert len(texts_sent()) == before
    assert sms("چاله در خیابان زند نبش کوچه ۳") == "report"
    assert texts_sent()[-1] == "received", "what is asked for is told"
    assert sms("شروع") == "started"
    assert not is_phone_silent(PHONE)
    assert not BlockedAddress.objects.filter(ended_at=None).exists()


def test_an_emergency_is_told_whom_to_call(town: Town) -> None:
    words = next(phrases[0] for _, phrases in city.emergencies(town.city_id))
    sms(f"{words} در خیابان زند نبش کوچه ۳")
    assert Report.objects.get().was_told_emergency
    assert "talk_emergency" in texts_sent()


def test_nothing_is_heard_twice(town: Town) -> None:
    for _ in range(2):
        inbound.take_in("kavenegar", "sms", [InboundMessage("i1", PHONE, "چاله در خیابان زند نبش کوچه ۵")])
    row = Inbound.objects.get()
    hear(row.pk)
    drain()
    before = picture()
    hear(row.pk)
    assert hear_waiting() == 0
    assert picture() == before
    row.refresh_from_db()
    assert row.said == {}, "what was said is with the report now, and nowhere else"


@pytest.mark.parametrize("sender", ["7000", "BankMelli", ""])
def test_who_has_no_number_is_never_answered(town: Town, sender: str) -> None:
    inbound.take_in("kavenegar", "sms", [InboundMessage("i1", sender, "تخفیف ویژه!")])
    hear_waiting()
    assert not Message.objects.exists()
    assert Inbound.objects.get().became == "nobody"


def test_two_machines_do_not_talk_for_ever(town: Town) -> None:
    for number in range(70):
        inbound.take_in("kavenegar", "sms", [InboundMessage(f"m{number}", PHONE, "سلام")])
    while hear_waiting():
        pass
    assert Message.objects.count() == 60


@pytest.mark.parametrize("text", ["لغو", "STOP"])
def test_stop_is_honoured_however_many_messages_came_before(town: Town, text: str) -> None:
    make.report(phone=PHONE)
    drain()
    before = texts_sent()
    for _ in range(MOST_A_DAY):
        count_use("talk", PHONE, MOST_A_DAY, 86_400)
    assert sms("راهنما") == "too_many"
    assert sms(text) == "stopped"
    assert is_phone_silent(PHONE)
    assert BlockedAddress.objects.get(ended_at=None).address == PHONE
    assert texts_sent() == [*before, "talk_stopped"]
    assert sms(text) == "stopped"
    assert texts_sent() == [*before, "talk_stopped"], "said once: two machines do not talk for ever"
    assert sms("شروع") == "too_many"


def test_a_letter_that_asks_to_stop_is_honoured_too(town: Town) -> None:
    sender = "zahra@example.com"
    for _ in range(MOST_A_DAY):
        count_use("talk", sender, MOST_A_DAY, 86_400)
    for number, (subject, text) in enumerate([("Re: 137", "لغو\n\nارادتمند"), ("unsubscribe", "")]):
        BlockedAddress.objects.all().delete()
        inbound.take_email(InboundEmail(f"<{number}@example.com>", sender, "", subject, text, (), ""))
        hear_waiting()
        assert BlockedAddress.objects.get(ended_at=None).address == sender


def test_a_provider_is_listened_to(town: Town, settings: Any) -> None:
    shop = KavenegarShop()
    shop.inbox = [{"messageid": 5, "sender": "09170000007", "message": "سلام", "date": 1_777_788_000}]
    with serving(shop) as address:
        settings.SMS_ADAPTER = "kavenegar"
        settings.SMS_PORTS = {"kavenegar": address.replace("http://", f"http://{KEY}@") + f"/v1?from={LINE}"}
        for _ in range(3):
            poll_provider("kavenegar")
    assert Inbound.objects.get().sender == PHONE


# ── doors that are called ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_provider_calls_our_door(town: Town, settings: Any) -> None:
    settings.SMS_PORTS = {"kavenegar": f"https://{KEY}@api.kavenegar.com/v1"}
    settings.HOOK_SECRET = SECRET
    door, message_body = (
        f"/api/v1/hooks/sms/kavenegar/{SECRET}",
        {"messageid": "9", "from": PHONE, "to": "1", "message": "سلام"},
    )
    assert Client().get(door, message_body).status_code == 200
    assert Client().post(door, message_body).status_code == 200
    assert Inbound.objects.count() == 1
    answers.say("talk_help", channel="sms", address=PHONE, language="fa", values={})
    Message.objects.update(provider="kavenegar", provider_id="77", delivery="waiting")
    assert Client().post(door, {"messageid": "77", "status": "10"}).status_code == 200
    assert Message.objects.get().delivery == "delivered"
    for wrong in (f"/api/v1/hooks/sms/kavenegar/{'x' * 20}", f"/api/v1/hooks/sms/magfa/{SECRET}"):
        assert Client().get(wrong, message_body).status_code == 404
    settings.HOOK_SECRET = ""
    assert Client().get("/api/v1/hooks/sms/kavenegar/", message_body).status_code == 404
