"""What the lake holds at a moment: the files of each table by month, their rows and digests, and the events they tell.

A reader takes files from the manifest alone; others in the folder are of earlier runs, or were left by a killed one.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from peygir.core.disk import sync_folder
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _

NAME: Final = "manifest.json"
BEFORE: Final = "manifest-before.json"
"""The manifest that the present one replaced: its files stay for those who still read them."""
BUILDING: Final = "building.json"
"""The manifest of a run that writes the whole lake, as far as it has come."""
WHOLE: Final = "all"
"""The partition of a table that is written as a whole."""


class NoLakeYet(Missing):
    """Nobody has written the lake, or it is of an earlier version."""

    message = _("There is no lake yet. It is written every night, and by ./run lake.")


@dataclass(frozen=True, slots=True)
class LakeFile:
    """One file: its name in the folder of its table, its rows, and its SHA-256."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of the lake.

    `last_event`: it holds every event up to this number, and what came of them. `root`: the Merkle root over all
    histories up to there (hex), as docs/security.md describes it; `last_hash`: the hash of that event.
    `last_message`: every message up to this number is in it as it ended. `as_of`: when the run began (ISO, UTC); the
    rows are at least as new. `source`: SHA-256 of the file that it was imported from; empty for that of a database.
    `tables`: by name and month.
    """

    version: int
    city: str
    zone: str
    as_of: str
    last_event: int
    root: str
    last_hash: str
    last_message: int
    source: str = ""
    tables: Mapping[str, Mapping[str, LakeFile]] = field(default_factory=dict)

    def rows_of(self, table: str) -> int:
        """How many rows a table has."""
        return sum(file.rows for file in self.tables.get(table, {}).values())

    def paths(self, folder: Path, table: str) -> list[Path]:
        """The files of a table, by month; those without rows are left out."""
        files = sorted(self.tables.get(table, {}).items())
        return [folder / table / file.name for _month, file in files if file.rows]

    def names(self) -> set[str]:
        """Every file, as "table/name"."""
        return {f"{table}/{file.name}" for table, files in self.tables.items() for file in files.values()}


def read_manifest(folder: Path, name: str = NAME) -> Manifest | None:
    """Return a manifest of the folder, or None where there is none that can be read."""
    try:
        values: dict[str, Any] = json.loads((folder / name).read_text())
        tables = {
            table: {month: LakeFile(**one) for month, one in files.items()}
            for table, files in values.pop("tables").items()
        }
        return Manifest(tables=tables, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_manifest(folder: Path, manifest: Manifest, name: str = NAME) -> None:
    """Replace a manifest; it is on disk when this returns, and readers see the one or the other."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    if name == NAME and (folder / NAME).exists():
        _replace(folder, BEFORE, (folder / NAME).read_text())
    _replace(folder, name, text)


def _replace(folder: Path, name: str, text: str) -> None:
    new = folder / f"{name}.new"
    with new.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / name)
    sync_folder(folder)
