"""What goes where when a unit is merged or split, and which plans make no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.routing.reorganising_rules import Fault, Part, fault_in, part_for

OPEN = {1, 2, 3, 9}


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([], "nothing"),
        ([Part(2)], ""),
        ([Part(1)], "oneself"),
        ([Part(7)], "unknown"),
        ([Part(9)], "special"),
        ([Part(2, ("1",)), Part(3)], ""),
        ([Part(2), Part(3, ("1",))], "all_first"),
    ],
)
def test_what_cannot_be(parts: list[Part], fault: Fault) -> None:
    assert fault_in(parts, 1, open_units=OPEN, special={9}) == fault
    assert fault_in([Part(2)], 9, open_units=OPEN, special={9}) == "special"


codes = st.sampled_from(["1", "2", "3", ""])
groups = st.sampled_from(["CIV", "GRN", ""])
parts = st.builds(
    Part, st.integers(2, 4), st.lists(codes, max_size=2).map(tuple), st.lists(groups, max_size=2).map(tuple)
)


@given(st.lists(parts, max_size=4), codes, groups)
def test_the_first_that_fits_takes_it(wanted: list[Part], district: str, group: str) -> None:
    found = part_for(wanted, district, group)
    fitting = [one for one in wanted if one.fits(district, group)]
    assert found == (fitting[0] if fitting else None)
    if any(one.is_all for one in wanted):
        assert found is not None
