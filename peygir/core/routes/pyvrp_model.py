"""A problem and its routes in PyVRP's own terms."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from peygir.core.routes.problem import NO_LIMIT, Matrix, PlannedRoute, Problem, Stop, Vehicle

if TYPE_CHECKING:
    import pyvrp

FORBIDDEN: Final = 1 << 44
"""PyVRP's largest distance: the way to a stop that a vehicle may not serve."""
_ENDLESS: Final = (1 << 63) - 1
_MOST_RELOADS: Final = 1_000


def alike_vehicles(vehicles: Sequence[Vehicle]) -> list[list[int]]:
    """Return the positions of vehicles that differ in their numbers alone, together: one type each of PyVRP."""
    types: dict[Vehicle, list[int]] = {}
    for position, vehicle in enumerate(vehicles):
        types.setdefault(replace(vehicle, number=0), []).append(position)
    return list(types.values())


def as_pyvrp(problem: Problem, alike: Sequence[Sequence[int]], *, groups_are_free: bool) -> "pyvrp.ProblemData":
    """Return the problem; `alike` is of `alike_vehicles`. `groups_are_free`: of a group none needs to be served."""
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


def as_solution(
    data: "pyvrp.ProblemData", alike: Sequence[Sequence[int]], routes: Sequence[PlannedRoute]
) -> "pyvrp.Solution":
    """Return routes as a solution from which PyVRP can go on."""
    import pyvrp

    kinds = {vehicle: kind for kind, vehicles in enumerate(alike) for vehicle in vehicles}
    client, depot = pyvrp.ActivityType.CLIENT, pyvrp.ActivityType.DEPOT
    made = [
        pyvrp.Route(
            data,
            [pyvrp.Activity(depot if halt.is_depot else client, halt.at) for halt in route.halts],
            kinds[route.vehicle],
        )
        for route in routes
    ]
    return pyvrp.Solution(data, made)
