"""The byte ranges that a player asks for (RFC 9110, section 14): read, cut at the end, or not to be had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.web.kit.stored_files import range_of

SIZE = 100


@pytest.mark.parametrize(
    ("header", "first_and_last"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
    ],
)
def test_a_range_is_cut_at_the_end(header: str, first_and_last: tuple[int, int]) -> None:
    assert range_of(header, SIZE) == first_and_last


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_empty(header: str) -> None:
    part = range_of(header, SIZE)
    assert part is not None
    assert part[0] > part[1]


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=0x0-1", "bytes=۱-۲"]
)
def test_anything_else_is_the_whole(header: str) -> None:
    assert range_of(header, SIZE) is None


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(1, 1000))
def test_no_header_reaches_outside_the_file(header: str, size: int) -> None:
    part = range_of(header, size)
    if part is not None and part[0] <= part[1]:
        assert 0 <= part[0] <= part[1] < size
