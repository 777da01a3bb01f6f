"""A stored picture as the package that keeps it tells others of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class OwnedPicture:
    """Whose a picture is: `kind` and `number` name the row, "report" or "work" and its id; it came at the moment `at`.

    `is_before`: it shows the place before the work.
    """

    name: str
    thumb: str
    kind: str
    number: int
    case_id: int
    at: datetime
    is_before: bool


PictureFinder: TypeAlias = Callable[[Collection[str]], Sequence[OwnedPicture]]
"""Finds the rows of one package that name any of these pictures."""
