"""Covers on a picture: read, cut at its edges, refused with their number, and painted over every pixel they touch."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.media.cover_rules import MOST_COVERS, WHOLE, Cover, CoverIsWrong, CoversAreTooMany, covers_of, pixels_of


def test_a_cover_over_the_edge_is_cut_there() -> None:
    assert covers_of([[900, -50, 300, 100]]) == (Cover(900, 0, 100, 50),)


@pytest.mark.parametrize(
    "rectangle",
    [
        [0, 0, 0, 100],
        [0, 0, 100, -5],
        [1000, 0, 100, 100],
        [0, 0, 100],
        [math.nan, 0, 100, 100],
        [0, 0, math.inf, 100],
        [-1e9, 0, 100, 100],
    ],
)
def test_a_wrong_cover_is_named_by_its_number(rectangle: list[float]) -> None:
    with pytest.raises(CoverIsWrong) as refusal:
        covers_of([[10, 10, 50, 50], rectangle])
    assert refusal.value.details == {"number": 2}


def test_a_picture_takes_a_number_of_covers() -> None:
    assert len(covers_of([[0, 0, 50, 50]] * MOST_COVERS)) == MOST_COVERS
    with pytest.raises(CoversAreTooMany):
        covers_of([[0, 0, 50, 50]] * (MOST_COVERS + 1))


@given(st.integers(0, 995), st.integers(5, 1000), st.integers(1, 3000))
def test_every_pixel_that_a_cover_touches_is_painted(start: int, length: int, side: int) -> None:
    (cover,) = covers_of([[start, start, length, length]])
    left, top, right, bottom = pixels_of(cover, side, side)
    assert 0 <= left <= right < side
    assert left <= cover.left * side / WHOLE
    assert right + 1 >= (cover.left + cover.width) * side / WHOLE
    assert (top, bottom) == (left, right)
