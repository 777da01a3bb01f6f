"""Scores how likely it is that two reports are about the same problem; a person decides.

The weights were chosen by hand on pairs that a city's own staff called duplicates (`./run bench --duplicates`).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rapidfuzz import fuzz

from peygir.core.geometry import METRES_PER_DEGREE

NEAR: Final = 0.27
"""The share of a topic's reach at which proximity has fallen to 37 %; of 150 m that is 40 m, a typical pin error."""
SOON: Final = timedelta(days=20)
"""The time between two reports of a lasting problem at which their proximity in time has fallen to 37 %."""
AT_LEAST: Final = 0.42
"""Below this score a case is not shown to a person."""
LIMIT: Final = 5

# The weight of each feature; one that either report lacks is left out, and the others are scaled up.
_NEARNESS: Final = 4.0
_TIME: Final = 1.0
_TEXT: Final = 1.5
_ADDRESS: Final = 1.5
_TOPIC: Final = 1.5
_STATE: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReport:
    """The compared features of a new report or of an existing case. Words are normalised."""

    key: int
    topic: str
    at: datetime
    lat: float
    lon: float
    text: str = ""
    address: str = ""
    is_open: bool = True
    is_by_caller: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """A case that may be the same problem; `is_follow_up`: the same caller reported it, which confirms nothing."""

    key: int
    score: float
    metres: int
    is_follow_up: bool


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The approximate distance of two points within a city."""
    north = (lat - other_lat) * METRES_PER_DEGREE
    east = (lon - other_lon) * METRES_PER_DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def words_alike(text: str, other: str) -> float | None:
    """Similarity from 0 (nothing in common) to 1; None when either text is empty."""
    if not text or not other:
        return None
    return max(fuzz.token_sort_ratio(text, other), 0.9 * fuzz.token_set_ratio(text, other)) / 100


def score(asks: ComparedReport, there: ComparedReport, metres: float, *, reach: int) -> float:
    """0 to 1: how likely `there` is the same problem as `asks`."""
    gone = max(asks.at - there.at, timedelta())
    weighted_values = [
        (_NEARNESS, math.exp(-metres / (reach * NEAR))),
        (_TIME, math.exp(-gone / SOON)),
        (_TEXT, words_alike(asks.text, there.text)),
        (_ADDRESS, words_alike(asks.address, there.address)),
        (_TOPIC, float(asks.topic == there.topic) if asks.topic and there.topic else None),
        (_STATE, float(there.is_open)),
    ]
    known = [(weight, value) for weight, value in weighted_values if value is not None]
    return sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)


def likely(
    asks: ComparedReport,
    there: Iterable[ComparedReport],
    *,
    reach: int,
    at_least: float = AT_LEAST,
    limit: int | None = LIMIT,
) -> Sequence[Rated]:
    """The cases within `reach` metres with a sufficient score, the likeliest first; of equals the latest."""
    candidates = []
    for case in there:
        metres = metres_between(asks.lat, asks.lon, case.lat, case.lon)
        if metres <= reach and (value := score(asks, case, metres, reach=reach)) >= at_least:
            candidates.append((value, case.at, Rated(case.key, round(value, 4), round(metres), case.is_by_caller)))
    candidates.sort(key=lambda row: (row[0], row[1], row[2].key), reverse=True)
    return [row[2] for row in candidates[:limit]]
