"""What goes where when a unit is merged or split, and which plans make no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.routing.reorganising_rules import Fault, UnitPart, fault_in, part_for

OPEN = {1, 2, 3, 9}


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([], "nothing"),
        ([UnitPart(2)], ""),
        ([UnitPart(1)], "oneself"),
        ([UnitPart(7)], "unknown"),
        ([UnitPart(9)], "special"),
        ([UnitPart(2, ("1",)), UnitPart(3)], ""),
        ([UnitPart(2), UnitPart(3, ("1",))], "all_first"),
    ],
)
def test_what_cannot_be(parts: list[UnitPart], fault: Fault) -> None:
    assert fault_in(parts, 1, open_units=OPEN, special={9}) == fault
    assert fault_in([UnitPart(2)], 9, open_units=OPEN, special={9}) == "special"


codes = st.sampled_from(["1", "2", "3", ""])
groups = st.sampled_from(["CIV", "GRN", ""])
parts = st.builds(
    UnitPart, st.integers(2, 4), st.lists(codes, max_size=2).map(tuple), st.lists(groups, max_size=2).map(tuple)
)


@given(st.lists(parts, max_size=4), codes, groups)
def test_the_first_that_fits_takes_it(parts: list[UnitPart], district: str, group: str) -> None:
    part = part_for(parts, district, group)
    fitting = [one for one in parts if one.fits(district, group)]
    assert part == (fitting[0] if fitting else None)
    if any(one.is_all for one in parts):
        assert part is not None
