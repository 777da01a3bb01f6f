"""Surveys: the nightly lot, calls at three hours, answers as verdicts, "not done" opens the case again."""

from datetime import date, timedelta

import pytest

from peygir.cases.models import Case
from peygir.centre.contacts.actions import CannotDial, sit_at
from peygir.centre.contacts.models import Contact
from peygir.core import clock
from peygir.desks.answers.models import Message, Question, Verdict
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.models import Inbound
from peygir.desks.surveys import actions, queries
from peygir.desks.surveys.models import SurveyAsk, SurveyDraw, SurveyPolicy
from peygir.desks.surveys.rules import SurveySettings
from peygir.gateways.results import InboundMessage
from peygir.journey.clock import next_due_at, tick
from peygir.journey.conversation.inbound import hear
from peygir.journey.surveys import call_for_survey, tell_survey
from peygir.people.actions import NotYourWork, silence_phone
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
FIRST = date(2026, 4, 1)


def terms(town: Town, **given: object) -> None:
    """The city surveys from now on."""
    actions.keep_survey_settings(town.city_id, SurveySettings(FIRST, **given), by=town.supervisor)  # type: ignore[arg-type]


def closed(number: int, **given: object) -> str:
    """The code of a case that is done; `silent` lets it be closed without a word of its citizen."""
    return make.done(phone=PHONES[number], **given)  # type: ignore[arg-type]


def silent(town_clock: TownClock) -> None:
    """The citizens say nothing until their cases are closed; then it is the morning after."""
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)


def drawn(town: Town, town_clock: TownClock, **given: object) -> SurveyAsk:
    """One closed case of PHONES[0] that is drawn."""
    terms(town, **{"share": 100, "sms_share": 0, **given})
    closed(0)
    silent(town_clock)
    assert actions.draw_surveys(clock.now()) == 1
    drain(twice=True)
    return SurveyAsk.objects.get()


def sms(text: str) -> str:
    """PHONES[0] sends a short message; what it became."""
    inbound.take_in("kavenegar", "sms", [InboundMessage(f"s{Inbound.objects.count()}", PHONES[0], text)])
    row = Inbound.objects.latest("pk")
    hear(row.pk)
    drain(twice=True)
    row.refresh_from_db()
    return row.became


def test_nobody_is_drawn_without_terms_or_when_they_are_off(town: Town, town_clock: TownClock) -> None:
    closed(0)
    silent(town_clock)
    assert actions.draw_surveys(clock.now()) == 0
    terms(town, share=100, is_on=False)
    assert actions.draw_surveys(clock.now()) == 0
    assert not SurveyDraw.objects.exists()


def test_the_lot_takes_each_case_once_and_the_silent_never(town: Town, town_clock: TownClock) -> None:
    terms(town, share=100, sms_share=0)
    codes = [closed(number) for number in range(3)]
    closed(0, district="2", by=town.clerk_two)
    silence_phone(PHONES[2], is_silent=True)
    silent(town_clock)
    assert actions.draw_surveys(clock.now()) == 2
    assert actions.draw_surveys(clock.now()) == 0
    row = SurveyDraw.objects.exclude(closed=0).get()
    assert (row.closed, row.drawn, row.unreachable) == (4, 4, 2), "one is silent, one has two cases and is asked once"
    assert {ask.citizen.phone for ask in SurveyAsk.objects.all()} == {PHONES[0], PHONES[1]}
    assert set(codes) & {ask.case.code for ask in SurveyAsk.objects.all()}


def test_confidential_cases_and_complaints_are_not_surveyed(town: Town, town_clock: TownClock) -> None:
    terms(town, share=100)
    code = make.done(phone=PHONES[0])
    Case.objects.filter(code=code).update(about_unit_id=town.units["D-01"])
    silent(town_clock)
    assert actions.draw_surveys(clock.now()) == 0


def test_an_operator_writes_down_that_one_is_satisfied(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock)
    assert (ask.way, ask.why, ask.state) == ("call", "random", "open")
    assert [line.id for line in queries.asks_due(town.city_id, town.operator, now=clock.now())] == [ask.pk]
    tell_survey(ask.pk, result="satisfied", by=town.operator)
    drain(twice=True)
    ask.refresh_from_db()
    verdict = Verdict.objects.get()
    assert (ask.state, ask.answer, ask.channel) == ("answered", "satisfied", "phone")
    assert (verdict.is_fixed, verdict.channel, verdict.question.kind) == (True, "phone", "survey")
    assert make.case(ask.case.code).state == "closed"
    with make.refused(actions.SurveyHasEnded):
        tell_survey(ask.pk, result="satisfied", by=town.operator)
    (result,) = queries.results(town.city_id, ask.asked_at, clock.now() + timedelta(1), fewest=1)
    assert (result.asked, result.reached, result.satisfied) == (1, 1, 1)
    assert result.share is not None


def test_not_done_opens_the_case_again_and_its_citizen_hears_of_it(
    town: Town, town_clock: TownClock, box: FakeMailbox
) -> None:
    ask = drawn(town, town_clock)
    tell_survey(ask.pk, result="not_done", text="چاله هنوز هست", by=town.operator)
    drain(twice=True)
    row = make.case(ask.case.code)
    assert (row.state, row.unit_id, row.close_kind) == ("reopened", town.units["D-01"], "")
    assert make.kinds(row.code)[-2:] == ["survey_answered", "case_reopened"]
    assert "دوباره باز شد" in box.short(PHONES[0])[-1].text
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("answered", "not_done")
    assert (Verdict.objects.get().is_fixed, Verdict.objects.get().reason) == (False, "چاله هنوز هست")


def test_three_calls_in_vain_are_the_last(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock)
    for _ in range(3):
        ask.refresh_from_db()
        assert ask.next_at is not None
        town_clock.forward(seconds=max(0, (ask.next_at - clock.now()).total_seconds()))
        tell_survey(ask.pk, result="unreached", by=town.operator)
    ask.refresh_from_db()
    assert (ask.state, sorted(ask.tried), ask.next_at) == ("unreached", ["0", "1", "2"], None)
    assert not Verdict.objects.exists()
    assert not queries.asks_due(town.city_id, town.operator, now=clock.now())


@pytest.mark.parametrize(
    ("text", "answer", "state", "reply"),
    [
        ("۱", "satisfied", "closed", "talk_survey"),
        ("2", "unsatisfied", "closed", "talk_survey"),
        ("انجام نشده", "not_done", "reopened", "talk_no"),
        ("۴", "unknown", "closed", "talk_survey"),
    ],
)
def test_a_short_message_is_answered_by_a_number(
    town: Town, town_clock: TownClock, text: str, answer: str, state: str, reply: str
) -> None:
    ask = drawn(town, town_clock, sms_share=100)
    message = Message.objects.get(kind="survey")
    assert ("۴ نمی‌دانم" in message.body, message.state, message.address) == (True, "sent", PHONES[0])
    assert sms(text) == "verdict"
    ask.refresh_from_db()
    assert (ask.state, ask.answer, ask.channel) == ("answered", answer, "sms")
    assert make.case(ask.case.code).state == state
    assert Verdict.objects.count() == (answer != "unknown")
    assert Message.objects.filter(kind=reply).count() == 1
    assert sms("۱") == "not_asked"


def test_a_message_that_nobody_answers_becomes_a_call_and_then_an_end(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock, sms_share=100)
    assert not queries.asks_due(town.city_id, town.operator, now=clock.now())
    due = next_due_at()
    assert due is not None
    assert due <= ask.asked_at + timedelta(hours=48)
    town_clock.forward(hours=49)
    tick(clock.now())
    ask.refresh_from_db()
    assert (ask.way, ask.state) == ("call", "open")
    town_clock.forward(days=10)
    while tick(clock.now()):
        pass
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("unreached", "")
    assert Question.objects.get(kind="survey").ended_at is not None
    assert make.case(ask.case.code).state == "closed"


def test_a_case_that_is_opened_again_is_asked_after_no_more(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock)
    make.command(ask.case.code, "reopen", town.supervisor, note="کار کامل نیست")
    drain(twice=True)
    ask.refresh_from_db()
    assert ask.state == "overtaken"
    with make.refused(actions.SurveyHasEnded):
        tell_survey(ask.pk, result="satisfied", by=town.operator)


def test_the_call_is_made_from_the_own_seat_and_only_by_the_centre(town: Town, town_clock: TownClock) -> None:
    ask = drawn(town, town_clock)
    with make.refused(CannotDial):
        call_for_survey(town.city_id, ask.pk, by=town.operator)
    sit_at(town.city_id, "101", by=town.operator)
    contact = Contact.objects.get(pk=call_for_survey(town.city_id, ask.pk, by=town.operator))
    assert (contact.phone, contact.direction) == (PHONES[0], "out")
    with make.refused(NotYourWork):
        tell_survey(ask.pk, result="satisfied", by=town.clerk)
    with make.refused(NotYourWork):
        actions.keep_survey_settings(town.city_id, SurveySettings(FIRST), by=town.operator)
    with make.refused(actions.NoSuchAsk):
        tell_survey(ask.pk + 99, result="satisfied", by=Actor("staff", town.operator.id, "operator"))


def test_terms_are_versions_with_shares_of_units(town: Town) -> None:
    terms(town, units={town.units["D-01"]: 40})
    terms(town, units={town.units["D-01"]: 40})
    assert SurveyPolicy.objects.count() == 1
    survey_settings = queries.survey_settings_at(town.city_id, clock.now())
    assert survey_settings is not None
    assert survey_settings.share_of(town.units["D-01"]) == 40
    assert survey_settings.share_of(town.units["D-02"]) == survey_settings.share
