"""Fills a city with many cases for a measurement: years of finished ones, and currently open ones.

Several processes run at once, each with its own share of the tracking codes and phones, and print how many cases they
have stored so far.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final

from django.conf import settings

from lab.bench.million.bulk import CopyBuffer
from lab.bench.million.lives import SampleLife
from lab.bench.million.owners import Owners
from lab.bench.process import command
from lab.sample.places import Places
from lab.sample.words import SampleTexts
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.codes import RANDOM_LIMIT, make_code
from peygir.core.ids import new_id
from peygir.core.jalali import jalali_year

A_YEAR: Final = 106_000
"""Cases a year in a city of 200,000 calls a year; a million is nine and a half years of them."""
AT_LEAST: Final = timedelta(days=40)
OPEN: Final = 3_000
"""Open cases: their number depends on how many come in and how fast they are finished, not on the archive."""
SHARES: Final = 2
AT_ONCE: Final = 2_000
SPOTS: Final = 3_000
CALLS: Final = 4
"""Reports for each citizen."""
LATE: Final = 0.12


@dataclass
class Filler:
    """One of several processes that fill a city."""

    share: int
    shares: int
    cases: int
    buffer: CopyBuffer = field(default_factory=CopyBuffer)

    def __post_init__(self) -> None:
        self.rng = Random(self.share)  # noqa: S311 - made-up cases, not secrets
        self.city_facts = city.current_city(settings.CITY)
        self.now = clock.now()
        self.owners, texts = Owners(self.city_facts.id), SampleTexts()
        known = {topic.code: topic for topic in city.topics(self.city_facts.id)}
        self.topics = [(known[row.code], row.texts) for row in texts.topics if row.code in known]
        self.weights = list(accumulate(row.weight for row in texts.topics if row.code in known))
        places = Places(self.city_facts.id, self.rng, on=self.now.date())
        self.spots = [places.pick() for _ in range(SPOTS)]
        self.addresses = [texts.address(place=spot.name, rng=self.rng) for spot in self.spots]
        self.codes: set[str] = set()
        self.citizens: list[int] = []

    def fill(self) -> None:
        """Store this process's share, the oldest first; prints the number stored after each batch."""
        open_count = min(OPEN // self.shares, self.cases // 2)
        span = max(timedelta(days=365.25 * self.cases * self.shares / A_YEAR), AT_LEAST)
        for number in range(self.cases):
            left = self.cases - number
            at = self.now - span * (left / (self.cases + 1)) - timedelta(milliseconds=self.share)
            self._tell(at, is_open=left <= open_count)
            if len(self.buffer.cases.rows) >= AT_ONCE:
                self.buffer.flush()
                print(number + 1, flush=True)
        self.buffer.flush()
        print(self.cases, flush=True)

    def _tell(self, at: datetime, *, is_open: bool) -> None:
        rng = self.rng
        topic, texts = rng.choices(self.topics, cum_weights=self.weights)[0]
        where = rng.randrange(SPOTS)
        spot, address = self.spots[where], self.addresses[where]
        life = SampleLife(
            self.buffer,
            rng,
            new_id(at),
            {
                "city_id": self.city_facts.id,
                "lat": spot.lat,
                "lon": spot.lon,
                "address": address,
                "is_confidential": topic.is_confidential,
            },
            self.city_facts.silence_days,
        )
        owner = self.owners.of(topic, spot.place.district_code, at)
        life.clock, life.terms_id = owner.clock, owner.terms_id
        report: dict[str, Any] = {
            "id": new_id(at),
            "code": self._code(at),
            "citizen_id": self._citizen(at),
            "channel": "phone",
            "received_at": at,
            "text": rng.choice(texts).format(place=spot.name, days="۳"),
            "lat": spot.lat,
            "lon": spot.lon,
            "address": address,
            "topic_said_id": topic.id,
        }
        life.opened(report=report, by="anonymous")
        life.read(
            {
                "topic_id": topic.id,
                "district_id": spot.place.district_id,
                "urgency": owner.urgency,
                "neighbourhood_id": spot.place.neighbourhood_id,
                "is_confidential": topic.is_confidential,
            },
            topic=topic.code,
            topic_by="said",
            place_by="point",
            at=at + timedelta(milliseconds=300),
        )
        life.routed(
            owner.answer, topic=topic.code, district=spot.place.district_code, at=at + timedelta(milliseconds=500)
        )
        life.promised(owner.promises(at), at=at + timedelta(milliseconds=700))
        self._work_off(life, is_open=is_open)
        life.save(now=self.now)

    def _work_off(self, life: SampleLife, *, is_open: bool) -> None:
        """Accept, finish and close by silence as far as time allows; open cases are left on the way."""
        if life.state == "referred_out":
            if not is_open:
                life.closed("outside", by="system", at=min(life.at + timedelta(days=3), self.now))
            return
        due = life.columns.get("due_at") or life.at + timedelta(days=2)
        length = max(due - life.at, timedelta(hours=1)) * (1.4 if self.rng.random() < LATE else 0.7)
        accepted_at, finished_at = life.at + length * 0.2, life.at + length
        closes_at = finished_at + timedelta(days=self.city_facts.silence_days, seconds=9)
        if not is_open and closes_at > self.now:
            room = (self.now - life.at) / 4
            accepted_at, finished_at = life.at + room, life.at + room * 2
        if accepted_at >= self.now or (is_open and self.rng.random() < 0.3):
            return
        life.moved("accept", by="system", at=accepted_at, data={"assignee": None}, assignee_id=None, until=None)
        if is_open:
            return
        life.finished(form="انجام شد.", answer="کار انجام شد. سپاسگزاریم.", by="system", at=finished_at)
        if not life.silent(now=self.now):
            life.confirmed(channel="web", by="anonymous", at=finished_at + timedelta(seconds=40))

    def _code(self, at: datetime) -> str:
        year = jalali_year(at, self.city_facts.time_zone)
        while True:
            number = self.rng.randrange(RANDOM_LIMIT // self.shares) * self.shares + self.share
            code = make_code(year, number)
            if code not in self.codes:
                self.codes.add(code)
                return code

    def _citizen(self, at: datetime) -> int:
        if self.citizens and self.rng.random() > 1 / CALLS:
            return self.rng.choice(self.citizens)
        number = self.buffer.citizens.next_number()
        phone = 10**6 * (5 + self.share) + len(self.citizens)
        self.buffer.citizens.add(id=number, phone=f"+98997{phone:07d}", created_at=at)
        self.citizens.append(number)
        return number


def fill(cases: int, done: Callable[[int], None]) -> None:
    """Fill the city with `cases` by several processes; calls `done` with the number stored so far."""
    parts = [cases // SHARES + (1 if share < cases % SHARES else 0) for share in range(SHARES)]
    stored = [0] * SHARES
    processes = [
        subprocess.Popen(command("fill", share, SHARES, part), stdout=subprocess.PIPE, text=True)
        for share, part in enumerate(parts)
    ]
    try:
        for share, process in enumerate(processes):
            assert process.stdout is not None
            for line in process.stdout:
                stored[share] = int(line)
                # The shares run side by side; their output is read one after the other.
                done(min(cases, stored[share] * SHARES if share == 0 else max(stored[0] + stored[share], sum(stored))))
            if process.wait() != 0:
                raise RuntimeError("a process that fills the city has failed")
    finally:
        for process in processes:
            process.kill()
            process.wait()
    done(cases)


def fill_share(share: str, shares: str, cases: str) -> None:
    """Run the step of one process."""
    Filler(int(share), int(shares), int(cases)).fill()
