"""The page of the outbox: dead letters are sent again, hours, prices and the blacklist kept, nobody is given away."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.core.jalali import to_jalali
from peygir.desks.answers import actions as answers
from peygir.desks.answers import sending as sent
from peygir.desks.answers.actions.outbox import MAX_TRIES
from peygir.desks.answers.models import BlockedAddress, Message, SendingHours, Tariff
from peygir.desks.answers.sending_rules import EVERY_KIND, goes_at, month_starts
from peygir.desks.intake.models import Inbound
from peygir.journey.clock import send_messages
from peygir.people.actions import NotYourWork
from peygir.people.models import Staff
from tests import make
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PHONE = PHONES[7]
ZONE = "Asia/Tehran"


@pytest.fixture
def browser(town: Town) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(Staff.objects.get(username="supervisor"))
    return client


def press(browser: Client, deed: str, **given: Any) -> Any:
    return browser.post(reverse("outbox_press", args=[deed]), given)


def dead_letter(settings: Any, town_clock: TownClock) -> Message:
    """A message that no port took, however often it was tried."""
    settings.SMS_ADAPTER = "pigeon"
    answers.say("talk_help", channel="sms", address=PHONE, language="fa", values={})
    for _ in range(MAX_TRIES):
        send_messages(clock.now())
        town_clock.forward(hours=3)
    settings.SMS_ADAPTER = "file"
    return Message.objects.latest("pk")


def test_a_dead_letter_is_shown_and_sent_again(
    browser: Client, settings: Any, town_clock: TownClock, tmp_path: Any
) -> None:
    message = dead_letter(settings, town_clock)
    browser.force_login(Staff.objects.get(username="supervisor"))  # a day has gone by
    page = browser.get(reverse("outbox")).content.decode()
    assert "SMS_ADAPTER names no known adapter" in page
    assert "Answer in a conversation" in page
    assert "0917•••0007" in page
    assert PHONE not in page
    assert press(browser, "resend", message=message.pk).status_code == 302
    send_messages(clock.now())
    assert [one.to for one in FakeMailbox(tmp_path).short()] == [PHONE]
    assert press(browser, "resend", message=message.pk).status_code == 409
    assert press(browser, "resend", message="x").status_code == 409
    assert press(browser, "burn").status_code == 404


def test_hours_are_kept_and_a_message_waits_for_the_morning(
    browser: Client, town_clock: TownClock, tmp_path: Any
) -> None:
    assert press(browser, "hours", kind=EVERY_KIND, opens="۰۸:۰۰", closes="21:30").status_code == 302
    assert press(browser, "hours", kind="received", opens="", closes="", always="1").status_code == 302
    refused = press(browser, "hours", kind="late", opens="25", closes="21:30")
    assert refused.status_code == 422
    assert 'value="25"' in refused.content.decode()
    assert "Write the time like" in refused.content.decode()
    town_clock.forward(hours=13)  # 22:30 in Tehran
    make.report(phone=PHONE)
    for kind in ("received", "late", "talk_help"):
        values = {"code": "1", "link": "x", "unit": "u", "due": "d", "reason": ""}
        answers.say(kind, channel="sms", address=PHONE, language="fa", values=values)
    send_messages(clock.now())
    assert {row.kind for row in Message.objects.filter(state="sent")} == {"received", "talk_help"}
    late = Message.objects.get(kind="late")
    assert (late.tries, late.next_try_at) == (0, make.moment("2026-05-04T08:00:00+03:30"))
    town_clock.forward(hours=10)
    send_messages(clock.now())
    assert Message.objects.get(kind="late").state == "sent"
    assert SendingHours.objects.count() == 2
    press(browser, "hours", kind=EVERY_KIND, opens="08:00", closes="21:30")
    assert SendingHours.objects.count() == 2, "the same hours are no new ones"


def test_prices_are_kept(browser: Client) -> None:
    assert press(browser, "price", port="file", rials="۱٬۲۰۰").status_code == 302
    assert press(browser, "price", port="file", rials="1300").status_code == 302
    assert list(Tariff.objects.order_by("pk").values_list("rials", flat=True)) == [1200, 1300]
    refused = press(browser, "price", port="file", rials="much")
    assert refused.status_code == 422
    assert 'value="much"' in refused.content.decode()


def test_the_blacklist_is_kept(browser: Client, tmp_path: Any) -> None:
    assert press(browser, "block", address="۰۹۱۷ ۰۰۰ ۰۰۰۷").status_code == 302
    assert press(browser, "block", address="Zahra@Example.com").status_code == 302
    refused = press(browser, "block", address="zahra at home")
    assert refused.status_code == 422
    assert 'value="zahra at home"' in refused.content.decode()
    page = browser.get(reverse("outbox")).content.decode()
    assert "z•••@example.com" in page
    assert PHONE not in page
    answers.say("received", channel="sms", address=PHONE, language="fa", values={"code": "1", "link": "x"})
    send_messages(clock.now())
    assert FakeMailbox(tmp_path).short() == []
    row = BlockedAddress.objects.get(address=PHONE)
    assert press(browser, "unblock", block=row.pk).status_code == 302
    assert [one.address for one in sent.blacklist()] == ["zahra@example.com"]


def test_what_could_not_be_heard_is_shown_and_tried_again(browser: Client) -> None:
    row = Inbound.objects.create(
        provider="kavenegar",
        provider_id="1",
        channel="sms",
        sender=PHONE,
        at=clock.now(),
        state="failed",
        said={"text": "چراغ خاموش است"},
        error="no",
    )
    assert "چراغ خاموش است" in browser.get(reverse("outbox")).content.decode()
    assert press(browser, "hear", message=row.pk).status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"
    assert press(browser, "hear", message=row.pk).status_code == 409


def test_only_its_keepers_keep_the_outbox(town: Town) -> None:
    deeds: tuple[Callable[[], object], ...] = (
        lambda: answers.resend(1, by=town.clerk),
        lambda: answers.block(PHONE, why="staff", by=town.operator),
        lambda: answers.unblock(1, by=town.clerk),
        lambda: answers.save_tariff("file", rials=1, by=town.manager),
        lambda: answers.save_hours(EVERY_KIND, opens=time(8), closes=time(9), by=town.mayor),
    )
    for deed in deeds:
        with make.refused(NotYourWork):
            deed()


def test_the_hours_of_a_city_that_begins(town: Town) -> None:
    assert answers.load_default_hours() > 0
    assert answers.load_default_hours() == 0
    assert sent.hours_in_force()["one_time_code"] == (time(0), time(0))


@pytest.mark.parametrize(
    ("at", "span", "waits"),
    [
        ("08:00", ("08:00", "21:30"), 0),
        ("07:59", ("08:00", "21:30"), 1),
        ("21:30", ("08:00", "21:30"), 630),
        ("23:00", ("22:00", "06:00"), 0),
        ("12:00", ("22:00", "06:00"), 600),
        ("03:00", ("00:00", "00:00"), 0),
    ],
)
def test_when_a_message_may_go(at: str, span: tuple[str, str], waits: int) -> None:
    now = make.moment(f"2026-05-03T{at}:00+03:30")
    hours = {EVERY_KIND: (time.fromisoformat(span[0]), time.fromisoformat(span[1]))}
    assert goes_at("late", "sms", now=now, hours=hours, zone=ZONE) - now == timedelta(minutes=waits)
    assert goes_at("late", "mail", now=now, hours=hours, zone=ZONE) == now
    assert goes_at("late", "sms", now=now, hours={}, zone=ZONE) == now


def test_jalali_months_back(town_clock: TownClock) -> None:
    firsts = [to_jalali(first)[:] for first, _ in month_starts(clock.now(), ZONE, 3)]
    assert firsts == [(1405, 2, 1), (1405, 1, 1), (1404, 12, 1)]
