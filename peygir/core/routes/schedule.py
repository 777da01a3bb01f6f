"""When a vehicle is where if it drives a given sequence of stops, and what that costs; independent of the solver."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from peygir.core.routes.problem import Halt, PlannedRoute, Problem, Vehicle


@dataclass(frozen=True, slots=True)
class Driven:
    """The result of driving a sequence: distance, time, and by how much each limit is exceeded (0: it is kept).

    `late` is the sum over the halts of the time after their windows, and of the time after the end of the shift.
    """

    distance: int
    leaves: int
    back: int
    late: int
    excess_load: int
    excess_distance: int
    excess_duration: int
    is_allowed: bool

    @property
    def is_feasible(self) -> bool:
        """Whether every limit is kept."""
        exceeded = self.late or self.excess_load or self.excess_distance or self.excess_duration
        return self.is_allowed and not exceeded


def drive(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> Driven:
    """Return what happens if the vehicle serves the halts in this order, leaving as late as costs no time.

    It waits where it comes too early and goes on where it comes too late. The start is first set to the opening of
    the shift and then moved back by the time that is only waited, as far as no window is missed by that.
    """
    leaves, back, late, slack = _clock(problem, vehicle, halts, vehicle.opens)
    if slack > 0:
        leaves, back, late, _left = _clock(problem, vehicle, halts, leaves + slack)
    distance = sum(int(problem.distances[a, b]) for a, b in _legs(problem, vehicle, halts))
    return Driven(
        distance=distance,
        leaves=leaves,
        back=back,
        late=late,
        excess_load=_excess_load(problem, vehicle, halts),
        excess_distance=max(0, distance - vehicle.most_distance),
        excess_duration=max(0, back - leaves - vehicle.most_duration),
        is_allowed=all(halt.is_depot or vehicle.may(halt.at) for halt in halts),
    )


def _places(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> list[int]:
    between = [(problem.depots if halt.is_depot else problem.stops)[halt.at].place for halt in halts]
    return [problem.depots[vehicle.start].place, *between, problem.depots[vehicle.end].place]


def _legs(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt]) -> list[tuple[int, int]]:
    places = _places(problem, vehicle, halts)
    return list(pairwise(places))


def _clock(problem: Problem, vehicle: Vehicle, halts: Sequence[Halt], leaves: int) -> tuple[int, int, int, int]:
    """Return when it leaves and is back, how late it was in sum, and by how much it could leave later without loss."""
    ready = max((problem.stops[halt.at].ready for halt in _first_trip(halts)), default=0)
    leaves = max(leaves, ready, problem.depots[vehicle.start].opens)
    depot = problem.depots[vehicle.start]
    now, late, waited, margin = leaves + depot.service, max(0, leaves - depot.closes), 0, depot.closes - leaves
    legs = _legs(problem, vehicle, halts)
    for number, (halt, (here, there)) in enumerate(zip(halts, legs, strict=False)):
        now += int(problem.durations[here, there])
        place = (problem.depots if halt.is_depot else problem.stops)[halt.at]
        if now < place.opens:
            waited += place.opens - now
            now = place.opens
        margin = min(margin, waited + place.closes - now)
        if now > place.closes:
            late += now - place.closes
        now += place.service
        if halt.is_depot:
            trip = (problem.stops[one.at].ready for one in _first_trip(halts[number + 1 :]))
            released = max(trip, default=0)
            waited += max(0, released - now)
            now = max(now, released)
    now += int(problem.durations[legs[-1]])
    late += max(0, now - min(vehicle.closes, problem.depots[vehicle.end].closes))
    return leaves, now, late, max(0, min(waited, margin))


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
