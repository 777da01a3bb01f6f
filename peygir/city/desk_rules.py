"""Which versions of one thing a change from a day on closes; plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

# Who made a version: the city's files (by unit type, or row by row), or a person in the product.
DESK: Final = "desk"


@dataclass(frozen=True, slots=True)
class VersionDays:
    """One version: its id and its days, [first, last)."""

    id: int
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The versions to end, each with its day; `before` is the version that held on the day of the change."""

    close: tuple[tuple[int, date], ...]
    before: int | None


def turn_from(versions: Iterable[VersionDays], day: date) -> Turn:
    """End the version that holds on `day`, and cancel those planned to begin on that day or later.

    A cancelled version ends on the day it would have begun: it is in force on no day, but is kept.
    """
    close: list[tuple[int, date]] = []
    before: int | None = None
    for version in versions:
        if version.first == version.last:
            continue
        holds = version.first <= day and (version.last is None or day < version.last)
        before = version.id if holds else before
        if version.first >= day:
            close.append((version.id, version.first))
        elif holds:
            close.append((version.id, day))
    return Turn(tuple(close), before)


def next_code(group: str, taken: Iterable[str]) -> str:
    """The next code of a group, after the highest number that any of its codes ever had: CIV-10 after CIV-09."""
    pattern = re.compile(rf"{re.escape(group)}-(\d{{1,4}})", re.ASCII)
    numbers = [int(found[1]) for code in taken if (found := pattern.fullmatch(code))]
    return f"{group}-{max(numbers, default=0) + 1:02d}"
