"""A number that nobody proved is written to a few times; what is more comes as one message, and all of it can stop."""

from typing import Any

import pytest

from peygir.cases.models import Report
from peygir.desks.answers.models import Message
from peygir.people.actions import silence_phone
from tests import make
from tests.api.caller import Caller, report_body, token_for
from tests.desks.test_conversations import sms
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")

VICTIM = PHONES[0]


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    """The limits as they are by default, whatever this machine says."""
    settings.UNPROVEN_PER_HOUR, settings.UNPROVEN_PER_DAY = 5, 8


def test_forty_reports_with_one_number_are_five_messages(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    codes = [make.report(phone=VICTIM).code for _ in range(40)]
    drain()
    assert len(box.short(VICTIM)) == 5
    assert Report.objects.filter(code__in=codes).count() == 40, "the reports are kept"
    town_clock.forward(minutes=59)
    drain()
    assert len(box.short(VICTIM)) == 5
    town_clock.forward(minutes=1)
    drain()
    assert len(box.short(VICTIM)) == 6
    last = box.short(VICTIM)[-1].text
    assert "۴۰ گزارش" in last or "۳۸ گزارش" in last
    assert "/me/" in last
    assert not Message.objects.filter(state="pending").exists()
    assert set(Message.objects.filter(state="dropped").values_list("sent_at", flat=True)) == {None}


def test_a_day_has_its_own_limit(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    for _ in range(20):
        for _ in range(4):
            make.report(phone=VICTIM)
        drain()
        town_clock.forward(hours=1)
    assert len(box.short(VICTIM)) == 8


def test_one_that_waited_alone_goes_out_as_it_is(
    town: Town, box: FakeMailbox, town_clock: TownClock, settings: Any
) -> None:
    settings.UNPROVEN_PER_HOUR = 1
    make.referred(phone=VICTIM)
    (waits,) = Message.objects.filter(state="pending")
    town_clock.forward(hours=1)
    drain()
    assert box.short(VICTIM)[-1].text == waits.body
    waits.refresh_from_db()
    assert (waits.state, waits.tries) == ("sent", 1)


def test_who_proved_the_number_is_told_all(town: Town, box: FakeMailbox) -> None:
    for _ in range(6):
        make.report(phone=VICTIM, proof="code")
    make.report(phone=PHONES[1])
    drain()
    assert (len(box.short(VICTIM)), len(box.short(PHONES[1]))) == (12, 2)


def test_an_address_that_an_app_gives_is_spared_in_all_its_spellings(town: Town, box: FakeMailbox) -> None:
    app = Caller(token_for(""))
    for number in range(6):
        app.post("/reports", report_body(reporter={"email": f"A.b+{number}@Gmail.com"}))
    drain()
    assert len(box.letters()) == 5


def test_the_stop_word_ends_it_and_no_later_report_begins_it_again(town: Town, box: FakeMailbox) -> None:
    make.referred(phone=VICTIM)
    assert sms("لغو", phone=VICTIM) == "stopped"
    before = len(box.short(VICTIM))
    for name in ("", "نام دیگر"):
        make.referred(phone=VICTIM, name=name)
        Caller(token_for("" if name else "operator")).post(
            "/reports", report_body(reporter={"phone": VICTIM, "name": name})
        )
    drain()
    assert len(box.short(VICTIM)) == before


def test_a_number_that_was_silenced_on_the_page_stays_silent_under_any_name(town: Town, box: FakeMailbox) -> None:
    make.report(phone=VICTIM)
    silence_phone(VICTIM, is_silent=True)
    make.report(phone=VICTIM, name="نام دیگر")
    drain()
    assert box.short(VICTIM) == []


def test_the_first_message_says_how_to_stop_where_answers_are_heard(town: Town, settings: Any) -> None:
    settings.SMS_ADAPTER, settings.SMS_PORTS = "kavenegar", {"kavenegar": "https://key@127.0.0.1:1/v1?from=1"}
    make.report(phone=VICTIM)
    make.report(phone=PHONES[1], proof="message")
    drain()
    told = {one.address: one.body for one in Message.objects.filter(kind="received")}
    assert "«لغو»" in told[VICTIM]
    assert "لغو" not in told[PHONES[1]]
