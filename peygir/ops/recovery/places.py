"""The folder beside a cluster in which the recovery works: the archive's new segments, manifests, and its notes."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from peygir.ops.archiving import archive_of
from peygir.ops.cluster import Cluster

NOTE: Final = "note.json"


@dataclass(frozen=True, slots=True)
class RecoveryNote:
    """What the second place holds, for the health page; moments in ISO 8601, empty where nothing happened yet.

    `waiting` counts segments that are not in the second place yet; `fault` is the last failure of a duty of shipping,
    `fault_of`, that has not succeeded since, and `fault_kind` its ShippingFault. `marked` is the folder of the second
    place that was used last. `has_gap`: a segment is missing since the last base backup.
    The `drill_…` fields tell of the last restore drill.
    """

    began_at: str = ""
    shipped_at: str = ""
    based_at: str = ""
    waiting: int = 0
    fault: str = ""
    fault_kind: str = ""
    fault_of: str = ""
    has_gap: bool = False
    marked: str = ""
    drilled_at: str = ""
    drill_seconds: float = 0.0
    drill_rows: int = 0
    drill_fault: str = ""


@dataclass(frozen=True, slots=True)
class RecoveryPlace:
    """A cluster with its working folder for the recovery, and the home whose city it holds."""

    home: Path
    cluster: Cluster

    @property
    def folder(self) -> Path:
        return self.cluster.place / "recovery"

    @property
    def drill_key(self) -> Path:
        """A private key of this machine alone: what is shipped is encrypted to it too, so that drills can read it."""
        return self.folder / "drill-key"

    @property
    def archive(self) -> Path:
        """PostgreSQL puts each closed segment of its log here; the shipping process takes it away."""
        return archive_of(self.cluster.place)

    def make(self) -> None:
        """Make the folders, for the cluster's account alone."""
        for folder in (self.folder, self.archive, self.manifests):
            self.cluster.account.make_folder(folder)

    @property
    def manifests(self) -> Path:
        return self.folder / "manifests"

    def manifest(self, label: str) -> Path:
        """Return the path of a base backup's manifest, which the next incremental one needs."""
        return self.manifests / label

    def keep_manifest(self, label: str, content: bytes) -> None:
        """Keep a base backup's manifest, readable by the cluster's account."""
        path = self.manifest(label)
        path.write_bytes(content)
        if self.cluster.account.is_lent:
            os.chown(path, self.cluster.account.uid, self.cluster.account.gid)

    def note(self) -> RecoveryNote:
        """Return the note; an empty one if there is none or it cannot be read."""
        return note_in(self.cluster.place)

    def write_note(self, **changes: object) -> None:
        """Change fields of the note; the file is replaced as a whole."""
        with self.alone(NOTE):
            note = replace(self.note(), **changes)  # type: ignore[arg-type]
            making = self.folder / f"{NOTE}.making"
            making.write_text(json.dumps(asdict(note)), encoding="utf-8")
            making.replace(self.folder / NOTE)

    @contextmanager
    def alone(self, name: str = "shipping") -> Iterator[None]:
        """Hold a lock of this folder, against other threads and processes."""
        with (self.folder / f"{name}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def note_in(place: Path) -> RecoveryNote:
    """Return the note beside a cluster's data; an empty one if there is none or it cannot be read."""
    try:
        return RecoveryNote(**json.loads((place / "recovery" / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return RecoveryNote()
