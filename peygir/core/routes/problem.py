"""A routing problem and its solution, as plain values: whole numbers in one unit for distance and one for time."""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary

Matrix: TypeAlias = npt.NDArray[np.int64]

NO_LIMIT: Final = 1 << 60
"""In place of a limit that a file or a crew does not have: a time, a load or a distance that nothing reaches."""


class WhyUnplanned(Vocabulary):
    """Why a stop is on no route. The checks are made in this order (`reasons.why_unplanned`)."""

    NOBODY_MAY = "nobody_may", _("No vehicle or crew has the skill for it.")
    TOO_LARGE = "too_large", _("Its load is larger than any vehicle that may serve it can take.")
    OUT_OF_TIME = "out_of_time", _("Nobody who may serve it can be there within its time and back within the shift.")
    TOO_FAR = "too_far", _("It is farther than any vehicle that may serve it may drive.")
    OTHER_SERVED = "other_served", _("Another stop of its group is served in its place.")
    NOT_WORTH = "not_worth", _("Serving it costs more than its prize.")
    BREAK = "break", _("Beside the crew's break there is no time for it.")
    DAY_IS_FULL = "day_is_full", _("The routes of those who may serve it have no time or room left.")


@dataclass(frozen=True, slots=True)
class Stop:
    """One place to serve. `number` is its name in the answer, `place` its row in the matrices.

    `delivery` is brought from the depot, `pickup` is taken away, both by kind of load. A stop with a `prize` may be
    left out, which costs the prize; without one it must be served. Of the stops of one `group` exactly one is served.
    `ready` is the earliest time at which a vehicle that has the goods on board may leave the depot.
    """

    number: int
    place: int
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    service: int = 0
    opens: int = 0
    closes: int = NO_LIMIT
    ready: int = 0
    prize: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Depot:
    """A place where vehicles start, end or reload; `service` is the time that reloading takes."""

    number: int
    place: int
    service: int = 0
    opens: int = 0
    closes: int = NO_LIMIT


@dataclass(frozen=True, slots=True)
class BreakTime:
    """A break of so much time that begins between two moments; the vehicle stands meanwhile, wherever it is."""

    opens: int
    closes: int
    length: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle; `start`, `end` and `reload_at` are positions in `Problem.depots`.

    `may_serve` holds the positions of stops that it may serve (None: all). `most_reloads` limits the visits to
    `reload_at` on one route (None: as often as needed). `pause` is kept by the schedule; the solver does not know it.
    """

    number: int
    start: int = 0
    end: int = 0
    capacity: tuple[int, ...] = ()
    opens: int = 0
    closes: int = NO_LIMIT
    reload_at: tuple[int, ...] = ()
    most_reloads: int | None = None
    may_serve: frozenset[int] | None = None
    most_distance: int = NO_LIMIT
    most_duration: int = NO_LIMIT
    fixed_cost: int = 0
    distance_cost: int = 1
    pause: BreakTime | None = None

    def may(self, stop: int) -> bool:
        """Whether it may serve the stop at this position."""
        return self.may_serve is None or stop in self.may_serve


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be solved. `scale` is the factor by which all distances, times and prizes were multiplied."""

    stops: tuple[Stop, ...]
    depots: tuple[Depot, ...]
    vehicles: tuple[Vehicle, ...]
    distances: Matrix
    durations: Matrix
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Halt:
    """One halt of a route in order: a stop or, on the way, a depot to reload at, by position, and when it is served."""

    is_depot: bool
    at: int
    begins: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """The halts of one vehicle between its start and its end, and when it leaves and is back."""

    vehicle: int
    halts: tuple[Halt, ...]
    leaves: int = 0
    back: int = 0

    @property
    def stops(self) -> list[int]:
        """Positions of the stops in the order in which they are served."""
        return [halt.at for halt in self.halts if not halt.is_depot]


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A stop, by position, that is on no route, and why."""

    stop: int
    why: WhyUnplanned


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution: its cost (distance, fixed costs and prizes not collected, in the unit of the problem) and routes.

    `is_complete` says whether every stop that must be served is on a route.
    """

    cost: int
    routes: tuple[PlannedRoute, ...]
    unplanned: tuple[Unplanned, ...] = ()
    is_complete: bool = True
    runs: int = field(default=0, compare=False)
