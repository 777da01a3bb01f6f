"""Who may be away with which deputy, and who takes what is meant for somebody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.people.absence_rules import LONGEST, Away, Fault, fault_in, taker

TODAY = date(2026, 5, 3)


def away(staff_id: int, deputy_id: int | None, first: int, last: int) -> Away:
    return Away(staff_id, deputy_id, TODAY + timedelta(days=first), TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("wanted", "standing", "fault"),
    [
        (away(1, 2, 0, 3), [], ""),
        (away(1, None, 0, 0), [], ""),
        (away(1, 2, 3, 1), [], "dates"),
        (away(1, 2, -5, -1), [], "dates"),
        (away(1, 2, 0, LONGEST.days + 1), [], "dates"),
        (away(1, 1, 0, 3), [], "oneself"),
        (away(1, 2, 0, 3), [away(1, None, 3, 9)], "overlaps"),
        (away(1, 2, 0, 3), [away(1, None, 4, 9)], ""),
        (away(1, 2, 0, 3), [away(2, None, 2, 5)], "deputy_away"),
        (away(1, 2, 0, 3), [away(2, None, 4, 5)], ""),
        (away(1, 2, 0, 3), [away(2, 1, 0, 3)], "deputy_away"),  # a circle of two
        (away(1, 3, 0, 3), [away(2, 1, 3, 9)], "stands_in"),  # a chain
        (away(1, None, 0, 3), [away(2, 1, 3, 9)], "stands_in"),
        (away(1, 3, 0, 3), [away(2, 1, 4, 9)], ""),
    ],
)
def test_what_cannot_be(wanted: Away, standing: list[Away], fault: Fault) -> None:
    assert fault_in(wanted, standing, today=TODAY) == fault


absences = st.builds(away, st.integers(1, 5), st.none() | st.integers(1, 5), st.integers(0, 20), st.integers(0, 20))


@given(st.lists(absences, max_size=25))
def test_whatever_is_asked_for_no_deputy_is_ever_away(wanted: list[Away]) -> None:
    kept: list[Away] = []
    for absence in wanted:
        if not fault_in(absence, kept, today=TODAY):
            kept.append(absence)
    for absence in kept:
        met = [other for other in kept if other is not absence and other.meets(absence)]
        assert all(other.staff_id != absence.staff_id for other in met)
        assert all(other.staff_id != absence.deputy_id for other in met), "a chain, or a circle"


PRESENT = frozenset({2, 3, 9})


@pytest.mark.parametrize(
    ("meant", "away_with", "present", "gets"),
    [
        (2, {}, PRESENT, 2),
        (1, {1: 2}, PRESENT, 2),
        (1, {1: None}, PRESENT, 9),
        (1, {1: 4}, PRESENT, 9),  # the deputy has left the unit since
        (9, {9: None}, PRESENT - {9}, None),
        (9, {9: 2}, PRESENT - {9}, 2),
    ],
)
def test_who_takes_it(meant: int, away_with: dict[int, int | None], present: frozenset[int], gets: int | None) -> None:
    assert taker(meant, away_with, present=present, managers=(9,)) == gets
