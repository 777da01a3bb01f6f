"""Cases are shared out so that the load evens out, nothing is lost and nobody is asked who was not chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.sharing_rules import share_out

people = st.lists(st.integers(1, 9), min_size=1, max_size=6, unique=True)
loads = st.dictionaries(st.integers(1, 9), st.integers(0, 30))


@given(st.lists(st.text("abc", min_size=1, max_size=4), max_size=40), people, loads)
def test_every_case_goes_to_one_of_the_chosen(cases: list[str], takers: list[int], load: dict[int, int]) -> None:
    shared = share_out(cases, takers, load)
    assert list(shared) == list(dict.fromkeys(cases))
    assert set(shared.values()) <= set(takers)


@given(st.integers(0, 60), people, loads)
def test_who_got_something_has_at_most_one_more_than_anybody(
    count: int, takers: list[int], load: dict[int, int]
) -> None:
    given_out = list(share_out([str(number) for number in range(count)], takers, load).values())
    after = {taker: load.get(taker, 0) + given_out.count(taker) for taker in takers}
    for taker in set(given_out):
        assert all(after[taker] <= after[other] + 1 for other in takers)


def test_to_one_and_evenly() -> None:
    assert share_out(["a", "b"], [5], {}) == {"a": 5, "b": 5}
    assert share_out(["a", "b", "c"], [1, 2], {1: 2}) == {"a": 2, "b": 2, "c": 1}
    with pytest.raises(ValueError, match="nobody"):
        share_out(["a"], [], {})
