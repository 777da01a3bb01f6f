"""Why a stop stays on no route: the first of the possible reasons that holds."""

from collections.abc import Sequence

from peygir.core.routes.insertion import fits_somewhere
from peygir.core.routes.problem import Halt, PlannedRoute, Problem, Unplanned, WhyUnplanned
from peygir.core.routes.schedule import drive


def unplanned_stops(problem: Problem, routes: Sequence[PlannedRoute]) -> tuple[Unplanned, ...]:
    """Return the stops that are on none of the routes, in their order, each with its reason."""
    served = {stop for route in routes for stop in route.stops}
    left = [stop for stop in range(len(problem.stops)) if stop not in served]
    return tuple(Unplanned(stop, why_unplanned(problem, stop, routes)) for stop in left)


def why_unplanned(
    problem: Problem, stop: int, routes: Sequence[PlannedRoute] = (), *, is_worth: bool = False
) -> WhyUnplanned:
    """Return why the stop at this position is on none of these routes; `is_worth`: its prize is above every detour."""
    served = {one for route in routes for one in route.stops}
    group = problem.stops[stop].group
    if group is not None and any(problem.stops[one].group == group for one in served):
        return WhyUnplanned.OTHER_SERVED
    able = [vehicle for vehicle in problem.vehicles if vehicle.may(stop)]
    if not able:
        return WhyUnplanned.NOBODY_MAY
    alone = [drive(problem, vehicle, (Halt(is_depot=False, at=stop),)) for vehicle in able]
    if all(driven.excess_load for driven in alone):
        return WhyUnplanned.TOO_LARGE
    fitting = [driven for driven in alone if not driven.excess_load]
    if all(driven.late or driven.excess_duration for driven in fitting):
        return WhyUnplanned.OUT_OF_TIME
    if not any(driven.is_feasible for driven in fitting):
        return WhyUnplanned.TOO_FAR
    if not is_worth and problem.stops[stop].prize is not None and fits_somewhere(problem, routes, stop):
        return WhyUnplanned.NOT_WORTH
    return WhyUnplanned.DAY_IS_FULL
