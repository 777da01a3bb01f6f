"""One process's share of a sample year: each contact, and each life that begins with it, is one transaction."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from lab.sample.course import Course
from lab.sample.crew import crew_of
from lab.sample.desk import OperatorDesk
from lab.sample.lived import LivedCase, SimulatedTime
from lab.sample.photos import scene_of
from lab.sample.plan import KEYS, PlannedContact, SampleYear
from peygir.cases.models import Report
from peygir.centre.contacts.models import Contact
from peygir.city import queries as city
from peygir.core import clock
from peygir.journey.dispatch import work_pending
from peygir.journey.moments import many_moments
from peygir.media import photos
from peygir.media.photo_decoding import decode
from peygir.storage.quick_commits import quick_commits
from peygir.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of which year: the contacts `share`, `share + shares`, … of the plan."""

    city_id: int
    contacts: int
    seed: int
    now: datetime
    share: int
    shares: int

    def command(self) -> list[str]:
        """Return the command line of the process that makes this share."""
        words = (self.city_id, self.contacts, self.seed, self.now.isoformat(), self.share, self.shares)
        return [sys.executable, "-P", "-m", "lab.sample.process", *map(str, words)]


class ShareOfLives:
    """Makes one share."""

    def __init__(self, share: Share) -> None:
        self.share = share
        self.time = SimulatedTime(share.now)
        self._crew = crew_of(share.city_id)
        self._year = SampleYear(
            share.city_id, count=share.contacts, seed=share.seed, now=share.now, share=share.share, shares=share.shares
        )
        chance = Random(f"{share.seed} desk {share.share}")  # noqa: S311 - a sample, not a secret
        self._desk = OperatorDesk(share.city_id, self._crew, share.now, chance)

    def contacts(self) -> Iterator[PlannedContact]:
        """Yield the planned contacts of this share."""
        return self._year.contacts()

    def make(self, done: Callable[[int], None]) -> None:
        """Make what is not there yet; calls `done` with the number of contacts so far."""
        known = _known_keys()
        drawn_here = photos.decoded_by(decode)
        with clock.simulated(self.time.now), drawn_here, quick_commits(), many_moments():
            for number, contact in enumerate(self.contacts(), start=1):
                if contact.key not in known:
                    self._take(contact)
                if number % 20 == 0:
                    done(number)

    def _take(self, contact: PlannedContact) -> None:
        """Take a contact; the case that it opens lives until today."""
        self.time.at = contact.at
        with unit_of_work() as unit:
            code = self._desk.take(contact)
            work_pending(unit)
            planned = contact.planned_report
            if not code or planned is None:
                return
            rng = Random(f"{self.share.seed} {contact.number}")  # noqa: S311 - a sample, not a secret

            def join(other: PlannedContact) -> None:
                self._desk.take(other, join_code=code)

            Course(
                self.share.city_id,
                LivedCase(code, self.time, unit),
                self._crew,
                rng,
                topic=planned.topic,
                words=self._year.words,
                join=join,
                joining=list(contact.joining),
                scene=scene_of(planned.topic, key=f"{self.share.seed} {contact.number}", rng=rng),
            ).run()


def make_year(
    city_id: int, *, contacts: int, seed: int, now: datetime, shares: int, done: Callable[[int], None]
) -> None:
    """Make the year by `shares` processes, of which this is one; raises RuntimeError when another one fails.

    Interrupted and called again with the same arguments, it continues.
    """
    first, *others = [Share(city_id, contacts, seed, now, number, shares) for number in range(shares)]
    processes = [subprocess.Popen(share.command(), stdin=subprocess.DEVNULL) for share in others]
    try:
        ShareOfLives(first).make(lambda number: done(number * shares))
        codes = [process.wait() for process in processes]
        if any(codes):
            raise RuntimeError("a process that makes the sample has failed")
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _known_keys() -> set[str]:
    """Return the keys of contacts that an interrupted start has made."""
    by_hand = Contact.objects.filter(told_key__startswith=KEYS).values_list("told_key", flat=True)
    by_pbx = Contact.objects.filter(pbx_key__startswith=KEYS).values_list("pbx_key", flat=True)
    reports = Report.objects.filter(idempotency_key__startswith=KEYS).values_list("idempotency_key", flat=True)
    return {key for rows in (by_hand, by_pbx, reports) for key in rows if key}


def main(city_id: str, contacts: str, seed: str, now: str, share: str, shares: str) -> None:
    """Make one share in this process, on the database of the process that started it."""
    year = Share(int(city_id), int(contacts), int(seed), datetime.fromisoformat(now), int(share), int(shares))
    assert city.city_by_id(year.city_id).is_sample
    ShareOfLives(year).make(lambda _: None)
