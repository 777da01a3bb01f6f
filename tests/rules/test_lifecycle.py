"""The table of moves: every state can be reached and left, and who may move what is what the laws of the house say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.judging import groups_of, judge, judge_all
from peygir.cases.lifecycle import BY_VERB, MOVES
from peygir.cases.states import ENDED, OPEN, CaseState, CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.people.roles import Role
from peygir.people.rules import (
    ANONYMOUS,
    CLOCK,
    IMPORT,
    SYSTEM,
    Actor,
    CaseVisibility,
    is_above_the_inspectorate,
    is_accused,
    may_see,
)
from tests.rules.strategies import actors, sights, staff

VERBS = sorted(BY_VERB)


def reachable(start: str) -> set[str]:
    """The states that some sequence of moves leads to."""
    states, grown = {start}, True
    while grown:
        new = {move.target for move in MOVES if move.sources & states} - states
        grown = bool(new)
        states |= new
    return states


def test_every_state_can_be_reached() -> None:
    assert reachable(CaseState.NEW) == set(CaseState)


def test_only_a_withdrawn_case_has_no_way_on() -> None:
    stuck = {state for state in CaseState if not any(state in move.sources for move in MOVES)}
    assert stuck == {CaseState.WITHDRAWN}


def test_every_open_case_can_be_closed() -> None:
    assert {state for state in OPEN if "closed" not in reachable(state)} == set()


def test_states_are_stored_and_keep_their_values() -> None:
    named = ["new", "referred", "returned", "in_hand", "waiting", "scheduled", "not_actionable", "referred_out", "done"]
    named += ["confirmed", "reopened", "closed", "merged", "withdrawn"]
    assert set(named) <= set(CaseState)
    assert set(CaseState) == ENDED | OPEN
    assert not ENDED & OPEN


def test_every_row_of_the_table_is_whole() -> None:
    assert len(BY_VERB) == len(MOVES)
    for move in MOVES:
        assert move.sources <= set(CaseState)
        assert move.target in CaseState.labels()
        assert move.target not in move.sources or move.verb == "refer", "a move that changes nothing"
        assert move.who
        assert move.label.in_language("fa") != move.label.in_language("en")


def test_what_a_move_requires_has_words() -> None:
    from peygir.cases.actions.file import FIELD_WORDS

    assert {name for move in MOVES for name in move.requires} <= set(FIELD_WORDS)


def test_closing_kinds_fit_the_table() -> None:
    sources = BY_VERB["close"].sources
    for kind in CloseKind:
        assert kind.sources <= sources, kind
    assert {state for kind in CloseKind for state in kind.sources} == sources


def test_done_cannot_be_closed_as_confirmed_without_a_confirmation() -> None:
    assert CloseKind.CONFIRMED.sources == {"confirmed"}


def test_words_are_in_both_languages() -> None:
    for table in (CaseState, CloseKind, WaitReason, ReturnReason, ReplanReason):
        for label in table.labels().values():
            assert not label.in_language("fa").isascii()
            assert label.in_language("en").isascii()


@pytest.mark.parametrize("house", [SYSTEM, CLOCK, IMPORT], ids=str)
@given(visibility=sights())
def test_no_row_rule_restrains_the_house(house: Actor, visibility: CaseVisibility) -> None:
    for verb in VERBS:
        move = BY_VERB[verb]
        if "house" in move.who:
            assert judge(verb, state=min(move.sources), actor=house, visibility=visibility).is_allowed


@given(actor=staff(), visibility=sights(), state=st.sampled_from(sorted(CaseState)), reporter=st.booleans())
def test_staff_who_may_not_see_a_case_may_not_move_it(
    actor: Actor, visibility: CaseVisibility, state: str, reporter: bool
) -> None:
    if not may_see(actor, visibility):
        assert groups_of(actor, visibility) == frozenset()
        assert not any(row.is_allowed for row in judge_all(state=state, actor=actor, visibility=visibility))


@given(actor=staff(), visibility=sights(), state=st.sampled_from(sorted(CaseState)))
def test_the_accused_never_moves_the_case(actor: Actor, visibility: CaseVisibility, state: str) -> None:
    if is_accused(actor, visibility):
        assert not any(row.is_allowed for row in judge_all(state=state, actor=actor, visibility=visibility))


@given(actor=actors(), visibility=sights(), state=st.sampled_from(sorted(CaseState)))
def test_confidential_is_for_the_inspectorate_and_the_house(
    actor: Actor, visibility: CaseVisibility, state: str
) -> None:
    allowed = any(row.is_allowed for row in judge_all(state=state, actor=actor, visibility=visibility))
    if visibility.is_confidential and allowed:
        assert actor.is_system or actor.role == Role.INSPECTORATE or is_above_the_inspectorate(actor, visibility)


@given(actor=staff(), visibility=sights(), state=st.sampled_from(sorted(CaseState)))
def test_those_who_only_look_move_nothing(actor: Actor, visibility: CaseVisibility, state: str) -> None:
    # The deputy and the mayor's desk work what is given to their own unit; the rest they give to another one, at most.
    heads = {Role.DEPUTY, Role.MAYOR, Role.INSPECTORATE}
    is_theirs = actor.role in heads and actor.unit_id is not None and actor.unit_id == visibility.unit_id
    if actor.role in {Role.COUNCIL, Role.MAYOR, Role.DEPUTY, Role.INSPECTOR} and not is_theirs:
        allowed = {
            row.move.verb for row in judge_all(state=state, actor=actor, visibility=visibility) if row.is_allowed
        }
        steers = actor.role in {Role.MAYOR, Role.DEPUTY} and not visibility.is_confidential
        assert allowed <= ({"refer"} if steers else set())


@given(visibility=sights(), state=st.sampled_from(sorted(CaseState)))
def test_a_citizen_moves_only_what_was_reported_and_only_three_ways(visibility: CaseVisibility, state: str) -> None:
    citizen = Actor("citizen", 5)
    for who in (citizen, ANONYMOUS):
        assert not any(row.is_allowed for row in judge_all(state=state, actor=who, visibility=visibility))
        own = judge_all(state=state, actor=who, visibility=visibility, is_reporter=True)
        assert {row.move.verb for row in own if row.is_allowed} <= {"confirm", "reopen", "withdraw"}


@given(actor=actors(), visibility=sights(), state=st.sampled_from(sorted(CaseState)))
def test_what_is_not_allowed_says_why_in_both_languages(actor: Actor, visibility: CaseVisibility, state: str) -> None:
    rows = judge_all(state=state, actor=actor, visibility=visibility)
    assert [row.move.verb for row in rows] == [move.verb for move in MOVES]
    for row in rows:
        assert row.is_allowed != bool(row.why)


def test_the_centre_works_off_what_it_owns_itself() -> None:
    operator = Actor("staff", 1, Role.OPERATOR, unit_id=2)
    own, foreign = CaseVisibility(2, is_confidential=False), CaseVisibility(3, is_confidential=False)
    assert judge("accept", state="referred", actor=operator, visibility=own).is_allowed
    assert not judge("accept", state="referred", actor=operator, visibility=foreign).is_allowed


def test_a_clerk_of_another_unit_has_no_move() -> None:
    clerk = Actor("staff", 1, Role.CLERK, unit_id=2)
    assert not any(
        row.is_allowed
        for state in CaseState
        for row in judge_all(state=state, actor=clerk, visibility=CaseVisibility(3, is_confidential=False))
    )


def test_only_the_owning_manager_refers_on_from_a_unit() -> None:
    visibility = CaseVisibility(2, is_confidential=False)
    assert judge("refer", state="in_hand", actor=Actor("staff", 1, Role.MANAGER, 2), visibility=visibility).is_allowed
    assert not judge("refer", state="in_hand", actor=Actor("staff", 1, Role.CLERK, 2), visibility=visibility).is_allowed


def test_a_merged_case_can_only_be_split() -> None:
    assert {move.verb for move in MOVES if CaseState.MERGED in move.sources} == {"split"}
