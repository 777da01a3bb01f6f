"""Which topics may be the same problem, and within what distance and time: `data/families.toml`, read once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "data" / "families.toml"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far and how long a topic reaches: metres, days, and the limits of an incident."""

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
    """The default reach, for a topic without an entry or an unknown topic."""
    return _reach("", "")


@cache
def _reach(code: str, group: str) -> Reach:
    table = _table()
    said = table["usual"] | table["of"].get(group, {}) | table["of"].get(code, {})
    return Reach(**{field.name: int(said[field.name]) for field in fields(Reach)})


def reach_of(code: str, group: str) -> Reach:
    """The reach of a topic: its own entry, its group's, or the default."""
    return _reach(code, group)


@cache
def _companions(code: str) -> frozenset[str]:
    circles: dict[str, list[str]] = _table()["circles"]
    return frozenset(other for circle in circles.values() if code in circle for other in circle)


def family_of(code: str, group: str, topics: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The codes among `topics` (code, group) that may be the same problem as this topic, itself included."""
    companions = _companions(code)
    return frozenset(other for other, home in topics if home == group or other in companions) | {code}
