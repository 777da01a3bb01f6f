"""A simulated year of Shiraz on a fast clock: reports, staff and citizens at their own times, with kills in between.

Time moves in steps of a few minutes; steps in which nothing happens are skipped. In each step the clock first processes
what fell due; then the driver sends the reports of these minutes, each with its own moment, and lets people act, while
the worker runs the resulting jobs; time moves on when nothing is left. So the outcome of a case depends on the seed
alone, neither on the machine's speed nor on the kills: `digest` is always the same.
"""

import heapq
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from django.conf import settings

from lab.bench import year_checks
from lab.bench.report import tell
from lab.bench.year_audit import audit
from lab.bench.year_clock import TIME, Helper, SharedTime, few_collections
from lab.bench.year_kills import Killer
from lab.bench.year_people import Course, People
from lab.bench.year_reports import PlannedReport, YearOfReports
from peygir.cases.actions.file import NoSuchCase
from peygir.cases.actions.joining import CaseCannotTakeIn
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.intake.actions import ReportReceipt, receive_report
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at
from peygir.ops.bars import bar

DAYS: Final = 365
SLOT: Final = timedelta(minutes=5)
"""The longest step of time while anything happens; every escalation step is taken within one such step."""
TOGETHER: Final = 4
TOO_LONG: Final = 120
"""Polls, half a second apart, of a queue in which a failed job waits for its retry."""


def main(requests: str, kills: str, days: str = str(DAYS), form: str = "") -> None:
    """Run the step; exits with 1 when a check fails."""
    home = Path(os.environ["PEYGIR_HOME"])
    found = Run(home, requests=int(requests), kills=int(kills), days=int(days)).live()
    tell(found, as_json=form == "--json")


class Run:
    """One year; `at` is the current step of time."""

    def __init__(self, home: Path, *, requests: int, kills: int, days: int) -> None:
        path = home / "year-time"
        os.environ[TIME] = str(path)
        self.time = SharedTime(path)
        self.year = YearOfReports(city.current_city(settings.CITY).id, count=requests, days=days)
        self.at = self.year.start
        self.people = People(self.year)
        self.worker = Helper("year-work", home / "year.log")
        self.clock = Helper("year-tick", home / "year.log")
        self.codes: dict[str, str] = {}
        self.broken: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self._courses: list[tuple[datetime, int, Course]] = []
        self._reports = self.year.reports()
        self._next: PlannedReport | None = next(self._reports, None)
        rng = Random(f"{self.year.seed} kills")  # noqa: S311 - moments of killing
        self.killer = Killer(home, rng, kills=kills, requests=requests, worker=self.worker, clock_helper=self.clock)
        self._looked_on = self.year.start
        self._is_due = True

    def live(self) -> dict[str, Any]:
        """Run the whole year with its checks."""
        began = clock.monotonic()
        with clock.simulated(self.time.now), bar("سال شبیه‌سازی · simulated year", self.year.count) as done:
            self.time.move(self.at)
            few_collections()
            for helper in (self.worker, self.clock):
                helper.start()
            try:
                for at in self._steps():
                    self._step(at)
                    done(len(self.codes))
                for _ in range(2):  # the last moves leave something for the clock
                    self._step(self.year.end)
            finally:
                for helper in (self.worker, self.clock):
                    helper.stop()
            lived = clock.monotonic() - began
            self._look(is_last=True)
            return self._figures(lived)

    # ── time ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _steps(self) -> Iterator[datetime]:
        """Yield the moments at which time stops: the next report or action, or the next thing that falls due."""
        while True:
            wanted = [self._courses[0][0]] if self._courses else []
            wanted += [self._next.at] if self._next is not None else []
            at = max(self._on_grid(min(wanted)) if wanted else self.year.end, self.at + SLOT)
            self._is_due = True  # something usually falls due in the next few minutes
            if at > self.at + SLOT:
                due = next_due_at()
                if due is not None:
                    at = max(min(at, self._on_grid(due, after=True)), self.at + SLOT)
                self._is_due = due is not None and due < at
            if at >= self.year.end:
                return
            yield at

    def _on_grid(self, moment: datetime, *, after: bool = False) -> datetime:
        """Return the first step at or after a moment (with `after`: after it, since only then is it late)."""
        slots = (moment - self.year.start) // SLOT
        at = self.year.start + slots * SLOT
        return at if at == moment and not after else at + SLOT

    def _step(self, at: datetime) -> None:
        """Run one step of time, until nothing is left to do."""
        self.at = at
        self.time.move(at)
        self.counts["steps"] += 1
        death = self.killer.whom_after(len(self.codes))
        if self._is_due or death or at == self.year.end:
            self.clock.ask()
        if death in ("clock", "both"):
            self.killer.kill_clock()
        self.clock.wait()
        is_new_day = at - self._looked_on >= timedelta(days=1)
        if is_new_day:
            self._note(year_checks.left_by_the_clock(at))
        self._act()
        self.worker.ask()
        if is_new_day:
            self._note(year_checks.without_owner_or_job())
        if death in ("worker", "both"):
            self.killer.kill_worker()
        if death == "database":
            self.killer.kill_database()
        self.worker.wait()
        if is_new_day:
            self._look()

    def _act(self) -> None:
        """Run the reports and actions of these minutes in order; the worker starts on the jobs meanwhile."""
        count = 0
        while True:
            first = self._courses[0][0] if self._courses else self.year.end
            if self._next is not None and self._next.at <= min(first, self.at):
                self._receive(self._next)
                self._next = next(self._reports, None)
            elif self._courses and first <= self.at:
                _, number, course = heapq.heappop(self._courses)
                self._go_on(course, number)
            else:
                return
            count += 1
            if count % TOGETHER == 1:
                self.worker.ask()

    def _go_on(self, course: Course, number: int) -> None:
        at = next(course, None)
        if at is not None and at < self.year.end:
            heapq.heappush(self._courses, (max(at, self.at + timedelta(microseconds=1)), number, course))

    def _receive(self, planned_report: PlannedReport) -> None:
        """Send a citizen's report; some of them join an earlier one."""
        by = self.people.teller(planned_report.report.channel, Random(planned_report.key))  # noqa: S311 - a sample
        before = (
            self.people.recent[-1 - planned_report.number % len(self.people.recent)] if self.people.recent else None
        )
        receipt: ReportReceipt | None = None
        if planned_report.joins and before is not None:
            try:
                receipt = receive_report(settings.CITY, replace(planned_report.report, join_code=before.code), by=by)
                self.counts["joined"] += 1
            except (CaseCannotTakeIn, NoSuchCase):  # ended meanwhile, or not shown to everybody
                self.counts["could not join"] += 1
        if receipt is None:
            receipt = receive_report(settings.CITY, planned_report.report, by=by)
            self._go_on(self.people.course(planned_report, receipt.code, receipt.case_id), planned_report.number)
        self.codes[planned_report.key] = receipt.code

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, *, is_last: bool = False) -> None:
        """Check, with an empty queue, that no case lacks an owner and no job has failed."""
        self._looked_on = self.at
        if not is_last:
            self._wait_for_what_failed()
        self.counts["looks"] += 1
        self._note(year_checks.at_rest())

    def _wait_for_what_failed(self) -> None:
        """Wait for failed jobs, which are retried after some seconds of real time."""
        for _ in range(TOO_LONG):
            waiting = year_checks.waiting()
            if not waiting:
                return
            self.counts["failed once"] += waiting
            clock.pause(0.5)
            self.worker.ask()
            self.worker.wait()

    def _note(self, found: dict[str, int]) -> None:
        for name, count in found.items():
            if count and not self.broken[name]:
                print(f"  {self.at:%Y-%m-%d %H:%M} {name}: {count}", file=sys.stderr, flush=True)
            self.broken[name] += count

    def _figures(self, lived: float) -> dict[str, Any]:
        self._note(year_checks.at_the_end(self.codes, self.year.end))
        seen = audit(self.year.city_id, end=self.year.end, slot=SLOT)
        self._note(seen.broken)
        verified = verify()
        self._note({"breaks in the histories": len(verified.breaks)})
        lost = {helper.step: helper.lost for helper in (self.worker, self.clock) if helper.lost}
        return {
            "acknowledged": len(self.codes),
            "seconds": round(lived, 1),
            "per_second": round(len(self.codes) / max(lived, 0.001), 1),
            **self.counts,
            **seen.counts,
            "events": verified.events,
            "killed": dict(Counter(self.killer.killed)),
            "died_by_themselves": lost,
            "rounds_that_failed": self.worker.stumbles,
            "did": dict(self.people.did.most_common()),
            "refused": dict(self.people.refused.most_common()),
            "digest": seen.digest,
            "checks": dict(self.broken),
            "examples": seen.examples,
            "is_clean": not any(self.broken.values()) and bool(self.codes),
        }
