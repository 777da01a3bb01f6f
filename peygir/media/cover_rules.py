"""Rectangles that cover faces and plates on a picture before everybody sees it, in thousandths of its sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

WHOLE: Final = 1000
"""The width and the height of every picture, in the unit of covers."""
MOST_COVERS: Final = 40
LEAST_SIDE: Final = 5


class CoverIsWrong(Invalid):
    """A rectangle has no size, or lies outside the picture."""

    message = _("Cover {number} is not right: its four numbers are percentages, and it must lie inside the picture.")


class CoversAreTooMany(Invalid):
    """More rectangles than one picture takes."""

    message = _("A picture takes up to {most} covers. Cover what lies side by side with one.")


@dataclass(frozen=True, slots=True)
class Cover:
    """One rectangle: its left upper corner, its width and its height, in thousandths of the picture's sides."""

    left: int
    top: int
    width: int
    height: int


def covers_of(rectangles: Sequence[Sequence[float]]) -> tuple[Cover, ...]:
    """Check rectangles [left, top, width, height]; one that goes a little over the edge is cut there.

    Raises CoverIsWrong with the number of the first wrong one, CoversAreTooMany.
    """
    if len(rectangles) > MOST_COVERS:
        raise CoversAreTooMany(most=MOST_COVERS)
    return tuple(_cover(number, rectangle) for number, rectangle in enumerate(rectangles, start=1))


def _cover(number: int, rectangle: Sequence[float]) -> Cover:
    if len(rectangle) != 4 or not all(-WHOLE <= value <= 2 * WHOLE for value in rectangle):
        raise CoverIsWrong(number=number)
    left, top, width, height = (round(value) for value in rectangle)
    right, bottom = min(left + width, WHOLE), min(top + height, WHOLE)
    left, top = max(left, 0), max(top, 0)
    if right - left < LEAST_SIDE or bottom - top < LEAST_SIDE:
        raise CoverIsWrong(number=number)
    return Cover(left, top, right - left, bottom - top)


def pixels_of(cover: Cover, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels (left, top, right, bottom; the last two included) of a cover on a picture, rounded outwards."""
    return (
        cover.left * width // WHOLE,
        cover.top * height // WHOLE,
        min(-(-(cover.left + cover.width) * width // WHOLE), width) - 1,
        min(-(-(cover.top + cover.height) * height // WHOLE), height) - 1,
    )
