"""Plans twenty seeded days of crews in the shipped city, beside crews that each go to the nearest job first.

Both have the same jobs, crews, travel times, skills, shifts and breaks. The nearest-first crews are simulated twice:
without a look at windows, so that they come late, and with one, so that they leave out what they would be late for.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.city.reading import SHIPPED, read_city
from peygir.core.routes.day import DayCrew, DayJob, WorkDay, may_do, points_of
from peygir.core.routes.day_plan import DayPlan, arranged, plan_day
from peygir.core.routes.problem import BreakTime
from peygir.core.routes.travel import Point, Travel, by_road_factor

DAYS, JOBS, CREWS = 20, 120, 8
_WAYS: Final = ("planned", "nearest", "nearest_in_time", "same_jobs")
LIMIT: Final = 5.0
"""Seconds that a plan may take."""
HOUR: Final = 3600
# Skill, minutes of work from and to, and how often.
_KINDS: Final = (
    ("", 6, 15, 40),
    ("asphalt", 25, 60, 20),
    ("light", 15, 35, 20),
    ("tree", 20, 45, 12),
    ("drain", 15, 40, 20),
    ("sign", 10, 20, 8),
)
_SKILLS: Final = (
    {"asphalt", "drain"},
    {"asphalt", "sign"},
    {"asphalt"},
    {"light", "sign"},
    {"light"},
    {"tree", "light"},
    {"drain", "tree"},
    {"drain", "sign"},
)
_WINDOWS: Final = ((7.5, 9.5), (9.0, 12.0), (12.5, 15.0), (10.0, 11.0))
_WITH_WINDOW: Final = 0.35
_URGENT: Final = 0.1


@dataclass(slots=True)
class RouteTally:
    """What came of one way to send the crews: over all days, kilometres, jobs, and minutes after windows."""

    kilometres: float = 0.0
    done: int = 0
    late_jobs: int = 0
    late_minutes: float = 0.0
    urgent_left: int = 0

    @property
    def kilometres_a_job(self) -> float:
        """Kilometres for each job that was done."""
        return self.kilometres / max(1, self.done)


@dataclass(slots=True)
class RouteFigures:
    """The result over all days; `same_jobs` are plans of those jobs alone that the nearest-first crews did in time."""

    days: int
    jobs: int
    crews: int
    planned: RouteTally = field(default_factory=RouteTally)
    nearest: RouteTally = field(default_factory=RouteTally)
    nearest_in_time: RouteTally = field(default_factory=RouteTally)
    same_jobs: RouteTally = field(default_factory=RouteTally)
    seconds: list[float] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether each plan came in time, does no fewer jobs and none late, and drives less for the same jobs."""
        rivals = (self.nearest, self.nearest_in_time)
        does_more = all(self.planned.done >= one.done for one in rivals)
        drives_less = self.same_jobs.done >= self.nearest_in_time.done
        drives_less = drives_less and self.same_jobs.kilometres <= self.nearest_in_time.kilometres
        return max(self.seconds) <= LIMIT and not self.planned.late_jobs and does_more and drives_less


def measured(days: int = DAYS, say: Callable[[str], None] | None = None) -> RouteFigures:
    """Return the figures of the days with the seeds 1 to `days`; `say` is told a line a day."""
    figures = RouteFigures(days, JOBS * days, CREWS)
    areas = _areas()
    for seed in range(1, days + 1):
        day = made_day(areas, Random(seed))  # noqa: S311 - a seeded sample
        travel = by_road_factor(points_of(day))
        begins = time.perf_counter()
        plan = plan_day(day, travel, seed=seed)
        figures.seconds.append(time.perf_counter() - begins)
        checked = arranged(day, travel, _orders(day, plan))
        assert checked.metres == plan.metres, "the plan is driven as it says"
        _count(figures.planned, day, plan)
        _count(figures.nearest, day, arranged(day, travel, nearest_first(day, travel, is_in_time=False)))
        in_time = arranged(day, travel, nearest_first(day, travel, is_in_time=True))
        _count(figures.nearest_in_time, day, in_time)
        done_in_time = {key for route in in_time.routes for key in route.jobs}
        same = WorkDay(tuple(job for job in day.jobs if job.key in done_in_time), day.crews)
        _count(figures.same_jobs, same, plan_day(same, by_road_factor(points_of(same)), seed=seed))
        if say is not None:
            done = sum(len(route.jobs) for route in plan.routes)
            say(f"day {seed:>2}: {done:>3} of {JOBS} jobs, {plan.metres / 1000:6.1f} km, {figures.seconds[-1]:.2f} s")
    return figures


def as_json(figures: RouteFigures) -> dict[str, object]:
    """Return the figures as one JSON object."""
    rows = {name: asdict(getattr(figures, name)) for name in _WAYS}
    for name, row in rows.items():
        row["kilometres_a_job"] = getattr(figures, name).kilometres_a_job
    times = sorted(figures.seconds)
    return {
        "days": figures.days,
        "jobs": figures.jobs,
        "crews": figures.crews,
        **rows,
        "seconds_median": times[len(times) // 2],
        "seconds_most": times[-1],
        "is_good": figures.is_good,
    }


def show(figures: RouteFigures) -> None:
    """Print the figures as a table."""
    print(f"{figures.days} days, {figures.jobs} jobs, {figures.crews} crews")
    print(f"{'':<34}{'jobs done':>10}{'km':>9}{'km a job':>10}{'late':>6}{'minutes late':>14}{'urgent left':>13}")
    labels = {
        "planned": "planned",
        "nearest": "nearest first",
        "nearest_in_time": "nearest first, in time alone",
        "same_jobs": "planned, the jobs of the line above",
    }
    for name, label in labels.items():
        row: RouteTally = getattr(figures, name)
        print(
            f"{label:<34}{row.done:>10}{row.kilometres:>9.0f}{row.kilometres_a_job:>10.2f}{row.late_jobs:>6}"
            f"{row.late_minutes:>14.0f}{row.urgent_left:>13}"
        )
    times = sorted(figures.seconds)
    print(f"seconds a plan: median {times[len(times) // 2]:.2f}, most {times[-1]:.2f} (limit {LIMIT:g})")


def _areas() -> list[BaseGeometry]:
    rows, _ = read_city(SHIPPED / "shiraz")
    return [row.shape for row in rows.neighbourhoods or () if row.shape is not None]


def made_day(areas: list[BaseGeometry], chance: Random) -> WorkDay:
    """Return a day of jobs in some of the areas more than in others, and crews at three yards of the city."""
    weights = [chance.uniform(0.3, 1.7) for _ in areas]
    kinds = [kind[3] for kind in _KINDS]
    jobs = []
    for number in range(JOBS):
        skill, least, most, _share = chance.choices(_KINDS, kinds)[0]
        opens, closes = chance.choice(_WINDOWS) if chance.random() < _WITH_WINDOW else (7.0, 16.0)
        jobs.append(
            DayJob(
                f"j{number}",
                _point(chance.choices(areas, weights)[0], chance),
                chance.randint(least, most) * 60,
                round(opens * HOUR),
                round(closes * HOUR),
                skills=frozenset({skill} if skill else ()),
                weight=5 if chance.random() < _URGENT else 1,
            )
        )
    yards = [_point(chance.choice(areas), chance) for _ in range(3)]
    crews = tuple(
        DayCrew(
            f"c{number}",
            yards[number % 3],
            yards[number % 3],
            round(7.5 * HOUR),
            15 * HOUR,
            skills=frozenset(_SKILLS[number]),
            pause=BreakTime(round(11.5 * HOUR), 13 * HOUR, HOUR // 2),
        )
        for number in range(CREWS)
    )
    return WorkDay(tuple(jobs), crews)


def _point(area: BaseGeometry, chance: Random) -> Point:
    west, south, east, north = area.bounds
    while True:
        lon, lat = chance.uniform(west, east), chance.uniform(south, north)
        if shapely.contains_xy(area, lon, lat):
            return round(lat, 6), round(lon, 6)


def nearest_first(day: WorkDay, travel: Travel, *, is_in_time: bool) -> list[list[str]]:
    """Return the jobs of each crew if whoever is free goes to the nearest job of its skills that fits into its shift.

    With `is_in_time` it goes only where it comes before the window closes.
    """
    left = set(range(len(day.jobs)))
    first_base = len(day.jobs)
    places = [first_base + crew for crew in range(len(day.crews))]
    now = [crew.opens for crew in day.crews]
    rested = [crew.pause is None for crew in day.crews]
    orders: list[list[str]] = [[] for _ in day.crews]
    active = set(range(len(day.crews)))
    while active:
        number = min(active, key=lambda one: (now[one], one))
        crew = day.crews[number]
        if not rested[number] and crew.pause is not None and now[number] >= crew.pause.opens:
            now[number], rested[number] = now[number] + crew.pause.length, True
            continue
        owed = crew.pause.length if crew.pause is not None and not rested[number] else 0
        ways = []
        for at in left:
            job = day.jobs[at]
            arrives = now[number] + int(travel.seconds[places[number], at])
            ends = max(arrives, job.opens) + job.seconds
            home = ends + owed + int(travel.seconds[at, first_base + len(day.crews) + number])
            if may_do(crew, job) and home <= crew.closes and not (is_in_time and arrives > job.closes):
                ways.append((int(travel.metres[places[number], at]), at, ends))
        if not ways:
            active.discard(number)
            continue
        _, at, now[number] = min(ways)
        places[number] = at
        left.discard(at)
        orders[number].append(day.jobs[at].key)
    return orders


def _orders(day: WorkDay, plan: DayPlan) -> list[list[str]]:
    routes = {route.crew: route.jobs for route in plan.routes}
    return [routes.get(crew.key, []) for crew in day.crews]


def _count(tally: RouteTally, day: WorkDay, plan: DayPlan) -> None:
    jobs = {job.key: job for job in day.jobs}
    tally.kilometres += plan.metres / 1000
    for route in plan.routes:
        for halt in route.halts:
            if halt.kind == "job":
                late = max(0, halt.begins - jobs[halt.key].closes)
                tally.done += 1
                tally.late_jobs += late > 0
                tally.late_minutes += late / 60
    tally.urgent_left += sum(jobs[one.job].weight > 1 for one in plan.left_out)
