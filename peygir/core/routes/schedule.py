"""When a vehicle is where if it drives a given sequence of stops, and what that costs; independent of the solver."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from peygir.core.routes.problem import Halt, PlannedRoute, Problem, Vehicle


@dataclass(frozen=True, slots=True)
class Driven:
    """The result of driving a sequence: distance, times, and by how much each limit is exceeded (0: it is kept).

    `late` is the sum over the halts of the time after their windows, of the time after the last moment for the break,
    and of the time after the end of the shift. `halts` are those given, with their times; a break begins at
    `pause_begins` (None: there is none), before the halt at `pause_at`.
    """

    distance: int
    leaves: int
    back: int
    late: int
    excess_load: int
    excess_distance: int
    excess_duration: int
    is_allowed: bool
    halts: tuple[Halt, ...]
    pause_at: int | None = None
    pause_begins: int | None = None

    @property
    def is_feasible(self) -> bool:
        """Whether every limit is kept."""
        exceeded = self.late or self.excess_load or self.excess_distance or self.excess_duration
        return self.is_allowed and not exceeded


@dataclass(slots=True)
class _Walk:
    """One pass over a sequence: `slack` is by how much it could leave later without being back later."""

    leaves: int
    back: int
    late: int
    slack: int
    times: list[tuple[int, int]]
    pause_begins: int | None = None


def drive(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> Driven:
    """Return what happens if the vehicle serves the halts in this order, leaving as late as costs no time.

    It waits where it comes too early and goes on where it comes too late. The start is first set to the opening of
    the shift and then moved back by the time that is only waited, as far as no window is missed by that. A break is
    made where it does the least harm.
    """
    legs = _legs(problem, vehicle, halts)
    walk, pause_at = _walk(problem, vehicle, halts, legs, vehicle.opens, None), None
    if vehicle.pause is not None:
        walk, pause_at = _with_pause(problem, vehicle, halts, legs, walk)
    if walk.slack > 0:
        walk = _walk(problem, vehicle, halts, legs, walk.leaves + walk.slack, pause_at)
    distance = sum(int(problem.distances[a, b]) for a, b in legs)
    return Driven(
        distance=distance,
        leaves=walk.leaves,
        back=walk.back,
        late=walk.late,
        excess_load=_excess_load(problem, vehicle, halts),
        excess_distance=max(0, distance - vehicle.most_distance),
        excess_duration=max(0, walk.back - walk.leaves - vehicle.most_duration),
        is_allowed=_is_allowed(vehicle, halts),
        halts=tuple(
            replace(halt, begins=begins, ends=ends) for halt, (begins, ends) in zip(halts, walk.times, strict=True)
        ),
        pause_at=pause_at,
        pause_begins=walk.pause_begins,
    )


def _is_allowed(vehicle: Vehicle, halts: Sequence[Halt]) -> bool:
    """Whether the vehicle may serve every stop, and reload where and as often as it does."""
    reloads = [halt.at for halt in halts if halt.is_depot]
    few = vehicle.most_reloads is None or len(reloads) <= vehicle.most_reloads
    return (
        few and set(reloads) <= set(vehicle.reload_at) and all(halt.is_depot or vehicle.may(halt.at) for halt in halts)
    )


def _legs(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> list[tuple[int, int]]:
    between = [(problem.depots if halt.is_depot else problem.stops)[halt.at].place for halt in halts]
    return list(pairwise([problem.depots[vehicle.start].place, *between, problem.depots[vehicle.end].place]))


def _with_pause(
    problem: Problem, vehicle: Vehicle, halts: Sequence[Halt], legs: Sequence[tuple[int, int]], without: _Walk
) -> tuple[_Walk, int]:
    """Return the walk with the break where it makes the least late and, among these, the day the shortest.

    A break that would begin after the shift without it is left out: who is home by then needs none.
    """
    assert vehicle.pause is not None
    if without.back <= vehicle.pause.opens:
        return without, len(halts)
    ready = [without.leaves, *(ends for _, ends in without.times)]
    open_from = [place for place, moment in enumerate(ready) if moment <= vehicle.pause.closes] or [0]
    walks = [(_walk(problem, vehicle, halts, legs, without.leaves, place), place) for place in open_from]
    return min(walks, key=lambda one: (one[0].late, one[0].back, one[1]))


def _walk(
    problem: Problem,
    vehicle: Vehicle,
    halts: Sequence[Halt],
    legs: Sequence[tuple[int, int]],
    leaves: int,
    pause_at: int | None,
) -> _Walk:
    depot = problem.depots[vehicle.start]
    ready = max((problem.stops[halt.at].ready for halt in _first_trip(halts)), default=0)
    leaves = max(leaves, ready, depot.opens)
    now, waited = leaves + depot.service, 0
    walk = _Walk(leaves, now, max(0, leaves - depot.closes), 0, [])
    margin = depot.closes - leaves
    for number, leg in enumerate(legs):
        if number == pause_at and vehicle.pause is not None:
            waited += max(0, vehicle.pause.opens - now)
            now = max(now, vehicle.pause.opens)
            walk.pause_begins = now
            walk.late += max(0, now - vehicle.pause.closes)
            margin = min(margin, waited + vehicle.pause.closes - now)
            now += vehicle.pause.length
        now += int(problem.durations[leg])
        if number == len(halts):
            break
        halt = halts[number]
        place = (problem.depots if halt.is_depot else problem.stops)[halt.at]
        waited += max(0, place.opens - now)
        now = max(now, place.opens)
        margin = min(margin, waited + place.closes - now)
        walk.late += max(0, now - place.closes)
        walk.times.append((now, now + place.service))
        now += place.service
        if halt.is_depot:
            released = max((problem.stops[one.at].ready for one in _first_trip(halts[number + 1 :])), default=0)
            waited += max(0, released - now)
            now = max(now, released)
    walk.back = now
    walk.late += max(0, now - min(vehicle.closes, problem.depots[vehicle.end].closes))
    walk.slack = max(0, min(waited, margin))
    return walk


def _first_trip(halts: Sequence[Halt]) -> list[Halt]:
    trip = []
    for halt in halts:
        if halt.is_depot:
            break
        trip.append(halt)
    return trip


def _excess_load(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> int:
    excess, left = 0, list(halts)
    while left:
        trip = _first_trip(left)
        left = left[len(trip) + 1 :]
        stops = [problem.stops[halt.at] for halt in trip]
        for kind, capacity in enumerate(vehicle.capacity):
            load = sum(_kind(stop.delivery, kind) for stop in stops)
            highest = load
            for stop in stops:
                load += _kind(stop.pickup, kind) - _kind(stop.delivery, kind)
                highest = max(highest, load)
            excess += max(0, highest - capacity)
    return excess


def _kind(loads: tuple[int, ...], kind: int) -> int:
    return loads[kind] if kind < len(loads) else 0


def cost_of(problem: Problem, routes: Sequence[PlannedRoute]) -> int:
    """Return the cost of routes: distances and fixed costs of their vehicles, and prizes that are not collected."""
    served = {stop for route in routes for stop in route.stops}
    grouped = {problem.stops[stop].group for stop in served} - {None}
    cost = sum(
        stop.prize
        for position, stop in enumerate(problem.stops)
        if stop.prize is not None and position not in served and not (stop.group is not None and stop.group in grouped)
    )
    for route in routes:
        vehicle = problem.vehicles[route.vehicle]
        cost += vehicle.fixed_cost + vehicle.distance_cost * drive(problem, vehicle, route.halts).distance
    return cost
