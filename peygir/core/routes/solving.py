"""Solves a routing problem with PyVRP within a time limit, from several starts, and checks what it answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from peygir.core import clock
from peygir.core.routes.problem import (
    NO_LIMIT,
    Halt,
    Matrix,
    PlannedRoute,
    Problem,
    Solved,
    Stop,
    Vehicle,
    WhyUnplanned,
)
from peygir.core.routes.reasons import unplanned_stops
from peygir.core.routes.schedule import cost_of, drive

if TYPE_CHECKING:
    import pyvrp

MOST_STOPS: Final = 3_000
FORBIDDEN: Final = 1 << 44
"""PyVRP's largest distance: the way to a stop that a vehicle may not serve."""
_ENDLESS: Final = (1 << 63) - 1
_MOST_RELOADS: Final = 1_000
_SMALL, _PATIENT = 12, 60
_FOR_ALL: Final = 0.6
"""The part of the time in which a solution must be found that serves all; then it is served what can be."""


def seconds_for(stops: int) -> float:
    """The time limit in seconds for so many stops if none is given: 0.8 up to sixty, at most 5."""
    return min(5.0, 0.8 + max(0, stops - _PATIENT) / 20)


def solve(problem: Problem, *, seconds: float | None = None, seed: int = 0, with_reasons: bool = True) -> Solved:
    """Return the best solution that PyVRP finds within the seconds of real time (None: `seconds_for`).

    The search is started several times from different seeds, since from one start it can stay in a local optimum; it
    ends early when further starts of a small problem bring nothing. If the stops that must be served do not all fit,
    as many of them as possible are served and the rest is unplanned (`is_complete` is False). `with_reasons`: say of
    the stops that may be left out why they are, which takes some time more.
    """
    if not problem.stops:
        return Solved(0, ())
    seconds = seconds_for(len(problem.stops)) if seconds is None else seconds
    begins = clock.monotonic()
    ends = begins + seconds
    if not _may_not_fit(problem):
        best = _best_of_starts(problem, ends, seed, until_feasible=begins + seconds * _FOR_ALL)
        if best is not None:
            return replace(best, unplanned=unplanned_stops(problem, best.routes) if with_reasons else ())
    return _as_many_as_fit(problem, ends, seed)


def _may_not_fit(problem: Problem) -> bool:
    """Whether a stop that must be served cannot be, even alone."""
    return any(
        _must(stop)
        and stop.group is None
        and not any(
            vehicle.may(position) and drive(problem, vehicle, (Halt(is_depot=False, at=position),)).is_feasible
            for vehicle in problem.vehicles
        )
        for position, stop in enumerate(problem.stops)
    )


def _as_many_as_fit(problem: Problem, ends: float, seed: int) -> Solved:
    """Solve with the stops that must be served as optional ones, each with a prize above any cost of serving it."""
    dearest = max((vehicle.distance_cost for vehicle in problem.vehicles), default=1)
    fixed = max((vehicle.fixed_cost for vehicle in problem.vehicles), default=0)
    longest = int(problem.distances[problem.distances < FORBIDDEN].max(initial=0))
    prizes = sum(stop.prize or 0 for stop in problem.stops)
    large = min(1 << 40, 4 * longest * max(1, dearest) + fixed + prizes + 1)
    free = tuple(replace(stop, prize=large) if _must(stop) else stop for stop in problem.stops)
    found = _best_of_starts(replace(problem, stops=free), ends, seed, until_feasible=ends, groups_are_free=True)
    routes = found.routes if found is not None else ()
    left = unplanned_stops(problem, routes)
    missed = any(_must(problem.stops[one.stop]) and one.why is not WhyUnplanned.OTHER_SERVED for one in left)
    return Solved(cost_of(problem, routes), routes, left, is_complete=not missed)


def _must(stop: Stop) -> bool:
    """Whether the stop, or one of its group, must be served."""
    return stop.prize is None or stop.group is not None


@dataclass(slots=True)
class _Patience:
    """Tells the solver when to end: at a time (`clock.monotonic`), and after so many rounds without a better solution.

    While it has no feasible solution the time is `until_feasible`.
    """

    ends: float
    until_feasible: float
    rounds: int
    _best: float = math.inf
    _without: int = 0

    def __call__(self, best_cost: int) -> bool:
        self._without = 0 if best_cost < self._best else self._without + 1
        self._best = min(best_cost, self._best)
        limit = self.ends if self._best < math.inf else min(self.ends, self.until_feasible)
        return self._without >= self.rounds or clock.monotonic() >= limit


def _best_of_starts(
    problem: Problem, ends: float, seed: int, *, until_feasible: float, groups_are_free: bool = False
) -> Solved | None:
    """Return the best feasible solution of several starts, or None if there is none.

    The moments `ends`, and `until_feasible` as long as there is none, are of `clock.monotonic`.
    """
    import pyvrp

    alike = _alike(problem.vehicles)
    data = _as_pyvrp(problem, alike, groups_are_free=groups_are_free)
    count = len(problem.stops)
    patience, starts = max(200, 20 * count), 24 if count <= _SMALL else 6
    best: Solved | None = None
    run, without_gain = 0, 0
    while without_gain < starts and (run == 0 or clock.monotonic() < (ends if best is not None else until_feasible)):
        now = clock.monotonic()
        stop = _Patience(ends, now + (until_feasible - now) / 2 if best is None else ends, patience)
        result = pyvrp.solve(data, stop, seed=seed + run, collect_stats=False, display=False)
        found = _read(problem, alike, result.best.routes()) if result.is_feasible() else None
        run += 1
        if found is not None and (best is None or found.cost < best.cost):
            best, without_gain = found, 0
        else:
            without_gain += 1
    return replace(best, runs=run) if best is not None else None


def _alike(vehicles: Sequence[Vehicle]) -> list[list[int]]:
    """Return the positions of vehicles that differ in their numbers alone, together: one type each of PyVRP."""
    types: dict[Vehicle, list[int]] = {}
    for position, vehicle in enumerate(vehicles):
        types.setdefault(replace(vehicle, number=0), []).append(position)
    return list(types.values())


def _read(problem: Problem, alike: Sequence[Sequence[int]], routes: "Sequence[pyvrp.Route]") -> Solved | None:
    """Return PyVRP's routes as ours; None if one breaks a limit by our own calculation."""
    found, free = [], [list(reversed(positions)) for positions in alike]
    for route in routes:
        vehicle = free[route.vehicle_type()].pop()
        halts = tuple(Halt(one.is_depot(), one.idx) for one in route.schedule()[1:-1])
        driven = drive(problem, problem.vehicles[vehicle], halts)
        if not driven.is_feasible:
            return None
        found.append(PlannedRoute(vehicle, driven.halts, driven.leaves, driven.back))
    found.sort(key=lambda route: route.vehicle)
    return Solved(cost_of(problem, found), tuple(found))


def _as_pyvrp(problem: Problem, alike: Sequence[Sequence[int]], *, groups_are_free: bool) -> "pyvrp.ProblemData":
    import pyvrp

    profiles: dict[frozenset[int] | None, int] = {}
    for vehicle in problem.vehicles:
        profiles.setdefault(vehicle.may_serve, len(profiles))
    distances = [_profile(problem, problem.distances, may) for may in profiles]
    durations = [_profile(problem, problem.durations, may) for may in profiles]
    kinds = max((len(one.capacity) for one in problem.vehicles), default=0)
    groups = sorted({stop.group for stop in problem.stops if stop.group is not None})
    members = [[at for at, stop in enumerate(problem.stops) if stop.group == group] for group in groups]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(x=0, y=0) for _ in range(len(problem.distances))],
        clients=[_client(stop, kinds, groups) for stop in problem.stops],
        depots=[
            pyvrp.Depot(
                location=one.place, tw_early=one.opens, tw_late=_limit(one.closes), service_duration=one.service
            )
            for one in problem.depots
        ],
        vehicle_types=[
            _vehicle_type(problem.vehicles[one[0]], len(one), profiles[problem.vehicles[one[0]].may_serve], kinds)
            for one in alike
        ],
        distance_matrices=distances,  # type: ignore[arg-type]  # its stub has a shape for a type
        duration_matrices=durations,  # type: ignore[arg-type]
        groups=[pyvrp.ClientGroup(one, required=not groups_are_free) for one in members],
    )


def _client(stop: Stop, kinds: int, groups: Sequence[int]) -> "pyvrp.Client":
    import pyvrp

    return pyvrp.Client(
        location=stop.place,
        delivery=_padded(stop.delivery, kinds),
        pickup=_padded(stop.pickup, kinds),
        service_duration=stop.service,
        tw_early=stop.opens,
        tw_late=_limit(stop.closes),
        release_time=stop.ready,
        prize=stop.prize or 0,
        required=stop.prize is None and stop.group is None,
        group=groups.index(stop.group) if stop.group is not None else None,
    )


def _vehicle_type(vehicle: Vehicle, count: int, profile: int, kinds: int) -> "pyvrp.VehicleType":
    import pyvrp

    return pyvrp.VehicleType(
        num_available=count,
        capacity=[_limit(one) for one in (*vehicle.capacity, *[NO_LIMIT] * (kinds - len(vehicle.capacity)))],
        start_depot=vehicle.start,
        end_depot=vehicle.end,
        fixed_cost=vehicle.fixed_cost,
        tw_early=vehicle.opens,
        tw_late=_limit(vehicle.closes),
        shift_duration=_limit(vehicle.most_duration),
        max_distance=_limit(vehicle.most_distance),
        unit_distance_cost=vehicle.distance_cost,
        profile=profile,
        reload_depots=list(vehicle.reload_at),
        max_reloads=_MOST_RELOADS if vehicle.most_reloads is None else vehicle.most_reloads,
    )


def _profile(problem: Problem, matrix: Matrix, may_serve: frozenset[int] | None) -> Matrix:
    """Return the matrix as a vehicle sees it: what it may not serve is out of reach."""
    own = matrix.copy()
    if may_serve is not None:
        kept = {problem.stops[one].place for one in may_serve} | {one.place for one in problem.depots}
        barred = [stop.place for at, stop in enumerate(problem.stops) if at not in may_serve and stop.place not in kept]
        own[barred, :] = FORBIDDEN
        own[:, barred] = FORBIDDEN
        np.fill_diagonal(own, 0)
    return own


def _padded(loads: tuple[int, ...], kinds: int) -> list[int]:
    return [*loads, *[0] * (kinds - len(loads))][:kinds]


def _limit(value: int) -> int:
    return _ENDLESS if value >= NO_LIMIT else value
