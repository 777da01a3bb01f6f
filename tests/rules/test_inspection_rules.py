"""Who may inspect finished work, and which of it is worth a look first."""

from datetime import UTC, datetime, timedelta

import pytest

from peygir.cases.states import CaseState, CloseKind
from peygir.desks.inspection.rules import (
    FinishedWork,
    in_order,
    is_called_done,
    is_looked_at,
    may_inspect,
    risk_of,
)
from peygir.people.rules import Actor, CaseVisibility

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
INSPECTOR = Actor("staff", 7, "inspector")


def work(key: int, **more: int | str | bool | None) -> FinishedWork:
    return FinishedWork(key, NOON - timedelta(hours=key), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "visibility", "may"),
    [
        (INSPECTOR, CaseVisibility(1, False), True),
        (INSPECTOR, CaseVisibility(1, True), False),
        (INSPECTOR, CaseVisibility(1, False, about_staff_id=7), False),
        (INSPECTOR, CaseVisibility(1, False, assignee_id=7), False),
        (Actor("staff", 7, "inspector", 1), CaseVisibility(1, False), False),
        (Actor("staff", 7, "inspector", 2), CaseVisibility(1, False), True),
        (Actor("staff", 7, "clerk", 1), CaseVisibility(1, False), False),
        (Actor("staff", 7, "operator", 2), CaseVisibility(1, False), False),
        (Actor("clock"), CaseVisibility(1, False), False),
    ],
)
def test_who_did_not_do_it_inspects(actor: Actor, visibility: CaseVisibility, may: bool) -> None:
    assert may_inspect(actor, visibility) is may


def test_finished_work_is_what_was_called_done() -> None:
    assert is_called_done(CaseState.DONE, "")
    assert is_called_done(CaseState.CLOSED, CloseKind.SILENCE)
    assert not is_called_done(CaseState.CLOSED, CloseKind.NO_ACTION)
    assert not is_called_done(CaseState.REOPENED, "")


def test_the_riskiest_comes_first_then_the_nearest_or_the_newest() -> None:
    urgent, returned, plain, older = work(4, urgency="U"), work(3, returns=1), work(1), work(2)
    assert [one.key for one in in_order([older, plain, returned, urgent])] == [4, 3, 1, 2]
    near, far = work(2, metres=90), work(1, metres=400)
    assert in_order([far, near]) == [near, far]


def test_no_single_reason_outweighs_all_others() -> None:
    assert risk_of(work(1, returns=9, reports=99, is_unconfirmed=True)) == 8
    assert risk_of(work(1)) == 0


def test_a_look_counts_for_the_work_that_it_saw() -> None:
    assert not is_looked_at(NOON, None)
    assert is_looked_at(NOON, NOON)
    assert not is_looked_at(NOON, NOON - timedelta(seconds=1)), "it was reopened and finished again since"
