"""Who is drawn, when somebody is called again, and when a sample is judged: values in, decision out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.questions import QuestionKind
from peygir.cases.states import CaseState
from peygir.desks.answers.rules import word_on
from peygir.desks.intake.inbound.rules import cannot_say, understand
from peygir.desks.surveys.rules import (
    BANDS,
    Closed,
    SurveySettings,
    SurveyTermsAreWrong,
    band_of,
    check_survey_settings,
    draw,
    lot,
    next_call,
    quota,
    share_of,
)
from peygir.desks.surveys.voice_rules import answer_of, dialplan, is_fault, may_ring, topic_variables

TEHRAN = ZoneInfo("Asia/Tehran")
TERMS = SurveySettings(date(2026, 5, 1))
cases = st.lists(
    st.builds(
        Closed,
        case_id=st.integers(1, 10**6),
        code=st.integers(0, 10**9).map(lambda n: f"{n:010d}"),
        unit_id=st.integers(1, 4),
        is_urgent=st.booleans(),
        was_objected=st.booleans(),
    ),
    max_size=60,
    unique_by=(lambda one: one.code, lambda one: one.case_id),
)
moments = st.integers(1_767_225_600, 1_798_761_600).map(lambda second: datetime.fromtimestamp(second, tz=UTC))


@given(closed=cases, share=st.integers(0, 100), most=st.integers(1, 5))
def test_all_urgent_and_objected_and_a_quota_of_the_rest(closed: list[Closed], share: int, most: int) -> None:
    survey_settings = SurveySettings(date(2026, 5, 1), share=share, most=most)
    drawn = draw(closed, survey_settings=survey_settings, seed="x")
    ids = [one.case_id for one in drawn]
    assert len(ids) == len(set(ids))
    assert {one.case_id for one in closed if one.is_urgent or one.was_objected} <= set(ids)
    for unit in range(1, 5):
        rest = [one for one in closed if one.unit_id == unit and not one.is_urgent and not one.was_objected]
        asked = [one for one in drawn if one.unit_id == unit and one.why == "random"]
        assert len(asked) == quota(len(rest), unit, survey_settings) <= most
        assert bool(asked) == bool(rest and share)


@given(closed=cases)
def test_the_same_seed_draws_the_same_in_any_order(closed: list[Closed]) -> None:
    survey_settings = SurveySettings(date(2026, 5, 1), share=30)
    assert draw(closed, survey_settings=survey_settings, seed="a") == draw(
        closed[::-1], survey_settings=survey_settings, seed="a"
    )


def test_another_seed_draws_others_and_the_lot_is_even() -> None:
    closed = [Closed(number, f"{number:010d}", 1, False, False) for number in range(400)]
    survey_settings = SurveySettings(date(2026, 5, 1), share=10, most=1000)
    first_draw, two = (
        draw(closed, survey_settings=survey_settings, seed="a"),
        draw(closed, survey_settings=survey_settings, seed="b"),
    )
    assert len(first_draw) == len(two) == 40
    assert {row.case_id for row in first_draw} != {row.case_id for row in two}
    lots = [lot("a", row.code) for row in closed]
    assert 0.45 < sum(lots) / len(lots) < 0.55
    assert 10 < sum(row.way == "sms" for row in first_draw) < 30


def test_a_unit_may_have_a_share_of_its_own() -> None:
    survey_settings = SurveySettings(date(2026, 5, 1), share=10, most=1000, units={7: 50, 8: 0})
    assert (quota(100, 6, survey_settings), quota(100, 7, survey_settings), quota(100, 8, survey_settings)) == (
        10,
        50,
        0,
    )
    assert quota(1, 6, survey_settings) == 1


@given(now=moments)
def test_three_tries_fall_into_three_parts_of_three_days(now: datetime) -> None:
    tried, days, at = "", set(), now
    for _ in range(BANDS):
        at = next_call(at, tried=tried, survey_settings=TERMS, zone=TEHRAN)
        wall = at.astimezone(TEHRAN)
        assert TERMS.opens <= wall.time() < TERMS.closes
        tried += str(band_of(wall.time(), TERMS))
        days.add(wall.date())
    assert sorted(tried) == ["0", "1", "2"]
    assert len(days) == BANDS
    assert at - now < timedelta(days=4)


def test_the_hours_of_the_tries() -> None:
    morning = datetime(2026, 5, 3, 10, 0, tzinfo=TEHRAN)
    assert next_call(morning, tried="", survey_settings=TERMS, zone=TEHRAN) == morning
    second = next_call(morning, tried="0", survey_settings=TERMS, zone=TEHRAN)
    assert second.astimezone(TEHRAN) == datetime(2026, 5, 4, 16, 20, tzinfo=TEHRAN)
    third = next_call(second, tried="02", survey_settings=TERMS, zone=TEHRAN)
    assert third.astimezone(TEHRAN) == datetime(2026, 5, 5, 12, 40, tzinfo=TEHRAN)
    night = datetime(2026, 5, 3, 23, 0, tzinfo=TEHRAN)
    assert next_call(night, tried="", survey_settings=TERMS, zone=TEHRAN).astimezone(TEHRAN).time() == time(9)


@pytest.mark.parametrize(
    "wrong",
    [{"share": 101}, {"sms_share": -1}, {"most": 0}, {"closes": time(11)}, {"tries": 10}, {"units": {1: 200}}],
)
def test_terms_that_no_survey_can_have(wrong: dict[str, object]) -> None:
    check_survey_settings(TERMS)
    with pytest.raises(SurveyTermsAreWrong):
        check_survey_settings(SurveySettings(date(2026, 5, 1), **wrong))  # type: ignore[arg-type]


def test_small_samples_are_not_judged_and_bounds_are_wilsons() -> None:
    assert share_of(29, 29, fewest=30) is None
    share = share_of(24, 30, fewest=30)  # Wilson by hand: 0.627 to 0.905
    assert share is not None
    assert (share.percent, share.low, share.high) == (80, 63, 90)
    assert share_of(0, 0, fewest=0) is None


@pytest.mark.parametrize("text", ["4", "۴", "گزینه ۴", "نمی‌دانم", "نمی‌توانم بگویم", "۴ نمی دانم", "4️⃣"])
def test_the_fourth_answer(text: str) -> None:
    assert cannot_say(text)
    assert understand(text).meaning == "words", "to any other question a 4 is just a number"


def test_a_survey_is_answered_while_the_case_is_closed() -> None:
    for state in CaseState:
        word = word_on(QuestionKind.SURVEY, state=state, close_kind="", is_ended=False, is_in_time=True)
        assert bool(word) == (state == CaseState.CLOSED)
    assert not word_on(
        QuestionKind.SURVEY, state=CaseState.CLOSED, close_kind="silence", is_ended=True, is_in_time=True
    )
    assert not word_on(
        QuestionKind.SURVEY, state=CaseState.CLOSED, close_kind="silence", is_ended=False, is_in_time=False
    )


def test_a_machine_rings_in_the_hours_of_calls_alone() -> None:
    voice = SurveySettings(date(2026, 5, 1), is_voice=True)
    for hour, minute, may in ((8, 59, False), (9, 0, True), (19, 59, True), (20, 0, False), (2, 0, False)):
        now = datetime(2026, 5, 3, hour, minute, tzinfo=TEHRAN).astimezone(UTC)
        assert may_ring(now, voice, TEHRAN) == may
        assert not may_ring(now, TERMS, TEHRAN)
    assert {one.way for one in draw([Closed(1, "1", 1, True, False)], survey_settings=voice, seed="x")} == {"voice"}
    assert [answer_of(key) for key in "123"] == ["satisfied", "unsatisfied", "not_done"]
    assert not any(answer_of(key) for key in ("4", "", "*"))
    assert not any(is_fault(words) for words in ("no answer", "busy", "no key"))
    assert all(is_fault(words) for words in ("congestion", "no such channel", "Permission denied"))


def test_the_dialplan_asks_and_tells_in_any_case() -> None:
    lines = dialplan().splitlines()
    for text_line in (
        "[peygir-survey]",
        " same => n(again),Read(PEYGIR_KEY,137-survey,1,,1,8)",
        ' same => n,GotoIf($["${PEYGIR_KEY}" = "1" | "${PEYGIR_KEY}" = "2" | "${PEYGIR_KEY}" = "3"]?told)',
        " same => n(told),UserEvent(PeygirSurvey,Ask: ${PEYGIR_ASK},Call: ${PEYGIR_CALL},Key: ${PEYGIR_KEY})",
    ):
        assert text_line in lines
    about = lines.index(" same => n,Playback(137-topic-${PEYGIR_TOPIC})")
    asks = lines.index(" same => n(again),Read(PEYGIR_KEY,137-survey,1,,1,8)")
    assert lines[about - 1 : asks] == [
        ' same => n,GotoIf($["${PEYGIR_TOPIC}" = ""]?again)',
        " same => n,Playback(137-topic-${PEYGIR_TOPIC})",
        ' same => n,GotoIf($["${PLAYBACKSTATUS}" = "SUCCESS"]?again)',
        " same => n,GosubIf($[${DIALPLAN_EXISTS(peygir-say,s,1)} = 1]?peygir-say,s,1(${PEYGIR_TOPIC_WORDS}))",
    ], "a recorded file first, then the exchange's own voice, and the question in any case"
    assert lines[-1].startswith("exten => h,1,"), "who hangs up before a key is told of as well"


@given(code=st.text(max_size=60), name=st.text(max_size=200))
def test_no_topic_can_say_more_than_its_words(code: str, name: str) -> None:
    variables = dict(topic_variables(code, name))
    assert set(variables) == {"PEYGIR_TOPIC", "PEYGIR_TOPIC_WORDS"}
    for value in variables.values():
        assert not set(value) & set(",|;&()[]{}$\"'\\/=\r\n"), value
    assert "." not in variables["PEYGIR_TOPIC"]


def test_a_topic_keeps_its_letters() -> None:
    assert topic_variables("CIV-01", "چاله، فرونشست و پیاده‌روی شکسته (معبر)") == (
        ("PEYGIR_TOPIC", "CIV-01"),
        ("PEYGIR_TOPIC_WORDS", "چاله، فرونشست و پیاده‌روی شکسته معبر"),
    )
    assert dict(topic_variables("CIV-01", "آب, برق"))["PEYGIR_TOPIC_WORDS"] == "آب، برق"
