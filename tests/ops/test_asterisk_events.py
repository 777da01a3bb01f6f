"""Events as a real Asterisk 22 sent them (tests/asterisk_events), read and turned into contacts in their order."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import CallBack, CallLeg, Contact, DialOrder, PassOrder
from peygir.core import clock
from peygir.desks.surveys import actions as surveys
from peygir.desks.surveys.models import SurveyAsk, SurveyCall
from peygir.desks.surveys.rules import SurveySettings
from peygir.gateways.ami.reading import read_event
from peygir.gateways.ami.wire import Packet, parse
from peygir.journey.clock import tick
from peygir.telephony.bridge import Bridge
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

EVENTS = Path(__file__).parent.parent / "asterisk_events"
MISSED_AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def recorded(name: str) -> list[Packet]:
    """The events of one recording, in order."""
    blocks = (EVENTS / f"{name}.txt").read_text().strip().split("\n\n")
    return [parse(block.replace("\n", "\r\n").encode()) for block in blocks]


def replay(town: Town, packets: list[Packet]) -> None:
    """Hear these events, as the process does that listens to the exchange."""
    bridge = Bridge(town.city_id)
    for packet in packets:
        bridge.hear(read_event(packet, now=clock.now()))


@pytest.fixture
def centre(town: Town, town_clock: TownClock) -> Town:
    """The operator sits at 101 and the supervisor at 103, on the morning of the recordings."""
    town_clock.moment = MISSED_AT
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "103", by=town.supervisor)
    return town


def called_back(centre: Town, name: str) -> CallBack:
    """Somebody is called back, and this recording is what became of it."""
    line = CallBack.objects.create(city_id=centre.city_id, phone=PHONES[1], due_at=MISSED_AT)
    contact = actions.call_person_back(line.pk, by=centre.operator)
    packets = recorded(name)
    key = next(packet.get("Uniqueid") for packet in packets)
    Contact.objects.filter(pk=contact).update(pbx_key=key)
    actions.take_orders(centre.city_id, now=MISSED_AT)
    replay(centre, packets)
    return CallBack.objects.get()


@pytest.mark.parametrize(
    ("name", "reason"), [("out_busy", "busy"), ("out_404", "no such number"), ("out_silent", "no answer")]
)
def test_a_citizen_who_was_not_reached_stays_planned(centre: Town, name: str, reason: str) -> None:
    call_back = called_back(centre, name)
    contact = Contact.objects.get()
    assert (call_back.state, call_back.tries, call_back.words) == ("open", 1, reason)
    assert call_back.due_at > MISSED_AT
    assert (contact.outcome, contact.answered_at, contact.seconds) == ("no_answer", None, 0)
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()
    actions.drop_call_back(call_back.pk, by=centre.operator)


def test_it_is_done_when_the_citizen_picks_up(centre: Town) -> None:
    call_back, contact = called_back(centre, "out_ok"), Contact.objects.get()
    ends = [packet for packet in recorded("out_ok") if packet.event == "DialEnd"]
    own, citizen = (float(packet.get("Timestamp")) for packet in ends)
    assert (call_back.state, call_back.tries) == ("done", 1)
    assert contact.answered_at == datetime.fromtimestamp(citizen, tz=UTC)
    assert citizen - own > 1.5
    assert contact.seconds == 3, "from the citizen's pick-up"
    assert contact.operator_id == centre.operator.id


@pytest.mark.parametrize(("name", "reason"), [("own_busy", "busy"), ("own_unknown", "no such channel")])
def test_our_own_phone_that_does_not_answer_is_no_try(centre: Town, name: str, reason: str) -> None:
    line = called_back(centre, name)
    assert (line.state, line.tries) == ("open", 0)
    assert (Contact.objects.get().outcome, DialOrder.objects.get().words) == ("not_called", reason)
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()


def test_handed_over_back_in_the_queue_and_given_up(centre: Town) -> None:
    packets = recorded("handover")
    begun = next(number for number, packet in enumerate(packets) if packet.get("DestChannel").startswith("PJSIP/103"))
    replay(centre, packets[: begun - 2])
    contact = Contact.objects.get()
    actions.pass_call(contact.pk, to_staff_id=centre.supervisor.id, by=centre.operator)
    actions.take_passes(centre.city_id, now=contact.began_at)
    replay(centre, packets[begun - 2 :])
    contact.refresh_from_db()
    assert (contact.outcome, contact.seconds) == ("abandoned", 1)
    assert PassOrder.objects.get().words == "back in the queue"
    drain(twice=True)
    assert CallBack.objects.get().calls == 1


@pytest.mark.parametrize(("name", "outcome"), [("vm_hang", "abandoned"), ("vm_left", "voice_mail")])
def test_a_message_is_one_that_was_kept(centre: Town, name: str, outcome: str) -> None:
    replay(centre, recorded(name))
    assert Contact.objects.get().outcome == outcome


@pytest.mark.parametrize(
    ("name", "reason"), [("survey_busy", "busy"), ("survey_404", "no answer"), ("survey_silent", "no answer")]
)
def test_a_citizen_whom_the_survey_does_not_reach_is_a_try(
    centre: Town, town_clock: TownClock, name: str, reason: str
) -> None:
    call = surveyed(centre, town_clock)
    SurveyCall.objects.filter(pk=call.pk).update(key=recorded(name)[0].get("Linkedid"))
    replay(centre, recorded(name))
    call.refresh_from_db()
    assert (call.is_fault, call.words) == (False, reason)
    assert len(SurveyAsk.objects.get().tried) == 1


def surveyed(centre: Town, town_clock: TownClock) -> SurveyCall:
    """The exchange is asked to call one citizen."""
    terms = SurveySettings(date(2026, 11, 1), share=100, sms_share=0, is_voice=True)
    surveys.keep_survey_settings(centre.city_id, terms, by=centre.supervisor)
    make.done(phone=PHONES[0])
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)
    surveys.draw_surveys(clock.now())
    drain()
    later = SurveyAsk.objects.get().next_at
    assert later is not None
    town_clock.moment = later + timedelta(minutes=1)
    surveys.take_voice_calls(centre.city_id, now=clock.now())
    return SurveyCall.objects.get()
