"""Takes base backups of the running server, full or with the changed blocks alone, straight into an encrypted file.

pg_basebackup writes one tar to its standard output. The tar is read as it passes, because its last member is the
manifest, which the next incremental backup needs on this machine. The log is not in it: it comes from the archive, and
a base backup is listed only when every segment from its first to its last is in the vault.
"""

import io
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Final

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.cluster import PORT, SUPERUSER, Cluster
from peygir.ops.recovery import names
from peygir.ops.recovery.packing import packed, sha256_of
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.vault import Vault

MANIFEST: Final = "backup_manifest"
FULL: Final = "full"
MORE: Final = "more"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_BLOCK: Final = 1024 * 1024


class BaseFailed(Conflict):
    """pg_basebackup ended with an error."""

    message = _("The base backup failed: {words}")


@dataclass(frozen=True, slots=True)
class BaseBackup:
    """A base backup as its public description in the vault has it; times in ISO 8601, sizes in bytes.

    `previous` is the label of the backup that an incremental one builds on. The server needs the segments from
    `first_segment` on; what was committed after `ended_at`, at the position `ended_lsn`, comes from later ones. It is
    encrypted to the public `keys`.
    """

    label: str
    previous: str
    began_at: str
    ended_at: str
    first_segment: str
    last_segment: str
    plain_bytes: int
    stored_bytes: int
    sha256: str
    version: str
    ended_lsn: str = ""
    keys: Sequence[str] = ()

    @property
    def is_full(self) -> bool:
        return not self.previous

    @property
    def ended(self) -> datetime:
        return datetime.fromisoformat(self.ended_at)

    @property
    def object(self) -> str:
        return f"base/{self.label}/base.tar{names.SUFFIX}"

    @property
    def about(self) -> str:
        return f"base/{self.label}/about.json"


_FIELDS: Final = frozenset(one.name for one in fields(BaseBackup))
"""What a later version writes beside these is no fault."""


class _Teed:
    """A readable stream that also writes every byte read into another file, and counts them."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target, self.count = source, target, 0

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._target.write(data)
        self.count += len(data)
        return data


def take(place: RecoveryPlace, *, keys: Sequence[str], previous: BaseBackup | None = None) -> tuple[BaseBackup, Path]:
    """Take a base backup, incremental if a previous one is given, into an encrypted file of the place.

    Returns its description and that file, which the caller stores and deletes. Raises BaseFailed, OSError.
    """
    began = clock.now()
    label = f"{began:{_STAMP}}-{MORE if previous else FULL}"
    target = place.folder / f"{label}.making"
    try:
        with packed(target, keys) as plain:
            manifest, count = _copy(_running(place.cluster, _options(place, label, previous)), plain)
        first, last, ended = _segments(json.loads(manifest))
        place.keep_manifest(label, manifest)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    base = BaseBackup(
        label=label,
        previous=previous.label if previous else "",
        began_at=began.isoformat(),
        ended_at=clock.now().isoformat(),
        first_segment=first,
        last_segment=last,
        plain_bytes=count,
        stored_bytes=target.stat().st_size,
        sha256=sha256_of(target),
        version=version("peygir"),
        ended_lsn=ended,
        keys=tuple(keys),
    )
    return base, target


def store(vault: Vault, base: BaseBackup, content: Path, place: RecoveryPlace) -> None:
    """Store a base backup and then its description, which makes it count; deletes the local file."""
    vault.put(base.object, content)
    about = place.folder / f"{base.label}.json"
    about.write_text(json.dumps(asdict(base), indent=1), encoding="utf-8")
    vault.put(base.about, about)
    about.unlink()
    content.unlink()


def bases_in(vault: Vault) -> list[BaseBackup]:
    """Return the base backups of a vault, oldest first.

    A description that cannot be read is left out: its backup is not complete.
    """
    backups = []
    for kept in vault.kept("base/"):
        if not kept.name.endswith("/about.json"):
            continue
        copy = io.BytesIO()  # no file: the drill's thread reads them at the same time
        try:
            vault.fetch(kept.name, copy)
            described = dict(json.loads(copy.getvalue()))
            base = BaseBackup(**{name: value for name, value in described.items() if name in _FIELDS})
            datetime.fromisoformat(base.ended_at)
        except (ValueError, TypeError, FileNotFoundError):
            continue
        backups.append(base)
    return sorted(backups, key=lambda base: base.label)


def moment_of(label: str) -> datetime:
    """Return when the base backup of a label began. Raises ValueError."""
    return datetime.strptime(label.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def chain_to(base: BaseBackup, bases: Sequence[BaseBackup]) -> list[BaseBackup]:
    """Return the full backup and the incremental ones that lead to a base, oldest first.

    Raises KeyError when one of them is missing.
    """
    by_label = {one.label: one for one in bases}
    chain = [base]
    while not chain[0].is_full:
        chain.insert(0, by_label[chain[0].previous])
    return chain


def _options(place: RecoveryPlace, label: str, previous: BaseBackup | None) -> list[str]:
    options = ["-D", "-", "-F", "t", "-X", "none", "-c", "fast", "--no-estimate-size", "-l", label]
    if previous is not None:
        options += [f"--incremental={place.manifest(previous.label)}"]
    return options


def _running(cluster: Cluster, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    account = cluster.account
    return subprocess.Popen(
        [
            str(cluster.programs / "pg_basebackup"),
            f"--host={cluster.socket}",
            f"--port={PORT}",
            f"--username={SUPERUSER}",
            "--no-password",
            *options,
        ],
        cwd=cluster.place,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        umask=0o077,
        user=account.uid if account.is_lent else None,
        group=account.gid if account.is_lent else None,
        extra_groups=[] if account.is_lent else None,
    )


def _copy(program: "subprocess.Popen[bytes]", target: IO[bytes]) -> tuple[bytes, int]:
    """Copy the program's tar into the target; returns the manifest in it and the bytes. Raises BaseFailed."""
    assert program.stdout is not None
    assert program.stderr is not None
    manifest = b""
    with program:
        teed: Any = _Teed(program.stdout, target)
        try:
            with tarfile.open(fileobj=teed, mode="r|", bufsize=_BLOCK) as tar:
                for member in tar:
                    content = tar.extractfile(member) if member.name == MANIFEST else None
                    manifest = content.read() if content is not None else manifest
            while teed.read(_BLOCK):
                pass
        except tarfile.TarError as failure:
            program.kill()
            raise BaseFailed(words=_last_words(program) or str(failure)) from failure
        except BaseException:
            program.kill()
            raise
        words = _last_words(program)
    if program.returncode != 0 or not manifest:
        raise BaseFailed(words=words or program.returncode)
    return manifest, teed.count


def _last_words(program: "subprocess.Popen[bytes]") -> str:
    assert program.stderr is not None
    return program.stderr.read().decode("utf-8", "replace").strip()[-500:]


def _segments(manifest: dict[str, Any]) -> tuple[str, str, str]:
    """Return a backup's first and last segment and its last position, from the ranges of the log in its manifest."""
    first, last = manifest["WAL-Ranges"][-1], manifest["WAL-Ranges"][0]
    return (
        names.segment_of(first["Start-LSN"], first["Timeline"]),
        names.segment_of(last["End-LSN"], last["Timeline"]),
        str(last["End-LSN"]),
    )


def needed_segments(base: BaseBackup) -> Iterator[str]:
    """Yield the segments from a backup's first to its last; both are of one timeline."""
    name = base.first_segment
    while name <= base.last_segment:
        yield name
        name = names.segment_after(name)


def system_of(cluster: Cluster) -> str:
    """Return the number that PostgreSQL gave this database when it was made, the same in all its copies."""
    with postgres.connect(cluster) as connection:
        row = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    assert row is not None
    return str(row[0])
