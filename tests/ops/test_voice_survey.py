"""The voice menu over a real socket: the exchange calls a citizen, and the key that comes back is a verdict."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from peygir.centre.contacts.models import Contact
from peygir.core import clock
from peygir.desks.answers.models import Verdict
from peygir.desks.surveys import actions
from peygir.desks.surveys.models import SurveyAsk, SurveyCall
from peygir.desks.surveys.rules import SurveySettings
from peygir.gateways.ami.client import connected
from peygir.gateways.ami.wire import Packet
from peygir.journey.clock import tick
from tests import make
from tests.drain import drain
from tests.pbx_line import PATIENCE, Line, play, until
from tests.town import PHONES, Town, TownClock


@pytest.fixture
def town_asked(seats: Town, town_clock: TownClock) -> Town:
    """Six citizens are to be asked by the voice menu, on a morning."""
    terms = SurveySettings(date(2026, 4, 1), share=100, sms_share=0, is_voice=True)
    actions.keep_survey_settings(seats.city_id, terms, by=seats.supervisor)
    for number in range(6):
        make.done(phone=PHONES[number], address=f"کوچهٔ {number}")
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)
    actions.draw_surveys(clock.now())
    drain()
    return seats


DOES = {
    "09170000000": "1",
    "09170000001": "2",
    "09170000002": "3",
    "09170000003": "",
    "09170000004": "busy",
    "09170000005": "hangs up",
}


def test_each_ends_as_the_citizen_did(town_asked: Town, tmp_path: Path) -> None:
    async def story(line: Line) -> None:
        await until(lambda: SurveyCall.objects.filter(settled_at__isnull=False).count() == len(DOES))
        await line.exchange.settled()

    pbx = play(town_asked, tmp_path, story, presses=DOES.__getitem__)
    topics = {ask.case.topic for ask in SurveyAsk.objects.select_related("case__topic")}
    assert {code for code, _ in pbx.exchange.spoken} == {topic.code for topic in topics if topic is not None}
    assert len(pbx.exchange.spoken) == sum(does != "busy" for does in DOES.values())
    assert {words for _, words in pbx.exchange.spoken} == {topic.name_fa for topic in topics if topic is not None}
    drain(twice=True)
    asks_by_digit = {ask.citizen.phone[-1]: ask for ask in SurveyAsk.objects.select_related("citizen")}
    told = {number: (ask.state, ask.answer, ask.channel, len(ask.tried)) for number, ask in asks_by_digit.items()}
    assert told == {
        "0": ("answered", "satisfied", "voice", 1),
        "1": ("answered", "unsatisfied", "voice", 1),
        "2": ("answered", "not_done", "voice", 1),
        "3": ("open", "", "", 1),
        "4": ("open", "", "", 1),
        "5": ("open", "", "", 1),
    }
    words = {call.ask.citizen.phone[-1]: call.words for call in SurveyCall.objects.select_related("ask__citizen")}
    assert words == {"0": "", "1": "", "2": "", "3": "no key", "4": "busy", "5": "no key"}
    assert sorted(Verdict.objects.values_list("channel", "is_fixed")) == [
        ("voice", False),
        ("voice", False),
        ("voice", True),
    ]
    assert make.case(asks_by_digit["2"].case.code).state == "reopened"
    assert sorted(channel for channel, _ in pbx.exchange.orders) == [f"Local/{number}@from-internal" for number in DOES]
    assert not Contact.objects.exists(), "nobody of the centre spoke"


def test_no_trunk_is_no_try(town_asked: Town, town_clock: TownClock, tmp_path: Path) -> None:
    """The exchange gives the reason 0 and no other event: after a few seconds that is the whole answer."""

    async def story(line: Line) -> None:
        async with asyncio.timeout(PATIENCE):
            while await sync_to_async(SurveyCall.objects.filter(is_fault=True).count)() < len(DOES):
                town_clock.forward(seconds=0.5)
                await asyncio.sleep(0.1)

    play(town_asked, tmp_path, story, presses=lambda number: "no such channel")
    assert set(SurveyAsk.objects.values_list("tried", "state")) == {("", "open")}
    assert all(ask.next_at and ask.next_at > clock.now() for ask in SurveyAsk.objects.all())


def test_the_made_up_exchange_tells_in_the_order_of_a_real_one(seats: Town, tmp_path: Path) -> None:
    """Success at once; UserEvent with the channel's headers before ours; the reason in DialEnd, after the failure."""
    heard: list[Packet] = []

    async def ask(pbx: Line, number: str, key: str) -> None:
        async with connected(pbx.pbx().address) as client:
            answer = await client.ask(
                "Originate",
                ("Channel", f"Local/{number}@from-internal"),
                ("Context", "peygir-survey"),
                ("Exten", "s"),
                ("Priority", "1"),
                ("Variable", "PEYGIR_ASK=7"),
                ("Variable", f"PEYGIR_CALL={key}"),
                ("Async", "true"),
                ("ChannelId", key),
                name=key,
            )
            assert answer.get("Message") == "Originate successfully queued"
            await pbx.exchange.settled()
            await client.ask("Ping")
            heard.extend(client.drained())

    async def story(line: Line) -> None:
        await ask(line, "091", "peygir-survey-a")
        await ask(line, "092", "peygir-survey-b")

    play(seats, tmp_path, story, presses={"091": "2", "092": "no answer"}.__getitem__)
    good = [packet for packet in heard if "peygir-survey-a" in (packet.get("Linkedid"), packet.get("ActionID"))]
    (user_event,) = [packet for packet in good if packet.event == "UserEvent"]
    order = [name for name, _ in user_event.fields]
    assert order.index("Linkedid") < order.index("UserEvent") < order.index("Ask") < order.index("Key")
    assert (user_event.get("Ask"), user_event.get("Call"), user_event.get("Key")) == ("7", "peygir-survey-a", "2")
    events = [packet.event for packet in good]
    assert events.index("OriginateResponse") < events.index("UserEvent") < events.index("Hangup")
    names = ("Linkedid", "DestLinkedid", "ActionID")
    bad = [packet for packet in heard if "peygir-survey-b" in {packet.get(name) for name in names}]
    (failed,) = [packet for packet in bad if packet.event == "OriginateResponse"]
    assert (failed.get("Response"), failed.get("Reason")) == ("Failure", "0")
    ends = [packet for packet in bad if packet.event == "DialEnd"]
    assert [packet.get("DialStatus") for packet in ends] == ["NOANSWER", "NOANSWER"]
    assert bad.index(failed) < bad.index(ends[-1]) < bad.index(bad[-1])
    assert bad[-1].event == "Hangup"
