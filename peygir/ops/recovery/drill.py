"""The restore drill: recovers the city beside itself from the vault, compares, and tells how long it took.

A restore point is written into the log, the log up to it is shipped, and a copy is recovered to that point and started.
Every event that was a minute old must be in the copy with its hash, and tables that only grow must have a number of
rows between those counted before and after the point. Every file of the home that is not new must be in the vault, and
some are opened and compared. The copy is deleted afterwards.
"""

import shutil
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryFile
from typing import Final

import psycopg
from psycopg import sql

from peygir.core import clock
from peygir.core.jalali import local
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.backups.age import FileIsDamaged, WrongKey
from peygir.ops.backups.keys import private_keys
from peygir.ops.backups.writing import files_of
from peygir.ops.cluster import Cluster, cluster_of
from peygir.ops.database import NAME
from peygir.ops.logs import logger
from peygir.ops.recovery import mirror, packing, recovering
from peygir.ops.recovery.due import LONGEST_GAP
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.shipping import Shipping

EVERY: Final = timedelta(days=6, hours=12)
AFTER_FAILURE: Final = timedelta(hours=20)
"""A drill that failed is held again the next night."""
HOURS: Final = range(3, 6)
"""The drill runs in these hours of the city's night."""
SETTLED: Final = "60 seconds"
"""Events of this age belong to no transaction that is still open."""
GROWING: Final = ("cases_case", "cases_report", "history_event", "answers_message")
FILES_SETTLED: Final = 900.0
"""A file written so many seconds ago has been shipped."""
OPENED: Final = 30
"""So many files are opened and compared."""
LONGEST_SHIPPING: Final = 900.0
ROOM: Final = 2.5
"""The copy needs so many times the space of the database while it is combined."""

log = logger(__name__)

_LAST_SETTLED: Final = "SELECT id FROM public.history_event WHERE at <= now() - %s::interval ORDER BY id DESC LIMIT 1"
_DIGEST: Final = (
    "SELECT count(*), coalesce(sum(hashtextextended(encode(hash, 'hex'), 137)::numeric), 0)::text "
    "FROM public.history_event WHERE id <= %s"
)


class DrillFailed(Conflict):
    """The copy is not what the city was, or could not be made."""

    message = _("The restore drill failed: {words}")


@dataclass(frozen=True, slots=True)
class Drilled:
    """A drill's result: seconds until the copy answered at the point, seconds in all, and the events compared."""

    recovered_seconds: float
    seconds: float
    events: int


@dataclass(frozen=True, slots=True)
class _Before:
    """What the city was at the point: the last settled event, the digest up to it, and rows of growing tables."""

    last_event: int
    digest: tuple[object, ...]
    rows: dict[str, int]


def is_due(place: RecoveryPlace, now: datetime, zone: str) -> bool:
    """Whether a drill is to be held now: once a week, at night, and not before the first base backup.

    A clock that went back does not put it off.
    """
    note = place.note()
    if not note.based_at or local(now, zone).hour not in HOURS:
        return False
    if not note.drilled_at:
        return True
    age = now - datetime.fromisoformat(note.drilled_at)
    return age < timedelta() or age >= (AFTER_FAILURE if note.drill_fault else EVERY)


class WeeklyDrill:
    """Begins the drill when it is due, in a thread of its own, since the log is shipped meanwhile."""

    def __init__(self, shipping: Shipping) -> None:
        self._shipping = shipping
        self._thread: threading.Thread | None = None

    def begin_if_due(self, now: datetime) -> None:
        """Begin a drill, unless none is due or one is held."""
        is_held = self._thread is not None and self._thread.is_alive()
        if not is_held and is_due(self._shipping.place, now, self._shipping.zone):
            self._thread = threading.Thread(target=self._hold, daemon=True)
            self._thread.start()

    def _hold(self) -> None:
        try:
            drilled = hold(self._shipping)
            log.info("drill_held", seconds=drilled.seconds, events=drilled.events)
        except Exception as failure:
            log.exception("drill_failed", words=str(failure)[:300])


def hold(shipping: Shipping) -> Drilled:
    """Hold a drill and write its result into the note; the city stays in use.

    Raises DrillFailed or another Refusal, OSError, psycopg.Error.
    """
    place = shipping.place
    began = clock.monotonic()
    try:
        with place.alone("drill"):
            drilled = _held(shipping, began)
    except Exception as failure:  # whatever it is: a drill that did not end well must not look like the one before
        words = str(failure)[:300] or type(failure).__name__
        place.write_note(drilled_at=clock.now().isoformat(), drill_fault=words, drill_rows=0)
        raise
    place.write_note(
        drilled_at=clock.now().isoformat(), drill_seconds=drilled.seconds, drill_rows=drilled.events, drill_fault=""
    )
    return drilled


def _held(shipping: Shipping, began: float) -> Drilled:
    place = shipping.place
    folder = place.folder / "drill"
    _check_room(place)
    place.cluster.account.make_folder(folder)
    copy = cluster_of(folder, place.cluster.account)
    postgres.stop(copy)  # of a drill that was killed
    shutil.rmtree(folder, ignore_errors=True)
    place.cluster.account.make_folder(folder)
    copy = cluster_of(folder, place.cluster.account)
    point = f"drill-{clock.now():%Y%m%dT%H%M%S}"
    lineage = shipping.lineage()
    chain = recovering.chosen(shipping.known(), None, lineage)  # now: one that ends after the point cannot come to it
    if clock.now() - chain[-1].ended > LONGEST_GAP:
        raise DrillFailed(words=f"{chain[-1].label} is the newest base backup")
    before = _look(place.cluster)
    _write_point(shipping, point)
    after = _look(place.cluster)
    try:
        recovering.recover_database(
            copy,
            shipping.vault,
            chain,
            target=recovering.ReplayTarget(point=point),
            lineage=lineage,
            keys=private_keys(place.drill_key),
        )
        recovered = clock.monotonic() - began
        _compare(copy, before, after)
        _compare_files(shipping)
    finally:
        postgres.stop(copy)
        shutil.rmtree(folder, ignore_errors=True)
    count = before.digest[0]
    assert isinstance(count, int)
    return Drilled(round(recovered, 1), round(clock.monotonic() - began, 1), count)


def _check_room(place: RecoveryPlace) -> None:
    size = sum(path.stat().st_size for path in place.cluster.data.rglob("*") if path.is_file())
    free = shutil.disk_usage(place.folder).free
    if free < ROOM * size:
        raise DrillFailed(words=f"{free / 1e9:,.1f} GB < {ROOM} × {size / 1e9:,.1f} GB")


def _look(cluster: Cluster) -> _Before:
    with postgres.connect(cluster, NAME) as connection:
        row = connection.execute(_LAST_SETTLED, [SETTLED]).fetchone()
        last = row[0] if row is not None else 0
        assert isinstance(last, int)
        digest = connection.execute(_DIGEST, [last]).fetchone()
        assert digest is not None
        return _Before(last, digest, {table: _count(connection, table) for table in GROWING})


def _count(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> int:
    statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
    row = connection.execute(statement).fetchone()
    assert row is not None
    assert isinstance(row[0], int)
    return row[0]


def _write_point(shipping: Shipping, point: str) -> None:
    """Write a restore point, and wait until the segment that holds it is in the vault."""
    with postgres.connect(shipping.place.cluster) as connection:
        row = connection.execute(
            "SELECT pg_walfile_name(pg_create_restore_point(%s)), pg_switch_wal()", [point]
        ).fetchone()
        assert row is not None
        segment = str(row[0])
        until = clock.monotonic() + LONGEST_SHIPPING
        while clock.monotonic() < until:
            archived = connection.execute("SELECT last_archived_wal >= %s FROM pg_stat_archiver", [segment]).fetchone()
            if archived is not None and archived[0] and not _is_waiting(shipping.place.archive, segment):
                return
            if archived is not None and archived[0]:
                shipping.segments()
            clock.pause(0.2)
    raise DrillFailed(words=f"{segment}: {LONGEST_SHIPPING:,.0f} s")


def _is_waiting(archive: Path, segment: str) -> bool:
    return any(path.name <= segment for path in archive.iterdir() if path.name[:1] in "0123456789ABCDEF")


def _compare(copy: Cluster, before: _Before, after: _Before) -> None:
    with postgres.connect(copy, NAME) as connection:
        digest = connection.execute(_DIGEST, [before.last_event]).fetchone()
        if digest != before.digest:
            raise DrillFailed(words=f"history: {digest} ≠ {before.digest}")
        for table in GROWING:
            count = _count(connection, table)
            if not before.rows[table] <= count <= after.rows[table]:
                raise DrillFailed(words=f"{table}: {before.rows[table]:,} … {count:,} … {after.rows[table]:,}")


def _compare_files(shipping: Shipping) -> None:
    """See that the vault has each file of the home that is not new, and that some of them are the same there."""
    home, latest = shipping.place.home, clock.now().timestamp() - FILES_SETTLED
    there = {version.path: version for version in mirror.versions_in(shipping.vault)}
    settled = []
    for path, file in files_of(home):
        if path.partition("/")[0] not in mirror.NOT_MIRRORED and file.exists() and file.stat().st_mtime < latest:
            settled.append((path, file))
    missing = [path for path, _file in settled if path not in there]
    if missing:
        raise DrillFailed(words=f"{len(missing):,} files are not in the second place, such as {missing[0]}")
    for path, file in SystemRandom().sample(settled, min(OPENED, len(settled))):
        if mirror.written_at(file) == there[path].at and not _is_same(shipping, there[path], file):
            raise DrillFailed(words=path)


def _is_same(shipping: Shipping, version: mirror.FileVersion, file: Path) -> bool:
    """Whether a file's version can be opened and is the file; true for one that another machine of the city shipped."""
    with TemporaryFile() as packet, file.open("rb") as own:
        shipping.vault.fetch(version.object, packet)
        packet.seek(0)
        try:
            return packing.holds(packet, own, private_keys(shipping.place.drill_key))
        except WrongKey:
            return True
        except FileIsDamaged:
            return False
