"""A day's work of crews as a routing problem: jobs with windows and skills, shifts with breaks, dumps to empty at.

What PyVRP does not know is modelled on top (docs/adr/0051): a skill is a way that is not there for the others, a break
shortens the shift for the solver and is then put where it does the least harm, and a crew that collects loads comes
home by way of a dump.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from peygir.core.routes.problem import NO_LIMIT, BreakTime, Depot, Matrix, Problem, Stop, Vehicle
from peygir.core.routes.travel import Point, Travel

DAY: Final = 24 * 3600
PRIZE: Final = 200_000
"""Metres that a job of weight 1 is worth: more than any detour in a city, so that a job is left out for time alone."""
MOST_WEIGHT: Final = 100
_LOCKED: Final = 1_000


@dataclass(frozen=True, slots=True)
class DayJob:
    """One job. Times are seconds of the day, `seconds` is how long the work takes.

    `skills` must all be among those of the crew. `weight` (1 to MOST_WEIGHT) says which jobs are left out last.
    `crew` is the key of the crew that it is locked to; crews in `barred` may not have it.
    """

    key: str
    point: Point
    seconds: int
    opens: int = 0
    closes: int = DAY
    load: int = 0
    skills: frozenset[str] = frozenset()
    weight: int = 1
    crew: str | None = None
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dump:
    """A place where collected loads are emptied; `seconds` is how long that takes."""

    key: str
    point: Point
    seconds: int = 0
    opens: int = 0
    closes: int = DAY


@dataclass(frozen=True, slots=True)
class DayCrew:
    """One crew's shift, in seconds of the day, from `start` (the base or where it is now) to `end`.

    `capacity` is the load that it can carry (None: loads are no matter), `skills` what it can do (None: everything).
    `most_dumps` limits its visits to dumps on the way; the last one, on the way home, is not counted.
    """

    key: str
    start: Point
    end: Point
    opens: int
    closes: int
    capacity: int | None = None
    skills: frozenset[str] | None = frozenset()
    pause: BreakTime | None = None
    most_dumps: int | None = None


@dataclass(frozen=True, slots=True)
class WorkDay:
    """The jobs, crews and dumps of one day."""

    jobs: tuple[DayJob, ...]
    crews: tuple[DayCrew, ...]
    dumps: tuple[Dump, ...] = ()


def points_of(day: WorkDay) -> list[Point]:
    """Return the points between which the travel must be known: jobs, starts of crews, their ends, dumps."""
    return [
        *(job.point for job in day.jobs),
        *(crew.start for crew in day.crews),
        *(crew.end for crew in day.crews),
        *(dump.point for dump in day.dumps),
    ]


def may_do(crew: DayCrew, job: DayJob) -> bool:
    """Whether the crew may have the job: by skills, locks and bars."""
    is_able = crew.skills is None or job.skills <= crew.skills
    return is_able and job.crew in (None, crew.key) and crew.key not in job.barred


def problem_of(day: WorkDay, travel: Travel, *, with_pauses: bool) -> Problem:
    """Return the routing problem; the travel is between `points_of(day)`.

    With pauses for the schedule, without them and with shifts shorter by as much for the solver. Depots are, in this
    order, the starts of the crews, their ends, and the dumps.
    """
    jobs, crews = len(day.jobs), len(day.crews)
    metres, seconds = travel.metres.copy(), travel.seconds.copy()
    for number, crew in enumerate(day.crews):
        if empties(day, crew):
            _by_way_of_dump(day, metres, seconds, jobs + crews + number)
    dumps = tuple(
        Depot(number, jobs + 2 * crews + number, dump.seconds, dump.opens, dump.closes)
        for number, dump in enumerate(day.dumps)
    )
    homes = tuple(Depot(number, jobs + number) for number in range(2 * crews))
    return Problem(
        stops=tuple(_stop(number, job) for number, job in enumerate(day.jobs)),
        depots=(*homes, *dumps),
        vehicles=tuple(_vehicle(day, travel, number, with_pauses=with_pauses) for number in range(crews)),
        distances=metres,
        durations=seconds,
    )


def empties(day: WorkDay, crew: DayCrew) -> bool:
    """Whether the crew collects loads and so has to pass a dump before it is home."""
    return crew.capacity is not None and bool(day.dumps)


def last_dump(day: WorkDay, travel: Travel, crew: int, place: int) -> int:
    """Return the position of the dump by way of which the crew comes home the shortest from a place of the matrix."""
    first = len(day.jobs) + 2 * len(day.crews)
    home = len(day.jobs) + len(day.crews) + crew
    ways = [
        int(travel.metres[place, first + dump]) + int(travel.metres[first + dump, home])
        for dump in range(len(day.dumps))
    ]
    return ways.index(min(ways))


def _by_way_of_dump(day: WorkDay, metres: Matrix, seconds: Matrix, home: int) -> None:
    """Make the way home lead over the dump with the shortest way, in place; it takes the dump's time too."""
    first = len(day.jobs) + 2 * len(day.crews)
    dumps = range(first, first + len(day.dumps))
    over = np.array([metres[:, dump] + metres[dump, home] for dump in dumps])
    times = np.array([seconds[:, dump] + day.dumps[dump - first].seconds + seconds[dump, home] for dump in dumps])
    shortest = over.argmin(axis=0)
    every = np.arange(len(metres))
    arrives, takes = over[shortest, every], times[shortest, every]
    for dump in dumps:  # who is at a dump has emptied there, and drives home
        arrives[dump], takes[dump] = metres[dump, home], seconds[dump, home]
    arrives[home], takes[home] = 0, 0
    metres[:, home], seconds[:, home] = arrives, takes


def _stop(number: int, job: DayJob) -> Stop:
    weight = min(MOST_WEIGHT, max(1, job.weight)) * (_LOCKED if job.crew is not None else 1)
    return Stop(
        number=number,
        place=number,
        pickup=(job.load,),
        service=job.seconds,
        opens=job.opens,
        closes=job.closes,
        prize=PRIZE * weight,
    )


def _vehicle(day: WorkDay, travel: Travel, number: int, *, with_pauses: bool) -> Vehicle:
    crew, crews = day.crews[number], len(day.crews)
    pause = crew.pause.length if crew.pause is not None and not with_pauses else 0
    closes = crew.closes
    if empties(day, crew):
        first, home = len(day.jobs) + 2 * crews, len(day.jobs) + crews + number
        for position, dump in enumerate(day.dumps):
            way = int(travel.seconds[first + position, home])
            closes = min(closes, dump.closes + dump.seconds + way)
    closes = max(closes, crew.opens)
    return Vehicle(
        number=number,
        start=number,
        end=crews + number,
        capacity=(crew.capacity if crew.capacity is not None else NO_LIMIT,),
        opens=crew.opens,
        closes=closes,
        reload_at=tuple(range(2 * crews, 2 * crews + len(day.dumps))) if empties(day, crew) else (),
        most_reloads=crew.most_dumps,
        may_serve=frozenset(at for at, job in enumerate(day.jobs) if may_do(crew, job)),
        most_duration=max(0, crew.closes - crew.opens - pause),
        pause=crew.pause if with_pauses else None,
    )


def skills_of(texts: Sequence[str]) -> frozenset[str]:
    """Return skills as they are compared: without case and outer spaces, empty ones left out."""
    return frozenset(text.strip().casefold() for text in texts if text.strip())
