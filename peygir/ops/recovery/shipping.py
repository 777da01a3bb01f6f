"""Takes the archive's segments, base backups and the city's files to the vault, again and again, until stopped."""

import errno
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.ops.backups.keys import private_keys
from peygir.ops.logs import logger
from peygir.ops.recovery import bases, mirror, names, owning, packing, pruning, timelines
from peygir.ops.recovery.due import FULL_EVERY, is_base_due, is_clock_trusted
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.vault import Vault, kind_of
from peygir.storage.recovery_vitals import ShippingFault

EVERY: Final = 5.0
LOG, FILES, BASE = "log", "files", "base"
INTERVALS: Final = {LOG: (EVERY, 300.0), FILES: (60.0, 300.0), BASE: (60.0, 1800.0)}
"""Of each duty the seconds between two rounds, and the most of them after failures."""
AFTER_FAILURE: Final = 600.0
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - what is put there is encrypted
OTHER_SCRATCH: Final = tuple(folder for folder in (Path(tempfile.gettempdir()), MEMORY) if folder.is_dir())
OF_A_CRASH: Final = "archtemp"
"""The beginning of the names of files that the archive library left when it was killed."""

log = logger(__name__)


@dataclass
class Shipping:
    """One process's work: what it ships, from where, and for whom."""

    place: RecoveryPlace
    vault: Vault
    keys: Sequence[str]
    zone: str
    keep: timedelta
    files: mirror.Mirror = field(init=False)
    _histories: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.files = mirror.Mirror(self.place, self.vault, self.keys)

    def run(self, stopped: threading.Event, *, beside: Callable[[datetime], None]) -> None:
        """Ship until stopped, each duty in a thread of its own: neither a base backup of hours nor a file that cannot
        be read keeps the log here.

        `beside` is called with the moment before each round of the log, and may begin work in a thread of its own.
        """
        if not self.place.note().began_at:
            self.place.write_note(began_at=clock.now().isoformat())
        threads = [threading.Thread(target=self._again, args=[duty, stopped], daemon=True) for duty in (FILES, BASE)]
        for thread in threads:
            thread.start()
        self._again(LOG, stopped, beside)

    def _again(
        self, duty: str, stopped: threading.Event, beside: Callable[[datetime], None] = lambda now: None
    ) -> None:
        every, longest = INTERVALS[duty]
        pause = EVERY
        while not stopped.wait(pause):
            beside(clock.now())
            pause = every if self.attempt(duty, clock.now()) else min(max(pause, every) * 2, longest)

    def attempt(self, duty: str, now: datetime) -> bool:
        """Do a duty once; a failure is logged, noted for the health page until the same duty succeeds, and tried again.

        Whether it succeeded.
        """
        deeds = {LOG: self._ship_log_now, FILES: self._ship_files_now, BASE: self.base_if_due}
        try:
            deeds[duty](now)
        except Exception as failure:  # whatever it is: this thread must go on
            log.warning("shipping_failed", duty=duty, words=str(failure)[:300], exc_info=not _is_expected(failure))
            count = len(waiting(self.place.archive))
            kind = kind_of(failure).value
            self.place.write_note(fault=str(failure)[:300] or kind, fault_kind=kind, fault_of=duty, waiting=count)
            return False
        note = self.place.note()
        if note.fault and note.fault_of in (duty, ""):
            self.place.write_note(fault="", fault_kind="", fault_of="")
        return True

    def _ship_log_now(self, now: datetime) -> None:
        if self.segments():
            self.place.write_note(shipped_at=now.isoformat(), waiting=0)

    def _ship_files_now(self, now: datetime) -> None:
        self.files.ship()

    def base_if_due(self, now: datetime) -> bases.BaseBackup | None:
        """Take the base backup that is due, unless another process of this machine has just taken it."""
        if not self._is_base_due(self.known(), now):
            return None
        with self.place.alone("base"):
            known = self.known()
            return self._base(known, now) if self._is_base_due(known, now) else None

    def _is_base_due(self, known: Sequence[bases.BaseBackup], now: datetime) -> bool:
        return self.place.note().has_gap or is_base_due(known, now, self.zone, timeline=self._timeline())

    def known(self) -> list[bases.BaseBackup]:
        """Return the base backups that the vault has, oldest first."""
        return bases.bases_in(self.vault)

    def lineage(self) -> timelines.Lineage:
        """Return the timeline of the running server, with those before it."""
        return timelines.lineage_of(self.vault, private_keys(self.place.drill_key), int(self._timeline(), 16))

    def segments(self) -> int:
        """Ship the segments that wait, oldest first; returns how many. Of several processes one ships at a time.

        The histories of timelines are shipped too, once: a recovered server writes its own while nothing is archived,
        and without it no recovery would find the way from the timeline before.
        """
        count = 0
        with self.place.alone():
            for path in waiting(self.place.archive):
                if names.is_log_file(path.name):
                    self._ship_log(path)
                path.unlink()
                count += 1
            for path in sorted((self.place.cluster.data / "pg_wal").glob("*.history")):
                if path.name not in self._histories:
                    self._ship_log(path)
                    self._histories.add(path.name)
        return count

    def _ship_log(self, path: Path) -> None:
        """Ship a file of the log; while this disk is full, by way of another one, since only shipping makes room.

        Raises LogOfAnotherMachine.
        """
        if owning.is_shipped(self.vault, path, private_keys(self.place.drill_key)):
            return
        if names.is_segment(path.name) and not owning.has(self.vault, names.segment_before(path.name)):
            self.place.write_note(has_gap=True)  # no recovery goes across it: a base backup is due
        for folder in (self.place.folder, *OTHER_SCRATCH):
            packet = folder / f"peygir-{os.getpid()}-{path.name}.making"
            try:
                packing.pack(path, packet, self.keys)
            except OSError as failure:
                if failure.errno != errno.ENOSPC or folder == OTHER_SCRATCH[-1]:
                    raise
                continue
            try:
                if not names.is_segment(path.name):
                    timelines.note_beginning(self.vault, path, packet)
                self.vault.put(names.log_object(path.name), packet)
            finally:
                packet.unlink()
            return

    def base(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup:
        """Take a base backup, incremental where that is possible, store it, and delete what is too old."""
        with self.place.alone("base"):
            return self._base(known, now)

    def _base(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup:
        for left in self.place.folder.glob("*.making"):
            if names.is_label(left.stem):
                left.unlink()  # of a process that was killed: it has the size of the database
        try:
            base = self._taken_and_stored(known, now)
        except (OSError, Refusal) as failure:
            if kind_of(failure) is ShippingFault.FULL:
                self._prune(known, now)  # what may go makes room for the next attempt
            raise
        self.place.write_note(based_at=base.ended_at, has_gap=False)
        self._prune(known, now, base)
        return base

    def _taken_and_stored(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup:
        previous = self._previous(known, now)
        try:
            base, content = bases.take(self.place, keys=self.keys, previous=previous)
        except bases.BaseFailed as failure:
            if previous is None:
                raise
            log.warning("incremental_base_backup_failed", words=str(failure)[:300])  # summaries of the log are missing
            base, content = bases.take(self.place, keys=self.keys)
        until = clock.monotonic() + AFTER_FAILURE
        while missing := owning.missing(self.vault, bases.needed_segments(base)):
            if not self.segments():
                clock.pause(0.2)
            if clock.monotonic() > until:
                raise bases.BaseFailed(words=f"{missing[0]} of the log does not come into the second place")
        bases.store(self.vault, base, content, self.place)
        log.info("base_backup_stored", label=base.label, plain=base.plain_bytes, stored=base.stored_bytes)
        return base

    def _prune(self, known: Sequence[bases.BaseBackup], now: datetime, *more: bases.BaseBackup) -> None:
        """Delete what is too old, if by the backups of before this machine's clock can be trusted."""
        if not is_clock_trusted(known, now):
            log.warning("nothing_deleted", reason="the gap since the last base backup is long, or the clock went back")
            return
        home, manifests, before = self.place.home, self.place.manifests, now - self.keep
        pruning.prune(self.vault, [*known, *more], home=home, manifests=manifests, before=before, now=now)

    def _previous(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup | None:
        """The backup on which an incremental one may build, if a full one is not due."""
        full = next((base for base in reversed(known) if base.is_full), None)
        if full is None or now - full.ended >= FULL_EVERY or full.first_segment[:8] != self._timeline():
            return None
        last = known[-1]
        if last.first_segment[:8] != full.first_segment[:8]:
            return None
        return last if self.place.manifest(last.label).exists() else None

    def _timeline(self) -> str:
        from peygir.ops import postgres

        with postgres.connect(self.place.cluster) as connection:
            row = connection.execute("SELECT timeline_id FROM pg_control_checkpoint()").fetchone()
        assert row is not None
        assert isinstance(row[0], int)
        return f"{row[0]:08X}"


def _is_expected(failure: Exception) -> bool:
    return isinstance(failure, (OSError, Refusal, psycopg.Error))


def waiting(archive: Path) -> list[Path]:
    """Return the archive's files in the order in which they were closed; what a crash left there is deleted."""
    files = []
    for path in sorted(archive.iterdir()):
        if path.name.startswith(OF_A_CRASH):
            if clock.now().timestamp() - path.stat().st_mtime > AFTER_FAILURE:
                path.unlink(missing_ok=True)
        else:
            files.append(path)
    return files
