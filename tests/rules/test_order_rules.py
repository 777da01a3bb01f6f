"""Work orders as values: the table of moves, who may what, what a result means, places, numbers, maintenance days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.states import CaseState, WaitReason
from peygir.desks.fieldwork.maintenance_rules import Repetition
from peygir.desks.fieldwork.order_lifecycle import (
    BY_ORDER_VERB,
    ORDER_CREW,
    ORDER_MOVES,
    PLANNER,
    judge_order_move,
    judge_order_moves,
)
from peygir.desks.fieldwork.order_rules import (
    CasePlace,
    OrderSight,
    case_verb_of,
    groups_of_order,
    is_order_late,
    is_order_number,
    may_see_order,
    number_of,
    place_of_cases,
    why_case_leaves,
)
from peygir.desks.fieldwork.order_states import ENDED_ORDERS, OPEN_ORDERS, BlockedWhy, OrderResult, OrderState
from peygir.people.rules import SYSTEM, Actor

CLERK = Actor("staff", 1, "clerk", 7)
OTHER_CLERK = Actor("staff", 2, "clerk", 8)
WORKER = Actor("staff", 3, "crew", 7)
DEPUTY = Actor("staff", 4, "deputy", 6, frozenset({6, 7}))
COUNCIL = Actor("staff", 5, "council")
SENT_TO_9 = OrderSight(7, 9, OrderState.SENT)


def test_every_state_is_reached_from_a_draft_and_every_open_one_can_end() -> None:
    reached, ends = {OrderState.DRAFT}, set(ENDED_ORDERS)
    for _round in OrderState:
        reached |= {move.target for move in ORDER_MOVES if move.sources & reached}
        ends |= {source for move in ORDER_MOVES if move.target in ends for source in move.sources}
    assert reached == set(OrderState)
    assert ends == set(OrderState)
    assert not [move.verb for move in ORDER_MOVES if move.sources & ENDED_ORDERS], "what has ended stays"


def test_every_move_has_its_own_event_and_says_what_it_does() -> None:
    assert len({move.event for move in ORDER_MOVES}) == len(ORDER_MOVES) == len(BY_ORDER_VERB)
    for move in ORDER_MOVES:
        assert move.label.in_language("fa") != move.label.in_language("en")
        assert move.effect.in_language("fa") != move.effect.in_language("en")


@pytest.mark.parametrize(
    ("groups", "verbs"),
    [
        ({PLANNER}, {"plan", "cancel"}),
        ({ORDER_CREW}, set()),
    ],
)
def test_what_is_open_in_a_draft(groups: set[str], verbs: set[str]) -> None:
    judged = judge_order_moves(state=OrderState.DRAFT, groups=frozenset(groups))
    assert {one.move.verb for one in judged if one.is_allowed} == verbs
    assert all(one.why is not None for one in judged if not one.is_allowed)


def test_a_crew_works_and_does_not_plan() -> None:
    crew = frozenset({ORDER_CREW})
    allowed = {
        (state, move.verb)
        for state in OrderState
        for move in ORDER_MOVES
        if judge_order_move(move.verb, state=state, groups=crew).is_allowed
    }
    assert allowed == {("sent", "start"), ("sent", "finish"), ("under_way", "finish")}


def test_who_is_planner_and_who_is_crew() -> None:
    def groups(actor: Actor, sight: OrderSight = SENT_TO_9, crews: frozenset[int] = frozenset({9})) -> set[str]:
        return set(groups_of_order(actor, sight, crew_ids=crews))

    assert groups(CLERK, crews=frozenset()) == {PLANNER}
    assert groups(OTHER_CLERK, crews=frozenset()) == set()
    assert groups(WORKER) == {ORDER_CREW}
    assert groups(WORKER, crews=frozenset({10})) == set()
    assert groups(WORKER, OrderSight(7, 9, OrderState.PLANNED)) == set(), "not sent yet"
    assert groups(WORKER, OrderSight(7, None, OrderState.SENT)) == set()
    assert groups(DEPUTY, crews=frozenset()) == set()
    assert ORDER_CREW in groups(SYSTEM)


@pytest.mark.parametrize(
    ("actor", "crews", "state", "sees"),
    [
        (CLERK, (), "draft", True),
        (OTHER_CLERK, (), "sent", False),
        (WORKER, (9,), "sent", True),
        (WORKER, (9,), "settled", True),
        (WORKER, (9,), "planned", False),
        (WORKER, (), "sent", False),
        (DEPUTY, (), "draft", True),
        (COUNCIL, (), "draft", True),
        (Actor("citizen", 1), (), "sent", False),
        (Actor("anonymous"), (), "sent", False),
    ],
)
def test_who_sees_an_order(actor: Actor, crews: tuple[int, ...], state: str, sees: bool) -> None:
    assert may_see_order(actor, OrderSight(7, 9, state), crew_ids=crews) is sees


@given(
    result=st.sampled_from(list(OrderResult)),
    reason=st.sampled_from(["", *BlockedWhy]),
    has_date=st.booleans(),
    state=st.sampled_from(list(CaseState)),
)
def test_only_fixed_finishes_and_only_a_dated_reason_waits(
    result: str, reason: str, has_date: bool, state: str
) -> None:
    verb = case_verb_of(result, reason=reason, has_date=has_date, case_state=state)
    assert (verb == "finish") is (result == OrderResult.FIXED)
    if verb == "wait":
        assert result == OrderResult.NOT_POSSIBLE
        assert has_date
        assert state != CaseState.WAITING
        assert BlockedWhy.of(reason).wait_reason in WaitReason.labels()


def test_which_case_leaves_its_order() -> None:
    left = {
        state: why_case_leaves(state, unit_id=7, order_unit_id=7)
        for state in CaseState
        if why_case_leaves(state, unit_id=7, order_unit_id=7) is not None
    }
    moved = {CaseState.NEW, CaseState.RETURNED, CaseState.REFERRED_OUT}
    assert {state for state, why in left.items() if why == "moved"} == moved
    assert {state for state, why in left.items() if why == "ended"} == set(left) - moved
    assert CaseState.DONE in left
    assert CaseState.IN_HAND not in left
    assert why_case_leaves(CaseState.IN_HAND, unit_id=8, order_unit_id=7) == "moved"


NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def place(lat: float | None, lon: float | None, **given: object) -> CasePlace:
    values = {"address": "", "neighbourhood_id": None, "due_at": None, "urgency": "N", "topic_id": 1, **given}
    return CasePlace(lat, lon, **values)  # type: ignore[arg-type]


def test_an_order_takes_over_the_middle_place_the_first_promise_and_the_highest_urgency() -> None:
    places = [
        place(29.60, 52.50, due_at=NOON + timedelta(days=2), address="یک"),
        place(29.61, 52.51, due_at=NOON, address="دو", urgency="P"),
        place(29.62, 52.52, address="سه", urgency="U"),
        place(None, None, address="بی‌نقطه"),
    ]
    whole = place_of_cases(places)
    assert (whole.lat, whole.lon, whole.address) == (29.61, 52.51, "دو")
    assert (whole.due_at, whole.urgency, whole.topic_id) == (NOON, "U", 1)
    assert place_of_cases([*places, place(29.6, 52.5, topic_id=2)]).topic_id is None
    nothing = place_of_cases([])
    assert (nothing.lat, nothing.due_at, nothing.urgency, nothing.topic_id) == (None, None, "N", None)


@given(st.lists(st.tuples(st.floats(29, 30), st.floats(52, 53)), min_size=1, max_size=8))
def test_the_place_of_an_order_is_that_of_one_of_its_cases(points: list[tuple[float, float]]) -> None:
    whole = place_of_cases([place(lat, lon) for lat, lon in points])
    assert (whole.lat, whole.lon) in points


def test_late_is_what_is_not_over_and_past_its_promise() -> None:
    later = NOON + timedelta(seconds=1)
    assert {state for state in OrderState if is_order_late(NOON, state, later)} == OPEN_ORDERS | {OrderState.FINISHED}
    assert not is_order_late(NOON, "draft", NOON)
    assert not is_order_late(None, "draft", later)


def test_numbers() -> None:
    assert number_of(1405, 123) == "W-1405-000123"
    assert number_of(1405, 1_234_567) == "W-1405-1234567"
    assert is_order_number("W-1405-000123")
    for other in ("", "0512345678", "W-1405", "w-1405-1", "W-1405-١٢٣", "local:1-2", "W--1", "W-1405-1-2"):
        assert not is_order_number(other), other


def test_the_days_of_a_rule_follow_the_months_of_the_city() -> None:
    monthly = Repetition(date(2026, 4, 20), 1, "months")  # 31 Farvardin 1405
    # 31 Ordibehesht, 31 Khordad, … 30 Mehr, and 29 Esfand 1405, which is no leap year.
    assert [monthly.day(number) for number in (1, 2, 6, 11, 12)] == [
        date(2026, 5, 21),
        date(2026, 6, 21),
        date(2026, 10, 22),
        date(2027, 3, 20),
        date(2027, 4, 20),
    ]
    assert Repetition(date(2026, 1, 1), 7, "days").next_after(date(2026, 1, 8)) == date(2026, 1, 15)
    assert monthly.next_after(date(2020, 1, 1)) == date(2026, 4, 20)


@given(
    begins=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    every=st.integers(1, 40),
    repeat_unit=st.sampled_from(["days", "months"]),
    ahead=st.integers(0, 3000),
)
def test_the_next_day_is_later_and_none_is_left_out(begins: date, every: int, repeat_unit: str, ahead: int) -> None:
    rule, day = Repetition(begins, every, repeat_unit), begins + timedelta(days=ahead)
    after = rule.next_after(day)
    assert after > day
    days = [rule.day(number) for number in range(ahead + 2)]
    assert min(one for one in days if one > day) == after
    assert days == sorted(set(days))
