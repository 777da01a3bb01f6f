"""Plays records through the real actions in order of their times, on a clock that waits for all work.

A record has two moments: it is opened (received, promised, referred, taken in hand), and it may be closed (done, then
closed by the silence rule). Each moment is one transaction together with the jobs of its events. So an interrupted run
has played complete moments only, the next run finds them by the records' own ids and continues, and no worker ever sees
a job of the replay.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection

from lab.replay.boston import CITY, BostonArchive, BostonRecord
from peygir.cases import actions as cases
from peygir.cases.new_report import NewReport
from peygir.cases.queries import imported
from peygir.cases.states import CaseState
from peygir.city import actions as city_actions
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers.actions import close_silent
from peygir.desks.fieldwork.actions import finish_by_record
from peygir.desks.intake.actions import receive_report
from peygir.desks.promises.actions import promise_by_record
from peygir.desks.routing.actions import refer_by_record
from peygir.journey.clock import next_due_at, tick
from peygir.journey.moments import Drain, many_moments, old_moment
from peygir.ops.ticking import LOCK
from peygir.people.rules import IMPORT
from peygir.storage.quick_commits import quick_commits

KEY: Final = f"{CITY}:"
# The resolution of the database's time: what fell due at a moment is late one microsecond after it.
STEP: Final = timedelta(microseconds=1)
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
FAR_AWAY: Final = datetime.max.replace(tzinfo=UTC)


class ClockIsRunning(Conflict):
    """A clock is running on this database and would see the promises of years ago as long overdue."""

    message = _("Peygir's clock is running on this database (demo, serve, clock or another replay): stop it first.")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The opening or closing of a record; ties are ordered by the record's id, then by the step."""

    at: datetime
    record_id: int
    is_closing: bool


def moments_of(records: Sequence[BostonRecord]) -> list[Moment]:
    """Return all moments of all records, in order."""
    opened = [Moment(record.opened_at, record.id, False) for record in records]
    closed = [Moment(record.closed_at, record.id, True) for record in records if record.closed_at is not None]
    return sorted(opened + closed)


def ensure_city(archive: BostonArchive) -> int:
    """Load the city derived from the records, unless this very file made it; returns its id."""
    rows = archive.rows
    if city.is_known(CITY):
        city_id = city.current_city(CITY).id
        if city.loads(city_id)[0].digests == dict(rows.digests):
            return city_id
    return city_actions.load_city_rows(rows, by=str(IMPORT), on=archive.first_day).city_id


@contextmanager
def alone() -> Iterator[None]:
    """Hold the clock's lock for the duration of the replay. Raises ClockIsRunning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        row = cursor.fetchone()
        if not row or not row[0]:
            raise ClockIsRunning()
        try:
            # A replay that loses its last moments in a crash of the server plays them again.
            with quick_commits():
                yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)


class Replay:
    """One run over an archive; `at` is the simulated time."""

    def __init__(self, records: Sequence[BostonRecord], city_id: int) -> None:
        self.records = {record.id: record for record in records}
        self.moments = moments_of(records)
        self.at = self.moments[0].at
        self._case_of: dict[int, int] = {}
        self._is_open: set[int] = set()
        for imported_case in imported(city_id, prefix=KEY):
            record_id = int(imported_case.key.removeprefix(KEY))
            self._case_of[record_id] = imported_case.case_id
            if imported_case.state == CaseState.IN_HAND:
                self._is_open.add(record_id)
        self._quiet_until = LONG_AGO  # nothing falls due before

    def waiting(self) -> list[Moment]:
        """Return the moments that are not yet played."""
        return [
            moment
            for moment in self.moments
            if (
                moment.record_id not in self._case_of or moment.record_id in self._is_open
                if moment.is_closing
                else moment.record_id not in self._case_of
            )
        ]

    def play(self, *, until: datetime = FAR_AWAY) -> Iterator[Moment]:
        """Play the remaining moments up to `until`; yields each after it is written."""
        waiting = [moment for moment in self.waiting() if moment.at <= until]
        with many_moments(), clock.simulated(lambda: self.at):
            for moment in waiting:
                self._run_up_to(moment.at)
                with old_moment() as drain:
                    (self._close if moment.is_closing else self._open)(self.records[moment.record_id], drain)
                yield moment
            # The clock ends at the last closing, or `until`, with everything processed that is due by then.
            self._run_up_to(min(until, self.moments[-1].at))

    def _run_up_to(self, at: datetime) -> None:
        """Advance the clock to `at`; what falls due on the way is processed at its own time, in order."""
        while (due := self._next_due(before=at)) is not None:
            self.at = max(self.at, due + STEP)
            with old_moment():
                done = tick(self.at)
            self._quiet_until = LONG_AGO
            if not done:
                break
        self.at = at

    def _next_due(self, *, before: datetime) -> datetime | None:
        """Return the next moment before `before` at which something falls due; queries the database only when
        necessary.
        """
        if self._quiet_until < before:
            self._quiet_until = next_due_at() or FAR_AWAY
        return self._quiet_until if self._quiet_until < before else None

    def _open(self, record: BostonRecord, drain: Drain) -> None:
        receipt = receive_report(
            CITY,
            NewReport(
                channel="import",
                text=record.title,
                lat=record.lat,
                lon=record.lon,
                address=record.address,
                place_label=record.district,
                topic_code=record.topic,
                received_at=self.at,
                idempotency_key=f"{KEY}{record.id}",
                language="en",
            ),
            by=IMPORT,
        )
        case_id = receipt.case_id
        self._case_of[record.id] = case_id
        # The topic is read, and the ownership rule's choice recorded, before the record's own referral is written.
        drain()
        if record.target_at is not None:
            promise_by_record(case_id, due_at=record.target_at, at=self.at)
            self._quiet_until = min(self._quiet_until, record.target_at)
        unit = city.unit_by_code(city.current_city(CITY).id, record.department)
        assert unit is not None
        refer_by_record(case_id, unit_id=unit.id, at=self.at)
        with cases.open_file(case_id) as case:
            cases.accept(case, by=IMPORT, at=self.at)
        drain()
        self._is_open.add(record.id)

    def _close(self, record: BostonRecord, drain: Drain) -> None:
        finish_by_record(self._case_of[record.id], at=self.at)
        drain()  # the question is asked, and with zero days of silence it is over at once
        close_silent(self.at)
        drain()
        self._is_open.discard(record.id)
