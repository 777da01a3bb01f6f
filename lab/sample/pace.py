"""The time and the person of a sample case's next step: within the promised time or late, in office hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from zlib import crc32

from lab.bench.million.lives import SampleLife
from lab.bench.million.owners import AssignedOwner
from lab.sample.crew import Crew
from peygir.city import queries as city
from peygir.core.office import OfficeWeek
from peygir.desks.promises.calendar import add_working_time, working_time_between

SHORTEST_STEP: Final = timedelta(seconds=40)


@dataclass(slots=True)
class Pace:
    """The pace of one case, from its owner's hours, its promises and random numbers."""

    life: SampleLife
    owner: AssignedOwner
    crew: Crew
    rng: Random

    def at(self, at: datetime) -> datetime:
        """Return the moment itself, or the first later one at which a next step may be."""
        return max(at, self.life.at + SHORTEST_STEP)

    def share(self, kind: str, *, late: float) -> datetime:
        """Return a moment within a promise's time, or after it with the probability `late`."""
        opened: datetime = self.life.columns["opened_at"]
        due = next((one.due.due_at for one in self.life.promises if one.due.kind == kind), None)
        if due is None:
            return self.hours(1, 30)
        pace = (2.0, 1.3) if kind == "ack" else (4.0, 1.3)
        share = self.rng.uniform(1.05, 2.6) if self.rng.random() < late else self.rng.betavariate(*pace)
        if self.owner.clock == "C":
            return opened + timedelta(seconds=(due - opened).total_seconds() * share)
        week = self.week()
        return add_working_time(opened, working_time_between(opened, due, week) * share, week)

    def hours(self, least: float, most: float) -> datetime:
        """Return a moment some office hours after the last event."""
        return add_working_time(self.life.at, timedelta(hours=self.rng.uniform(least, most)), self.week())

    def soon(self) -> datetime:
        """Return the earliest end of work: in office hours, or at once where every hour counts."""
        if self.owner.clock == "C":
            return self.life.at + timedelta(minutes=self.rng.uniform(12, 50))
        return self.hours(0.4, 2)

    def week(self) -> OfficeWeek:
        """Return the unit's office hours now."""
        return city.office_week(self.life.columns["city_id"], self.unit(), self.life.at.date())

    def unit(self) -> int:
        """Return the id of the unit that has the case."""
        return int(self.life.columns["unit_id"])

    def clerk(self) -> str:
        """Return the actor who works on it there."""
        if self.life.columns["is_confidential"]:
            return f"staff:{self.crew.inspectorate}"
        return self.crew.clerk_of(self.unit())

    def badness(self, best_and_worst: tuple[float, float]) -> float:
        """Return a unit's failure rate between the two values, constant for each unit."""
        best, worst = best_and_worst
        return best + (worst - best) * (crc32(f"unit {self.unit()}".encode()) % 1000) / 1000
