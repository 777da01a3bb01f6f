"""Solves a routing problem with PyVRP within a time limit, from several starts, and checks what it answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from peygir.core import clock
from peygir.core.routes.insertion import insertions, with_stop
from peygir.core.routes.problem import (
    Halt,
    PlannedRoute,
    Problem,
    Solved,
    Stop,
    WhyUnplanned,
)
from peygir.core.routes.pyvrp_model import FORBIDDEN, alike_vehicles, as_pyvrp, as_solution
from peygir.core.routes.reasons import unplanned_stops
from peygir.core.routes.schedule import cost_of, drive

if TYPE_CHECKING:
    import pyvrp

_SMALL, _PATIENT, _LARGE = 12, 60, 400
"""Stops up to which a problem is small, ends early, and is started anew eight times in its time."""
_STARTS: Final = 8
_UNTIL_THE_END: Final = 1_000_000
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

    alike = alike_vehicles(problem.vehicles)
    data = as_pyvrp(problem, alike, groups_are_free=groups_are_free)
    count = len(problem.stops)
    patience, starts = max(200, 20 * count), 24 if count <= _SMALL else 6 if count <= _PATIENT else _UNTIL_THE_END
    each = (ends - clock.monotonic()) / (_STARTS if count <= _LARGE else 2)
    best: Solved | None = None
    run, without_gain = 0, 0
    while without_gain < starts and (run == 0 or clock.monotonic() < (ends if best is not None else until_feasible)):
        now = clock.monotonic()
        soon = min(ends, now + each)
        stop = _Patience(soon, now + (until_feasible - now) / 2 if best is None else soon, patience)
        result = pyvrp.solve(data, stop, seed=seed + run, collect_stats=False, display=False)
        solution = _read(problem, alike, result.best.routes()) if result.is_feasible() else None
        more = _with_more_trips(problem, solution) if solution is not None else None
        if solution is not None and more is not None and more.cost < solution.cost:
            begun = as_solution(data, alike, more.routes)
            stop = _Patience(soon, soon, patience)
            result = pyvrp.solve(
                data, stop, seed=seed + run, collect_stats=False, display=False, initial_solution=begun
            )
            again = _read(problem, alike, result.best.routes()) if result.is_feasible() else None
            solution = min((one for one in (more, again) if one is not None), key=lambda one: one.cost)
        run += 1
        if solution is not None and (best is None or solution.cost < best.cost):
            best, without_gain = solution, 0
        else:
            without_gain += 1
    return replace(best, runs=run) if best is not None else None


def _with_more_trips(problem: Problem, solution: Solved) -> Solved:
    """Return the solution with stops that another reload makes room for: the search adds few reloads by itself."""
    if not any(vehicle.reload_at for vehicle in problem.vehicles):
        return solution
    routes = {route.vehicle: route for route in solution.routes}
    served = {stop for route in solution.routes for stop in route.stops}
    groups = {problem.stops[stop].group for stop in served} - {None}
    for stop in sorted(set(range(len(problem.stops))) - served, key=lambda one: -(problem.stops[one].prize or 0)):
        if problem.stops[stop].group in groups:
            continue
        ways = [way for way in insertions(problem, list(routes.values()), stop) if way.is_feasible]
        for way in ways[:1]:
            vehicle = problem.vehicles[way.vehicle]
            cost = way.detour * vehicle.distance_cost + (0 if way.vehicle in routes else vehicle.fixed_cost)
            if cost < (problem.stops[stop].prize or 0):
                routes[way.vehicle] = with_stop(routes.get(way.vehicle, PlannedRoute(way.vehicle, ())), way)
    more = tuple(_timed(problem, routes[vehicle]) for vehicle in sorted(routes))
    return replace(solution, cost=cost_of(problem, more), routes=more)


def _timed(problem: Problem, route: PlannedRoute) -> PlannedRoute:
    driven = drive(problem, problem.vehicles[route.vehicle], route.halts)
    return PlannedRoute(route.vehicle, driven.halts, driven.leaves, driven.back)


def _read(problem: Problem, alike: Sequence[Sequence[int]], routes: "Sequence[pyvrp.Route]") -> Solved | None:
    """Return PyVRP's routes as ours; None if one breaks a limit by our own calculation."""
    planned, free = [], [list(reversed(positions)) for positions in alike]
    for route in routes:
        vehicle = free[route.vehicle_type()].pop()
        halts = tuple(Halt(one.is_depot(), one.idx) for one in route.schedule()[1:-1])
        driven = drive(problem, problem.vehicles[vehicle], halts)
        if not driven.is_feasible or driven.distance >= FORBIDDEN:
            return None
        planned.append(PlannedRoute(vehicle, driven.halts, driven.leaves, driven.back))
    planned.sort(key=lambda route: route.vehicle)
    return Solved(cost_of(problem, planned), tuple(planned))
