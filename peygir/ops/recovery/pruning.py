"""Deletes from the vault what no recovery to a moment that the city still keeps can need."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from peygir.ops.recovery import mirror, names
from peygir.ops.recovery.bases import BaseBackup, moment_of
from peygir.ops.recovery.vault import Vault

HALF: Final = timedelta(days=2)
"""A base backup that began so long ago and has no description is no longer being made."""
GONE: Final = "gone/files.json"
"""Since when a file of the second place is not in the home any more: path → moment."""


def prune(
    vault: Vault, known: Sequence[BaseBackup], *, home: Path, manifests: Path, before: datetime, now: datetime
) -> None:
    """Delete what is needed only for moments before `before`.

    The newest full backup that ended before then stays with everything after it; older backups, segments before its
    first one, and versions of files that were replaced before then go. A file that the home has no more goes when that
    was first seen before then, however old it is: it was deleted by mistake, or its disk is not mounted tonight.
    `manifests` is the folder with the manifests of base backups.
    """
    gone = _note_gone(vault, home, now, manifests.with_name("gone.making"))
    full = next((base for base in reversed(known) if base.is_full and base.ended <= before), None)
    if full is None:
        return
    _delete_halves(vault, now)
    for base in known:
        if base.label < full.label:
            vault.delete(base.about)  # first: what remains without it does not count
            vault.delete(base.object)
            (manifests / base.label).unlink(missing_ok=True)
    for kept in list(vault.kept("wal/")):
        name = names.log_file(kept.name)
        if name and names.is_segment(name) and name[8:] < full.first_segment[8:] and name[:8] <= full.first_segment[:8]:
            vault.delete(kept.name)
    _prune_files(vault, gone, before)


def _delete_halves(vault: Vault, now: datetime) -> None:
    """Delete the content of base backups whose description never came, because the process was killed."""
    stored = [kept.name for kept in vault.kept("base/")]
    described = {name.split("/")[1] for name in stored if name.endswith("/about.json")}
    for name in stored:
        label = name.split("/")[1]
        if label not in described and names.is_label(label) and moment_of(label) < now - HALF:
            vault.delete(name)


def _note_gone(vault: Vault, home: Path, now: datetime, making: Path) -> dict[str, datetime]:
    """Return since when each file that the home has no more is gone, and note it for the next time."""
    noted = _gone_before(vault)
    paths = {version.path for version in mirror.versions_in(vault)}
    gone = {path: min(noted.get(path, now), now) for path in sorted(paths) if not (home / path).exists()}
    if gone != noted:
        making.write_text(json.dumps({path: moment.isoformat() for path, moment in gone.items()}), encoding="utf-8")
        vault.put(GONE, making)
        making.unlink()
    return gone


def _gone_before(vault: Vault) -> dict[str, datetime]:
    """Return the note; an empty one if it cannot be read: then everything is kept for longer."""
    copy = io.BytesIO()
    if not any(kept.name == GONE for kept in vault.kept("gone/")):
        return {}
    vault.fetch(GONE, copy)
    try:
        return {str(path): datetime.fromisoformat(moment) for path, moment in json.loads(copy.getvalue()).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _prune_files(vault: Vault, gone: Mapping[str, datetime], before: datetime) -> None:
    last: mirror.FileVersion | None = None
    for version in [*mirror.versions_in(vault), None]:
        if last is not None:
            is_replaced = version is not None and version.path == last.path and version.at <= before
            is_newest = version is None or version.path != last.path
            is_gone = is_newest and last.at <= before and last.path in gone and gone[last.path] <= before
            if is_replaced or is_gone:
                vault.delete(last.object)
        last = version
