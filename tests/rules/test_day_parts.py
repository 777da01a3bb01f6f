"""The rows of a day's page are shared out among its sections."""

from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.day_parts import parts_of


def test_each_section_gets_a_few_and_the_first_the_rest() -> None:
    assert parts_of([0, 0, 30, 0], room=12) == [0, 0, 12, 0]
    assert parts_of([30, 30, 30, 30], room=12) == [6, 2, 2, 2]
    assert parts_of([1, 3, 30, 1], room=12) == [1, 3, 7, 1]


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_the_room_is_filled_and_never_overfilled(totals: list[int]) -> None:
    parts = parts_of(totals, room=12)
    assert sum(parts) == min(12, sum(totals))
    assert all(part <= total for part, total in zip(parts, totals, strict=True))
