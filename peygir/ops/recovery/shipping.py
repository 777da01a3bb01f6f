"""Takes the archive's segments, base backups and the city's files to the vault, again and again, until stopped."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg

from peygir.core import clock
from peygir.core.jalali import local
from peygir.core.refusals import Refusal
from peygir.ops.logs import logger
from peygir.ops.recovery import bases, mirror, names, packing, pruning
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.vault import Vault

EVERY: Final = 5.0
FILES_EVERY: Final = 60.0
NIGHT: Final = 2
"""The hour, in the city's zone, from which a night's base backup is taken."""
FULL_EVERY: Final = timedelta(days=6, hours=12)
"""A full backup follows the last one after so long; the nights between have incremental ones."""
BASE_AGAIN: Final = timedelta(hours=20)
AFTER_FAILURE: Final = 600.0
OF_A_CRASH: Final = "archtemp"
"""The beginning of the names of files that the archive library left when it was killed."""

log = logger(__name__)


@dataclass
class Shipping:
    """One process's work: what it ships for, and when it last did what (monotonic seconds)."""

    place: RecoveryPlace
    vault: Vault
    keys: Sequence[str]
    zone: str
    keep: timedelta
    files: mirror.Mirror = field(init=False)
    _files_at: float = field(default=-FILES_EVERY, init=False)
    _base_at: float = field(default=-AFTER_FAILURE, init=False)

    def __post_init__(self) -> None:
        self.files = mirror.Mirror(self.place, self.vault, self.keys)

    def run(self, stopped: threading.Event, *, beside: Callable[[datetime], None]) -> None:
        """Ship until stopped; a failure is logged, noted for the health page, and tried again.

        `beside` is called with the moment before each round, and may begin work in a thread of its own.
        """
        if not self.place.note().began_at:
            self.place.write_note(began_at=clock.now().isoformat())
        pause = EVERY
        while not stopped.wait(pause):
            try:
                beside(clock.now())
                self.once(clock.now())
                pause = EVERY
            except (OSError, Refusal, psycopg.Error) as failure:
                log.warning("shipping_failed", words=str(failure)[:300])
                self.place.write_note(fault=str(failure)[:300], waiting=len(waiting(self.place.archive)))
                pause = min(pause * 2, 300.0)

    def once(self, now: datetime) -> None:
        """Ship what waits; take a base backup and mirror the files when they are due."""
        shipped = self.segments()
        if shipped:
            self.place.write_note(shipped_at=now.isoformat(), waiting=0, fault="")
        if clock.monotonic() - self._files_at >= FILES_EVERY:
            self.files.ship()
            self._files_at = clock.monotonic()
        if clock.monotonic() - self._base_at >= AFTER_FAILURE:
            known = self.known()
            if is_base_due(known, now, self.zone):
                self._base_at = clock.monotonic()  # after a failure it is not tried again at once
                self.base(known, now)
                self._base_at = -AFTER_FAILURE

    def known(self) -> list[bases.BaseBackup]:
        """Return the base backups that the vault has, oldest first."""
        return bases.bases_in(self.vault, self.place.folder)

    def segments(self) -> int:
        """Ship the segments that wait, oldest first; returns how many. Of several processes one ships at a time."""
        count = 0
        with self.place.alone():
            for path in waiting(self.place.archive):
                if names.is_log_file(path.name):
                    packet = self.place.folder / f"{path.name}.making"
                    packing.pack(path, packet, self.keys)
                    self.vault.put(names.log_object(path.name), packet)
                    packet.unlink()
                path.unlink()
                count += 1
        return count

    def base(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup:
        """Take a base backup, incremental where that is possible, store it, and delete what is too old."""
        base, content = bases.take(self.place, keys=self.keys, previous=self._previous(known, now))
        until = clock.monotonic() + AFTER_FAILURE
        while missing := [name for name in bases.needed_segments(base) if (self.place.archive / name).exists()]:
            self.segments()
            if clock.monotonic() > until:
                raise bases.BaseFailed(words=f"the archive does not get rid of {missing[0]}")
        bases.store(self.vault, base, content, self.place)
        log.info("base_backup_stored", label=base.label, plain=base.plain_bytes, stored=base.stored_bytes)
        self.place.write_note(based_at=base.ended_at, fault="")
        pruning.prune(
            self.vault, [*known, base], home=self.place.home, manifests=self.place.manifests, before=now - self.keep
        )
        return base

    def _previous(self, known: Sequence[bases.BaseBackup], now: datetime) -> bases.BaseBackup | None:
        """The backup on which an incremental one may build, if a full one is not due."""
        full = next((base for base in reversed(known) if base.is_full), None)
        if full is None or now - full.ended >= FULL_EVERY or full.first_segment[:8] != self._timeline():
            return None
        last = known[-1]
        return last if self.place.manifest(last.label).exists() else None

    def _timeline(self) -> str:
        from peygir.ops import postgres

        with postgres.connect(self.place.cluster) as connection:
            row = connection.execute("SELECT timeline_id FROM pg_control_checkpoint()").fetchone()
        assert row is not None
        assert isinstance(row[0], int)
        return f"{row[0]:08X}"


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


def is_base_due(known: Sequence[bases.BaseBackup], now: datetime, zone: str) -> bool:
    """Whether a base backup is to be taken: the first at once, then one each night."""
    if not known:
        return True
    age = now - known[-1].ended
    return age > timedelta(hours=36) or (age > BASE_AGAIN and local(now, zone).hour >= NIGHT)
