"""Kills the worker, the clock and once the database of the simulated year, at moments drawn from the seed."""

import os
import signal
from pathlib import Path
from random import Random

from django.db import connection

from lab.bench.process_tree import below
from lab.bench.year_clock import Helper
from peygir.core import clock
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import cluster_of
from peygir.ops.database import keep_up

WORKER_DIES_WITHIN, CLOCK_DIES_WITHIN = 0.008, 0.004  # seconds after the request for work


class Killer:
    """`killed` lists the processes, and whether they were working; each is restarted at once."""

    def __init__(
        self, home: Path, rng: Random, *, kills: int, requests: int, worker: Helper, clock_helper: Helper
    ) -> None:
        self.home, self.kills = home, kills
        self.worker, self.clock = worker, clock_helper
        self.killed: list[str] = []
        self._rng = rng
        self._deaths = sorted(rng.sample(range(requests), min(kills, requests)))

    def whom_after(self, acknowledged: int) -> str:
        """Return which to kill in this step ("clock", "worker", "both", "database" or ""); the database once a year."""
        if not self._deaths or acknowledged < self._deaths[0]:
            return ""
        self._deaths.pop(0)
        if len(self._deaths) == self.kills // 2 and self.kills > 2 and not os.environ.get("DATABASE_URL"):
            return "database"
        return self._rng.choice(("worker", "clock", "both"))

    def kill_worker(self) -> None:
        """Kill it in the first milliseconds of its step."""
        self._kill("worker", self.worker, WORKER_DIES_WITHIN)

    def kill_clock(self) -> None:
        """Kill it in the first milliseconds of its step."""
        self._kill("clock", self.clock, CLOCK_DIES_WITHIN)

    def _kill(self, name: str, helper: Helper, within: float) -> None:
        clock.pause(self._rng.uniform(0, within))
        was_at_work = helper.kill()
        self.killed.append(f"{name}{' at work' if was_at_work else ''}")
        helper.start()

    def kill_database(self) -> None:
        """kill -9 the whole server while the worker is working; all processes restart."""
        clock.pause(self._rng.uniform(0, WORKER_DIES_WITHIN))
        postmaster = postgres.alive_pid(cluster_of(self.home, database_account()))
        for pid in [postmaster, *below(postmaster)] if postmaster else []:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.killed.append("database")
        connection.close()
        keep_up(self.home)
        for helper in (self.worker, self.clock):
            helper.kill()
            helper.start()
