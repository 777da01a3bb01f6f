"""Which topics may be one and the same thing, how near and how lately: `data/families.toml`, read once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "data" / "families.toml"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far and how long a topic reaches: metres, days, and what makes a burst of it."""

    reach: int
    days_open: int
    days_closed: int
    burst_reports: int
    burst_minutes: int
    burst_reach: int


@cache
def _table() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def usual() -> Reach:
    """The reach of a topic that nothing is said of, or that nobody knows yet."""
    return _reach("", "")


@cache
def _reach(code: str, group: str) -> Reach:
    table = _table()
    said = table["usual"] | table["of"].get(group, {}) | table["of"].get(code, {})
    return Reach(**{field.name: int(said[field.name]) for field in fields(Reach)})


def reach_of(code: str, group: str) -> Reach:
    """The reach of a topic by its own line, its group's, or the usual one."""
    return _reach(code, group)


@cache
def _companions(code: str) -> frozenset[str]:
    circles: dict[str, list[str]] = _table()["circles"]
    return frozenset(other for circle in circles.values() if code in circle for other in circle)


def family_of(code: str, group: str, topics: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The codes among `topics` (code, group) that may be the same thing as this topic, itself included."""
    companions = _companions(code)
    return frozenset(other for other, home in topics if home == group or other in companions) | {code}
