"""The order in which drawn visits are made: those that are due soon first, each part as a short way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from peygir.core.geometry import metres_between

SOON: Final = timedelta(days=2)
"""A visit that is due within so many days comes before all others."""


@dataclass(frozen=True, slots=True)
class VisitStop:
    """A visit to be made: its key, by when, and where, if that is known (degrees)."""

    key: int
    due_on: date
    lat: float | None = None
    lon: float | None = None


def in_visiting_order(
    stops: Iterable[VisitStop], *, today: date, start: tuple[float, float] | None = None
) -> list[VisitStop]:
    """Return the stops in the order of a walk: what is due within SOON, then the rest, each by the nearest next one.

    It begins at `start` (lat, lon), else at the stop that is due first. Stops without a place follow each part.
    """
    ordered: list[VisitStop] = []
    position = start
    rows = sorted(stops, key=lambda stop: (stop.due_on, stop.key))
    for part in (
        [row for row in rows if row.due_on <= today + SOON],
        [row for row in rows if row.due_on > today + SOON],
    ):
        chain, position = _nearest_next([row for row in part if row.lat is not None], position)
        ordered += chain + [row for row in part if row.lat is None]
    return ordered


def _nearest_next(
    stops: Sequence[VisitStop], position: tuple[float, float] | None
) -> tuple[list[VisitStop], tuple[float, float] | None]:
    left, chain = list(stops), []
    while left:
        nearest = left[0] if position is None else min(left, key=lambda stop: (_metres(position, stop), stop.key))
        left.remove(nearest)
        chain.append(nearest)
        position = _place(nearest)
    return chain, position


def _place(stop: VisitStop) -> tuple[float, float]:
    return float(stop.lat or 0.0), float(stop.lon or 0.0)


def _metres(here: tuple[float, float] | None, stop: VisitStop) -> float:
    assert here is not None
    return metres_between(here[0], here[1], *_place(stop))
