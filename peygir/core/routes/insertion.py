"""Where one more stop fits into routes that exist: for an urgent case during the day, and for a stop left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from peygir.core.routes.problem import Halt, PlannedRoute, Problem
from peygir.core.routes.schedule import Driven, drive


@dataclass(frozen=True, slots=True)
class Insertion:
    """One way to serve the stop: on which vehicle's route, before which of its halts, and what that costs.

    `added` is what is put there: the stop, and perhaps a depot to reload at before or after it.

    `delay` is by how much later the vehicle is back, `detour` how much farther it drives; `late` the time by which
    windows and the shift are missed in sum because of it (0: nothing is missed).
    """

    vehicle: int
    position: int
    delay: int
    detour: int
    late: int
    is_feasible: bool
    added: tuple[Halt, ...] = ()


def insertions(
    problem: Problem, routes: Sequence[PlannedRoute], stop: int, *, fixed: dict[int, int] | None = None
) -> list[Insertion]:
    """Return the best way for each vehicle that may serve the stop, the least harmful first.

    Feasible ways come first, then the ones with the least lateness, the least delay and the least detour. The first
    `fixed[vehicle]` halts of a route stay where they are: they are done, under way or locked. Vehicles without a route
    are free to begin one.
    """
    kept = fixed or {}
    halts = {route.vehicle: route.halts for route in routes}
    ways = []
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.may(stop):
            best = _best_on(problem, number, halts.get(number, ()), stop, kept.get(number, 0))
            if best is not None:
                ways.append(best)
    return sorted(ways, key=_harm)


def fits_somewhere(problem: Problem, routes: Sequence[PlannedRoute], stop: int) -> bool:
    """Whether the stop can be put into one of the routes, or begin one, without missing anything."""
    return any(way.is_feasible for way in insertions(problem, routes, stop))


def with_stop(route: PlannedRoute, way: Insertion) -> PlannedRoute:
    """Return the route with what the insertion adds; times are those of before."""
    halts = (*route.halts[: way.position], *way.added, *route.halts[way.position :])
    return PlannedRoute(route.vehicle, halts, route.leaves, route.back)


def _best_on(problem: Problem, number: int, halts: Sequence[Halt], stop: int, first: int) -> Insertion | None:
    vehicle, added = problem.vehicles[number], Halt(is_depot=False, at=stop)
    before = drive(problem, vehicle, halts)
    reloads = [Halt(is_depot=True, at=depot) for depot in vehicle.reload_at] if halts else []
    more = [(added,), *((depot, added) for depot in reloads), *((added, depot) for depot in reloads)]
    ways = []
    for place in range(min(first, len(halts)), len(halts) + 1):
        for new in more:
            driven = drive(problem, vehicle, (*halts[:place], *new, *halts[place:]))
            ways.append(_way(number, place, before, driven, bool(halts), new))
            if ways[-1].is_feasible:
                break  # without a reload it is shorter
    return min(ways, key=_harm, default=None)


def _way(number: int, place: int, before: Driven, after: Driven, is_out: bool, added: tuple[Halt, ...]) -> Insertion:
    delay = after.back - before.back if is_out else after.back - after.leaves
    late = after.late - before.late
    worse = late > 0 or after.excess_load > before.excess_load
    worse = worse or after.excess_distance > before.excess_distance or after.excess_duration > before.excess_duration
    worse = worse or (before.is_allowed and not after.is_allowed)
    detour = after.distance - before.distance
    return Insertion(number, place, max(0, delay), detour, max(0, late), not worse, added)


def _harm(way: Insertion) -> tuple[bool, int, int, int, int]:
    return (not way.is_feasible, way.late, way.delay, way.detour, way.vehicle)
