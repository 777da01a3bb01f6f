"""Surveys by the voice menu: whom the exchange may ring and when, what a key does, and what counts as a try."""

from datetime import timedelta

import pytest

from peygir.core import clock
from peygir.desks.answers.models import Verdict
from peygir.desks.surveys import actions, queries
from peygir.desks.surveys.actions import VoiceCall
from peygir.desks.surveys.models import SurveyAsk, SurveyCall
from peygir.journey.clock import tick
from peygir.journey.surveys import hear_survey, tell_survey
from peygir.people.actions import silence_phone
from tests import make
from tests.desks.test_surveys import closed, drawn, silent, sms, terms
from tests.drain import drain
from tests.town import PHONES, Town, TownClock


@pytest.fixture
def ask(town: Town, town_clock: TownClock) -> SurveyAsk:
    """PHONES[0] is to be asked by the voice menu; it is the morning."""
    return drawn(town, town_clock, is_voice=True)


def fresh(ask: SurveyAsk) -> SurveyAsk:
    """It, from the database."""
    return SurveyAsk.objects.get(pk=ask.pk)


def taken(town: Town) -> VoiceCall:
    """The one call to make now."""
    (call,) = actions.take_voice_calls(town.city_id, now=clock.now())
    return call


@pytest.mark.parametrize(
    ("key", "answer", "state"),
    [("1", "satisfied", "closed"), ("2", "unsatisfied", "closed"), ("3", "not_done", "reopened")],
)
def test_a_key_is_a_verdict_like_any_other(town: Town, ask: SurveyAsk, key: str, answer: str, state: str) -> None:
    assert ask.way == "voice"
    assert queries.asks_due(town.city_id, town.operator, now=clock.now()) == [], "no person calls them"
    assert queries.counts(town.city_id, now=clock.now())["voice"] == 1
    call = taken(town)
    assert (call.ask_id, call.number) == (ask.pk, "09170000000")
    assert actions.take_voice_calls(town.city_id, now=clock.now()) == [], "each call is given out once"
    actions.note_answered(call.key, at=clock.now())
    for _ in range(2):  # told twice is told once
        hear_survey(call.key, pressed=key, at=clock.now())
    drain(twice=True)
    ask = fresh(ask)
    assert (ask.state, ask.answer, ask.channel, len(ask.tried)) == ("answered", answer, "voice", 1)
    verdict = Verdict.objects.get()
    assert (verdict.channel, verdict.is_fixed) == ("voice", key == "1")
    assert make.case(ask.case.code).state == state
    assert SurveyCall.objects.get().pressed == key


def test_three_calls_at_three_hours_reach_nobody(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    moments = []
    for reason in ("no answer", "busy", "no key"):
        call = taken(town)
        moments.append(clock.now())
        if reason == "no key":
            actions.note_answered(call.key, at=clock.now())
            actions.end_voice(call.key, at=clock.now())
        else:
            actions.end_voice(call.key, at=clock.now())  # hung up unanswered: the exchange itself tells why
            assert SurveyCall.objects.filter(settled_at=None).exists()
            actions.miss_voice(call.key, text=reason, at=clock.now())
        actions.miss_voice(call.key, text=reason, at=clock.now())  # told twice is told once
        ask = fresh(ask)
        if ask.next_at:
            town_clock.moment = ask.next_at
    assert (ask.state, sorted(ask.tried)) == ("unreached", ["0", "1", "2"])
    assert len({moment.date() for moment in moments}) == 3
    assert list(SurveyCall.objects.order_by("pk").values_list("words", flat=True)) == ["no answer", "busy", "no key"]
    assert not Verdict.objects.exists()


def test_a_failure_of_the_exchange_is_no_try_until_the_third(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    for number in (1, 2, 3):
        at = clock.now()
        actions.miss_voice(taken(town).key, text="congestion", at=at)
        ask = fresh(ask)
        assert len(ask.tried) == (number == 3)
        if number < 3:
            assert ask.next_at == at + timedelta(hours=1)
            assert actions.take_voice_calls(town.city_id, now=at) == []
        assert ask.next_at is not None
        town_clock.moment = ask.next_at
    assert ask.way == "voice"


def test_nobodys_phone_rings_at_night_nor_where_they_want_silence(
    town: Town, town_clock: TownClock, ask: SurveyAsk
) -> None:
    morning = town_clock.moment
    town_clock.forward(hours=12)  # 21:30 in Tehran
    assert actions.take_voice_calls(town.city_id, now=clock.now()) == []
    town_clock.moment = morning
    silence_phone(PHONES[0], is_silent=True)
    assert actions.take_voice_calls(town.city_id, now=clock.now()) == []


def test_a_few_lines_at_a_time(town: Town, town_clock: TownClock) -> None:
    terms(town, share=100, sms_share=0, is_voice=True)
    for number in range(5):
        closed(number, address=f"کوچهٔ {number}")
    silent(town_clock)
    assert actions.draw_surveys(clock.now()) == 5
    calls = actions.take_voice_calls(town.city_id, now=clock.now())
    assert len(calls) == 3
    actions.miss_voice(calls[0].key, text="busy", at=clock.now())
    more = actions.take_voice_calls(town.city_id, now=clock.now())
    assert len(more) == 1
    assert more[0].ask_id not in {call.ask_id for call in calls}


def test_a_call_that_is_never_heard_of_again_was_a_try(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    taken(town)
    assert actions.give_up_voice(town.city_id, now=clock.now()) == 0
    town_clock.forward(minutes=4)
    assert actions.give_up_voice(town.city_id, now=clock.now()) == 1
    assert len(fresh(ask).tried) == 1


def test_an_answer_by_another_way_comes_first(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    call = taken(town)
    tell_survey(ask.pk, result="satisfied", by=town.operator)
    hear_survey(call.key, pressed="3", at=clock.now())
    drain(twice=True)
    assert (fresh(ask).answer, fresh(ask).channel) == ("satisfied", "phone")
    assert Verdict.objects.count() == 1
    assert SurveyCall.objects.get().words == "ended meanwhile"
    assert make.case(ask.case.code).state == "closed"


def test_a_case_that_was_opened_meanwhile_takes_no_key(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    call = taken(town)
    make.command(ask.case.code, "reopen", town.supervisor, note="کار کامل نیست")  # its job has not run yet
    hear_survey(call.key, pressed="1", at=clock.now())
    assert not Verdict.objects.exists()
    assert SurveyCall.objects.get().words == "ended meanwhile"
    drain(twice=True)
    assert fresh(ask).state == "overtaken"


def test_people_have_whom_the_exchange_does_not_call(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    town_clock.forward(hours=23)
    tick(clock.now())
    assert fresh(ask).way == "voice"
    town_clock.forward(hours=2)
    assert queries.next_due_at() is not None
    tick(clock.now())
    assert fresh(ask).way == "call"
    assert [line.id for line in queries.asks_due(town.city_id, town.operator, now=clock.now())] == [ask.pk]


def test_the_switch_gives_the_waiting_back_to_people(town: Town, town_clock: TownClock, ask: SurveyAsk) -> None:
    terms(town, share=100, sms_share=0)
    assert fresh(ask).way == "call"
    assert actions.take_voice_calls(town.city_id, now=clock.now()) == []


def test_a_message_without_answer_turns_to_the_voice_menu(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock, sms_share=100, is_voice=True)
    assert ask.way == "sms"
    town_clock.forward(hours=49)
    tick(clock.now())
    assert fresh(ask).way == "voice"
    assert sms("۱") == "verdict", "a late answer to the message still counts"
    assert fresh(ask).channel == "sms"
