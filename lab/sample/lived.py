"""A sample case that lives by the real actions, on a simulated clock, from its first report until today.

Each life is one transaction: nobody sees half of it, neither another process that makes lives nor a clock that runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.cases.lifecycle import BY_VERB
from peygir.cases.models import Case, Report
from peygir.desks.fieldwork.actions import look_at_evidence, prepare_evidence
from peygir.desks.intake.actions.photos import prepare_photos
from peygir.desks.promises.models import Promise
from peygir.journey.commands import apply_command
from peygir.journey.dispatch import work_pending
from peygir.journey.due import next_due_in_cases
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import drop_jobs
from peygir.storage.unit_of_work import UnitOfWork

_PHOTO_JOBS: Final = ("intake.prepare_photos", "fieldwork.prepare_evidence", "fieldwork.look_at_evidence")
SHORTEST_STEP: Final = timedelta(seconds=40)
CLOCK_LATENESS: Final = timedelta(seconds=2)
"""The delay of the clock after a moment fell due."""


class SimulatedTime:
    """The simulated present of one life after the other, none later than `end`."""

    def __init__(self, end: datetime) -> None:
        self.at = self.end = end

    def now(self) -> datetime:
        """Return the simulated moment."""
        return self.at

    def pass_until(self, at: datetime, unit: UnitOfWork) -> None:
        """Move on to a later moment; what falls due on the way is done at its own time, with all that it wakes."""
        while (due := next_due_in_cases()) is not None and due.at + CLOCK_LATENESS <= at:
            self.at = max(self.at, due.at + CLOCK_LATENESS)
            if not due.act(self.at):
                break
            work_pending(unit)
        self.at = max(self.at, at)


@dataclass(frozen=True, slots=True)
class CaseNow:
    """What the people of a sample see of a case."""

    state: str
    unit_id: int | None
    topic_id: int | None
    district_id: int | None
    urgency: str
    is_confidential: bool
    opened_at: datetime


class LivedCase:
    """A case from its report on; the first report's `code` leads to it."""

    def __init__(self, code: str, time: SimulatedTime, unit: UnitOfWork) -> None:
        self.code, self.time, self._unit = code, time, unit
        self.report_id, self.case_id, self.citizen_id = Report.objects.values_list("pk", "case_id", "citizen_id").get(
            code=code
        )
        self.now = self._look()

    @property
    def at(self) -> datetime:
        """Return the simulated present."""
        return self.time.at

    def due_at(self, kind: str) -> tuple[datetime, str] | None:
        """Return when a promise of this kind was given for, and its clock: C or B; None without one."""
        rows = Promise.objects.filter(case_id=self.case_id, kind=kind).order_by("-pk")
        return rows.values_list("given_due_at", "clock").first()

    def has_time(self, at: datetime) -> bool:
        """Whether a step at this moment still lies in the past; if not, the life ends as it is."""
        return self.soonest(at) < self.time.end

    def soonest(self, at: datetime) -> datetime:
        """Return the moment itself, or the first later one at which a next step may be."""
        return max(at, self.at + SHORTEST_STEP)

    def command(self, verb: str, at: datetime, *, by: Callable[[], Actor], **given: Any) -> bool:
        """Apply a command of the case's page at a moment; False if the year ends before, or the case is past it.

        `by` is asked who acts once the moment has come: another unit may have the case by then.
        """
        is_applied = False

        def apply() -> None:
            nonlocal is_applied
            if verb not in BY_VERB or self.now.state in BY_VERB[verb].sources:
                apply_command(self.code, verb, by=by(), version=None, **given)
                is_applied = True

        return self.step(at, apply) and is_applied

    def step(self, at: datetime, act: Callable[[], object]) -> bool:
        """Do something at a moment, with all that it wakes; False if the year ends before."""
        if not self.has_time(at):
            return False
        self.time.pass_until(self.soonest(at), self._unit)
        self.now = self._look()
        act()
        work_pending(self._unit)
        self.now = self._look()
        return True

    def prepare_photos(self) -> None:
        """Decode the photos that wait now and look at them, as a worker would in the next moments."""
        for prepare in (prepare_photos, prepare_evidence, look_at_evidence):
            prepare(self.case_id, 0)
        drop_jobs(self.case_id, _PHOTO_JOBS)
        work_pending(self._unit)

    def end(self) -> None:
        """Let the time pass until the end of the year."""
        self.time.pass_until(self.time.end, self._unit)

    def _look(self) -> CaseNow:
        return CaseNow(*Case.objects.values_list(*CaseNow.__slots__).get(pk=self.case_id))
