"""Plans a day: solves it, puts in the breaks, and says of each job by whom and when it is done, or why it is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.routes.day import WorkDay, empties, last_dump, problem_of
from peygir.core.routes.insertion import Insertion, insertions, with_stop
from peygir.core.routes.problem import Halt, PlannedRoute, Problem, WhyUnplanned
from peygir.core.routes.reasons import why_unplanned
from peygir.core.routes.schedule import drive
from peygir.core.routes.solving import seconds_for, solve
from peygir.core.routes.travel import Travel

MOST_SECONDS: Final = 3.0
"""Real time of the search for a day; what follows it takes a fraction of a second."""


@dataclass(frozen=True, slots=True)
class DayHalt:
    """A job, a dump or a break (`kind` "job", "dump" or "break") on a crew's route, in seconds of the day."""

    kind: str
    key: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class CrewRoute:
    """A crew's day: when it leaves, its halts in order, when it is back, and the metres that it drives.

    `late` is by how many seconds windows, break and shift are missed in sum: 0 for what the planner proposes, and
    perhaps not for what people arranged.
    """

    crew: str
    leaves: int
    back: int
    metres: int
    halts: tuple[DayHalt, ...]
    late: int = 0
    excess_load: int = 0

    @property
    def jobs(self) -> list[str]:
        """Keys of the jobs in their order."""
        return [halt.key for halt in self.halts if halt.kind == "job"]


@dataclass(frozen=True, slots=True)
class JobLeftOut:
    """A job that is on no route, and why."""

    job: str
    why: WhyUnplanned


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The routes of the crews that have work, and the jobs left out; `source` says where the travel is from."""

    routes: tuple[CrewRoute, ...]
    left_out: tuple[JobLeftOut, ...]
    source: str

    @property
    def metres(self) -> int:
        """All metres that are driven."""
        return sum(route.metres for route in self.routes)


def plan_day(day: WorkDay, travel: Travel, *, seconds: float | None = None, seed: int = 0) -> DayPlan:
    """Return a plan from a search of so many seconds of real time (None: at most MOST_SECONDS).

    As many jobs as possible are planned, the weighty ones first, then the metres are few. The travel is between
    `points_of(day)`. Every route keeps windows, skills, locks, loads, shifts and breaks.
    """
    if not day.crews:
        return DayPlan((), tuple(JobLeftOut(job.key, WhyUnplanned.NOBODY_MAY) for job in day.jobs), travel.source)
    seconds = min(MOST_SECONDS, seconds_for(len(day.jobs))) if seconds is None else seconds
    solved = solve(problem_of(day, travel, with_pauses=False), seconds=seconds, seed=seed, with_reasons=False)
    problem = problem_of(day, travel, with_pauses=True)
    routes, dropped = _with_breaks(problem, solved.routes)
    planned = {stop for route in routes for stop in route.stops}
    waiting = [stop for stop in range(len(day.jobs)) if stop not in planned]
    waiting.sort(key=lambda stop: -(problem.stops[stop].prize or 0))
    for stop in waiting:
        routes = _put_in(problem, routes, stop)
    planned = {stop for route in routes for stop in route.stops}
    left_out = tuple(
        JobLeftOut(day.jobs[stop].key, WhyUnplanned.BREAK if stop in dropped else _why(problem, stop, routes))
        for stop in range(len(day.jobs))
        if stop not in planned
    )
    return DayPlan(tuple(crew_route(day, travel, problem, route) for route in routes), left_out, travel.source)


def arranged(day: WorkDay, travel: Travel, orders: Sequence[Sequence[str]]) -> DayPlan:
    """Return the plan in which each crew of the day has these jobs in this order, whatever it misses by that.

    So the board shows at what time a person's own arrangement is where, and by how much it is late. Dumps are put in
    where the load needs one. Jobs that are in no order are left out.
    """
    problem = problem_of(day, travel, with_pauses=True)
    place = {job.key: number for number, job in enumerate(day.jobs)}
    routes = [
        PlannedRoute(crew, _with_dumps(day, problem, crew, [place[key] for key in keys]))
        for crew, keys in enumerate(orders)
        if keys
    ]
    planned = {stop for route in routes for stop in route.stops}
    left_out = tuple(
        JobLeftOut(job.key, _why(problem, number, routes))
        for number, job in enumerate(day.jobs)
        if number not in planned
    )
    return DayPlan(tuple(crew_route(day, travel, problem, route) for route in routes), left_out, travel.source)


def who_can_take(
    day: WorkDay, travel: Travel, orders: Sequence[Sequence[str]], job: str, *, fixed: dict[int, int] | None = None
) -> list[Insertion]:
    """Return where the job fits into the crews' orders, the least harmful way first, one for each crew that may.

    `fixed` holds, by the crew's position, how many of its first jobs stay where they are (done or under way).
    `Insertion.vehicle` is the crew's position, `Insertion.position` the place among its jobs.
    """
    problem = problem_of(day, travel, with_pauses=True)
    place = {one.key: number for number, one in enumerate(day.jobs)}
    routes = [
        PlannedRoute(crew, tuple(Halt(is_depot=False, at=place[key]) for key in keys))
        for crew, keys in enumerate(orders)
        if keys
    ]
    return insertions(problem, routes, place[job], fixed=fixed)


def _why(problem: Problem, stop: int, routes: Sequence[PlannedRoute]) -> WhyUnplanned:
    """The reason, where every job is worth its way."""
    return why_unplanned(problem, stop, routes, is_worth=True)


def _with_breaks(problem: Problem, routes: Sequence[PlannedRoute]) -> tuple[list[PlannedRoute], set[int]]:
    """Return the routes with room for the breaks, and the stops that had to leave for that."""
    kept: list[PlannedRoute] = []
    dropped: set[int] = set()
    for route in routes:
        vehicle, halts = problem.vehicles[route.vehicle], route.halts
        while not drive(problem, vehicle, halts).is_feasible and any(not halt.is_depot for halt in halts):
            places = [at for at, halt in enumerate(halts) if not halt.is_depot]
            leaves = min(places, key=lambda at: _harm_without(problem, route.vehicle, halts, at))
            dropped.add(halts[leaves].at)
            halts = halts[:leaves] + halts[leaves + 1 :]
        if any(not halt.is_depot for halt in halts):
            kept.append(PlannedRoute(route.vehicle, halts))
    return kept, dropped


def _harm_without(problem: Problem, vehicle: int, halts: Sequence[Halt], at: int) -> tuple[bool, int, int, int]:
    driven = drive(problem, problem.vehicles[vehicle], (*halts[:at], *halts[at + 1 :]))
    return (not driven.is_feasible, problem.stops[halts[at].at].prize or 0, driven.late, driven.distance)


def _put_in(problem: Problem, routes: list[PlannedRoute], stop: int) -> list[PlannedRoute]:
    """Return the routes with the stop where it fits without harm; as they are if it fits nowhere."""
    way = next((one for one in insertions(problem, routes, stop) if one.is_feasible), None)
    if way is None:
        return routes
    known = {route.vehicle: route for route in routes}
    known[way.vehicle] = with_stop(known.get(way.vehicle, PlannedRoute(way.vehicle, ())), way)
    return [known[vehicle] for vehicle in sorted(known)]


def _with_dumps(day: WorkDay, problem: Problem, crew: int, stops: Sequence[int]) -> tuple[Halt, ...]:
    """Return the halts of a crew's stops, with a dump before each that would be too much for what is loaded."""
    vehicle, load = problem.vehicles[crew], 0
    halts: list[Halt] = []
    for stop in stops:
        more = problem.stops[stop].pickup[0]
        if vehicle.reload_at and load and load + more > vehicle.capacity[0]:
            here = problem.stops[halts[-1].at].place
            nearest = min(vehicle.reload_at, key=lambda dump: int(problem.distances[here, problem.depots[dump].place]))
            halts.append(Halt(is_depot=True, at=nearest))
            load = 0
        halts.append(Halt(is_depot=False, at=stop))
        load += more
    return tuple(halts)


def crew_route(day: WorkDay, travel: Travel, problem: Problem, route: PlannedRoute) -> CrewRoute:
    """Return a route in the words of the day, with its break and the last dump."""
    crew = day.crews[route.vehicle]
    driven = drive(problem, problem.vehicles[route.vehicle], route.halts)
    first_dump = 2 * len(day.crews)
    halts = []
    for place, halt in enumerate(driven.halts):
        if place == driven.pause_at and driven.pause_begins is not None:
            halts.append(_break(crew.pause.length if crew.pause else 0, driven.pause_begins))
        if halt.is_depot:
            halts.append(DayHalt("dump", day.dumps[halt.at - first_dump].key, halt.begins, halt.ends))
        else:
            halts.append(DayHalt("job", day.jobs[halt.at].key, halt.begins, halt.ends))
    if driven.pause_at == len(driven.halts) and driven.pause_begins is not None:
        halts.append(_break(crew.pause.length if crew.pause else 0, driven.pause_begins))
    if empties(day, crew) and driven.halts and not driven.halts[-1].is_depot:
        place = problem.stops[driven.halts[-1].at].place
        dump = last_dump(day, travel, route.vehicle, place)
        first = len(day.jobs) + 2 * len(day.crews)
        begins = halts[-1].ends + int(travel.seconds[place, first + dump])
        halts.append(DayHalt("dump", day.dumps[dump].key, begins, begins + day.dumps[dump].seconds))
    return CrewRoute(
        crew.key, driven.leaves, driven.back, driven.distance, tuple(halts), driven.late, driven.excess_load
    )


def _break(length: int, begins: int) -> DayHalt:
    return DayHalt("break", "", begins, begins + length)
