"""Brings a city's database back as it was at a moment, from the vault into a new home; nothing that exists is changed.

The chain of base backups before the moment is unpacked and combined, and the log is replayed up to the moment. Every
step checks what it reads: the encryption authenticates each piece, pg_verifybackup compares each file of the database
with the manifest.
"""

import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.backups.age import FileIsDamaged
from peygir.ops.cluster import Cluster
from peygir.ops.recovery import bases, packing
from peygir.ops.recovery.feeding import Feeder
from peygir.ops.recovery.timelines import Lineage
from peygir.ops.recovery.vault import Vault

LONGEST: Final = 24 * 3600.0
_VERIFY_SECONDS: Final = 6 * 3600.0
_TOO_SHORT: Final = "recovery ended before configured recovery target was reached"
"""PostgreSQL's words."""


class NoBaseBefore(Missing):
    """The vault has no base backup that ended before the moment."""

    message = _("There is no base backup from before {moment}; the oldest one is from {oldest}.")


class BaseIsUnreadable(Conflict):
    """A base backup is damaged in the vault, or its content is not there; the details have its label."""

    message = _("The base backup {label} cannot be read in the second place ({words}).")


class RecoveryFailed(Conflict):
    """A program failed, or the server did not come to the moment."""

    message = _("The recovery failed at “{step}”: {words}")


class MomentIsLater(Missing):
    """The shipped log ends before the moment."""

    message = _("The log in the second place ends before that moment. Take an earlier one, or --latest.")


class AlreadyACity(Conflict):
    """The target home holds a database."""

    message = _("There is a database in {home} already: recover into a new, empty home.")


@dataclass
class Recovered:
    """What a recovery did: seconds of each step, segments and files read, and the moment it came to.

    It followed `timeline`; the vault has `others`. Base backups that could not be read were `passed_over`, and files
    that could not be read are `missing`.
    """

    base: str
    seconds: dict[str, float] = field(default_factory=dict)
    segments: int = 0
    files: int = 0
    reached: datetime | None = None
    timeline: int = 1
    others: tuple[int, ...] = ()
    passed_over: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReplayTarget:
    """Where the replay ends: at a moment, at a named restore point, or (neither) at the end of the log."""

    moment: datetime | None = None
    point: str = ""

    def lines(self) -> str:
        """Return the lines of PostgreSQL's configuration."""
        if self.point:
            return f"recovery_target_name = '{self.point}'\nrecovery_target_action = 'promote'\n"
        if self.moment is None:
            return ""
        return f"recovery_target_time = '{self.moment.isoformat()}'\nrecovery_target_action = 'promote'\n"


def chosen(known: Sequence[bases.BaseBackup], moment: datetime | None, lineage: Lineage) -> list[bases.BaseBackup]:
    """Return the chain of base backups on a timeline for a moment (None: the newest). Raises NoBaseBefore."""
    fitting = [base for base in known if lineage.has_base(base) and (moment is None or base.ended <= moment)]
    for base in reversed(fitting):
        try:
            return bases.chain_to(base, known)
        except KeyError:
            continue  # an earlier one of its chain is gone
    oldest = known[0].ended.isoformat() if known else "–"
    raise NoBaseBefore(moment=moment.isoformat() if moment else "–", oldest=oldest)


def recover_database(
    cluster: Cluster,
    vault: Vault,
    chain: Sequence[bases.BaseBackup],
    *,
    target: ReplayTarget,
    lineage: Lineage,
    keys: Sequence[X25519PrivateKey],
    say: Callable[[str], None] = lambda step: None,
) -> Recovered:
    """Make the data of an empty cluster and replay the log up to the target; the server runs afterwards.

    `say` is called with the name of each step as it begins. Raises AlreadyACity, RecoveryFailed, MomentIsLater,
    BaseIsUnreadable, SegmentIsMissing, SegmentIsUnreadable, WrongKey, OSError.
    """
    if cluster.data.exists():
        raise AlreadyACity(home=cluster.place)
    done = Recovered(chain[-1].label)
    work = cluster.place / f"recovering-{os.getpid()}"
    cluster.account.make_folder(work)
    feeder = Feeder(work / "log", vault, keys, cluster.account)
    try:
        with _timed(done, "unpack", say):
            folders = [_unpack(cluster, vault, base, work / base.label, keys) for base in chain]
        data = work / "combined"
        with _timed(done, "combine", say):
            _combine(cluster, folders, data)
        with _timed(done, "verify", say):
            _run(cluster, "verify", "pg_verifybackup", "--no-parse-wal", data)
        with _timed(done, "replay", say):
            feeder.start(chain[-1].first_segment, lineage)
            _configure(cluster, data, feeder.command, target, lineage.target_from(chain[-1]))
            data.rename(cluster.data)  # from here on it is a cluster that the server can open
            try:
                postgres.start(cluster)
                _wait_for_promotion(cluster, feeder, done)
                feeder.check(done.reached, is_to_end=target == ReplayTarget())
            except (postgres.DatabaseDidNotStart, psycopg.OperationalError) as failure:
                feeder.check(done.reached)
                if _TOO_SHORT in cluster.log.read_text(encoding="utf-8", errors="replace"):
                    raise MomentIsLater() from failure
                raise RecoveryFailed(step="replay", words=str(failure).strip()[-500:]) from failure
            done.segments = feeder.fed
    finally:
        feeder.stop()
        shutil.rmtree(work, ignore_errors=True)
    return done


def _unpack(
    cluster: Cluster, vault: Vault, base: bases.BaseBackup, folder: Path, keys: Sequence[X25519PrivateKey]
) -> Path:
    """Fetch a base backup, compare its digest, and unpack it into a folder of the cluster's account."""
    cluster.account.make_folder(folder)
    packet = folder.with_suffix(".packet")
    try:
        with packet.open("w+b") as file:
            vault.fetch(base.object, file)
            file.flush()
            if packing.sha256_of(packet) != base.sha256:
                raise FileIsDamaged(reason=base.object)
            file.seek(0)
            with packing.unpacked(file, keys) as plain:
                _extract(plain, folder, cluster)
    except (FileIsDamaged, FileNotFoundError, EOFError, zlib.error, tarfile.TarError) as failure:
        raise BaseIsUnreadable(label=base.label, words=str(failure)) from failure
    packet.unlink()
    return folder


def _extract(plain: IO[bytes], folder: Path, cluster: Cluster) -> None:
    stream: Any = plain
    with tarfile.open(fileobj=stream, mode="r|", bufsize=packing.BLOCK) as tar:
        for member in tar:
            path = (folder / member.name).resolve()
            if not path.is_relative_to(folder.resolve()) or not (member.isreg() or member.isdir()):
                raise FileIsDamaged(reason=member.name)
            if member.isdir():
                path.mkdir(mode=0o700, exist_ok=True, parents=True)
            else:
                content = tar.extractfile(member)
                assert content is not None
                with path.open("wb") as target:
                    os.fchmod(target.fileno(), 0o600)
                    shutil.copyfileobj(content, target, packing.BLOCK)
            cluster.account.own(path)
    while plain.read(packing.BLOCK):
        pass  # the last piece is authenticated when it is read


def _combine(cluster: Cluster, folders: Sequence[Path], data: Path) -> None:
    if len(folders) == 1:
        folders[0].rename(data)
        return
    _run(cluster, "combine", "pg_combinebackup", *folders, "-o", data)
    for folder in folders:
        shutil.rmtree(folder)


def _configure(cluster: Cluster, data: Path, command: str, target: ReplayTarget, timeline: str) -> None:
    """Tell the server to recover; these lines are removed when it is done."""
    quoted = command.replace("'", "''")
    lines = f"restore_command = '{quoted}'\n{target.lines()}recovery_target_timeline = '{timeline}'\n"
    automatic = data / "postgresql.auto.conf"
    with automatic.open("a", encoding="utf-8") as file:
        file.write(f"# Written for a recovery.\n{lines}archive_mode = off\n")
    (data / "recovery.signal").touch(mode=0o600)
    for path in (automatic, data / "recovery.signal"):
        cluster.account.own(path)


def _wait_for_promotion(cluster: Cluster, feeder: Feeder, done: Recovered) -> None:
    """Wait until the server has come to the target; notes the moment of the last transaction replayed."""
    until = clock.monotonic() + LONGEST
    with postgres.connect(cluster) as connection:
        while True:
            row = connection.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()").fetchone()
            assert row is not None
            done.reached = row[1] if isinstance(row[1], datetime) else done.reached
            if not row[0]:
                break
            if clock.monotonic() > until:
                raise RecoveryFailed(step="replay", words=f"{LONGEST:,.0f} s")
            clock.pause(0.1)
        for name in ("restore_command", "recovery_target_time", "recovery_target_name", "recovery_target_action"):
            connection.execute(f"ALTER SYSTEM RESET {name}".encode())
        for name in ("recovery_target_timeline", "archive_mode"):
            connection.execute(f"ALTER SYSTEM RESET {name}".encode())


def _run(cluster: Cluster, step: str, program: str, *arguments: str | Path) -> None:
    command: list[str | Path] = [cluster.programs / program, *arguments]
    finished = cluster.account.run(command, folder=cluster.place, seconds=_VERIFY_SECONDS)
    if finished.returncode != 0:
        raise RecoveryFailed(step=step, words=finished.stdout.strip()[-500:])


class _timed:  # noqa: N801 - used as a statement
    def __init__(self, done: Recovered, step: str, say: Callable[[str], None]) -> None:
        self._done, self._step, self._say = done, step, say

    def __enter__(self) -> None:
        self._say(self._step)
        self._began = clock.monotonic()

    def __exit__(self, *_: object) -> None:
        self._done.seconds[self._step] = round(clock.monotonic() - self._began, 2)
