"""Who still has a word, what taking back takes back, and when the evening comes: values in, decision out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.lifecycle import BY_VERB, UNSETTLED, unsettles
from peygir.cases.states import CaseState, CloseKind
from peygir.core.jalali import local
from peygir.core.moments import day_start
from peygir.desks.answers.news import TOLD, area_line, case_line, news_of
from peygir.desks.answers.rules import ASKED_STATES, EVENING, next_evening, taking_back, word_on
from peygir.journey.plot import WAKES

TEHRAN = "Asia/Tehran"
KINDS = ["", *sorted(CloseKind)]
moments = st.integers(1_577_836_800, 2_208_988_800).map(lambda second: datetime.fromtimestamp(second, tz=UTC))


@pytest.mark.parametrize("question", sorted(ASKED_STATES))
@given(
    state=st.sampled_from(sorted(CaseState)), kind=st.sampled_from(KINDS), ended=st.booleans(), in_time=st.booleans()
)
def test_a_word_always_leads_to_an_open_move(question: str, state: str, kind: str, ended: bool, in_time: bool) -> None:
    word = word_on(question, state=state, close_kind=kind, is_ended=ended, is_in_time=in_time)
    if word == "first":
        assert not ended
        assert state == ASKED_STATES[question]
    if word == "second":
        assert ended
        assert in_time
        assert unsettles(question, state=state, close_kind=kind)
    if word:
        assert state in BY_VERB["reopen"].sources
        assert "reporter" in BY_VERB["reopen"].who


def test_only_what_a_citizen_settled_is_unsettled() -> None:
    assert set(UNSETTLED) == set(ASKED_STATES)
    closed = {kind for pairs in UNSETTLED.values() for state, kind in pairs if state == CaseState.CLOSED}
    assert closed == {"confirmed", "no_action"}, "neither silence nor another agency is a word of a reporter"


@given(others=st.integers(0, 5), is_open=st.booleans())
def test_taking_back(others: int, is_open: bool) -> None:
    what = taking_back(others=others, is_open=is_open)
    assert bool(what) == is_open
    if is_open:
        assert (what == "case") == (others == 0)


@given(now=moments)
def test_the_evening_is_within_a_day_and_the_midnight_behind(now: datetime) -> None:
    evening, midnight = next_evening(now, TEHRAN), day_start(now, TEHRAN)
    assert now < evening <= now + timedelta(days=1, hours=1)  # summer time was still kept before 1402
    assert local(evening, TEHRAN).time() == EVENING
    assert midnight <= now < midnight + timedelta(days=1, hours=1)
    assert next_evening(evening, TEHRAN) > evening


def test_followers_hear_exactly_of_what_wakes_their_telling() -> None:
    from peygir.desks.answers.actions import tell_followers

    assert {event.kind for event, row in WAKES.items() if tell_followers in row} == TOLD
    for kind in TOLD:
        assert news_of(kind, "fa") != news_of(kind, "en")
        assert news_of(kind, "en").isascii()


def test_lines_of_an_evening() -> None:
    assert case_line("۰۵", CaseState.CLOSED, "fa") == "پروندهٔ ۰۵: بسته شد"
    assert area_line("Eram", "2", "1", "en") == "Eram: 2 new, 1 confirmed as fixed"
