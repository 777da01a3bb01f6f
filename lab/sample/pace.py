"""The time and the person of a sample case's next step: within the promised time or late, in office hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from lab.sample.crew import SampleStaff
from lab.sample.lived import LivedCase
from peygir.city import queries as city
from peygir.core.office import OfficeWeek
from peygir.desks.promises.calendar import add_working_time, working_time_between
from peygir.people.rules import Actor

WORKING_TIME = "B"


@dataclass(slots=True)
class Pace:
    """The pace of one case, from its owner's hours, its promises and random numbers."""

    city_id: int
    life: LivedCase
    crew: SampleStaff
    rng: Random

    def share(self, kind: str, *, late: float) -> datetime:
        """Return a moment within a promise's time, or after it with the probability `late`."""
        promise = self.life.due_at(kind)
        if promise is None:
            return self.hours(1, 30)
        opened, (due, clock) = self.life.now.opened_at, promise
        pace = (2.0, 1.3) if kind == "ack" else (4.0, 1.3)
        share = self.rng.uniform(1.05, 2.4) if self.rng.random() < late else self.rng.betavariate(*pace)
        if clock != WORKING_TIME:
            return opened + (due - opened) * share
        week = self.week()
        return add_working_time(opened, working_time_between(opened, due, week) * share, week)

    def hours(self, least: float, most: float) -> datetime:
        """Return a moment some office hours after the last step."""
        return add_working_time(self.life.at, timedelta(hours=self.rng.uniform(least, most)), self.week())

    def soon(self) -> datetime:
        """Return the earliest end of work: in office hours, or at once where every hour counts."""
        promise = self.life.due_at("finish")
        if promise is not None and promise[1] != WORKING_TIME:
            return self.life.at + timedelta(minutes=self.rng.uniform(12, 50))
        return self.hours(0.4, 2)

    def week(self) -> OfficeWeek:
        """Return the unit's office hours now."""
        return city.office_week(self.city_id, self.life.now.unit_id, self.life.at.date())

    def worker(self) -> Actor:
        """Return who works on it at the unit that has it."""
        return self.crew.worker_at(self.life.now.unit_id, is_confidential=self.life.now.is_confidential)

    def operator(self) -> Actor:
        """Return an operator of the centre."""
        return self.rng.choice(self.crew.operators)

    def badness(self, best_and_worst: tuple[float, float]) -> float:
        """Return a unit's failure rate between the two values, constant for each unit."""
        best, worst = best_and_worst
        return best + (worst - best) * (crc32(f"unit {self.life.now.unit_id}".encode()) % 1000) / 1000
