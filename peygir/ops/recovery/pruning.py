"""Deletes from the vault what no recovery to a moment that the city still keeps can need."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from peygir.ops.recovery import mirror, names
from peygir.ops.recovery.bases import BaseBackup
from peygir.ops.recovery.vault import Vault


def prune(vault: Vault, known: Sequence[BaseBackup], *, home: Path, manifests: Path, before: datetime) -> None:
    """Delete what is needed only for moments before `before`.

    The newest full backup that ended before then stays with everything after it; older backups, segments before its
    first one, and versions of files that were replaced before then go. A file that the home has no more goes when its
    last version is that old. `manifests` is the folder with the manifests of base backups.
    """
    full = next((base for base in reversed(known) if base.is_full and base.ended <= before), None)
    if full is None:
        return
    for base in known:
        if base.label < full.label:
            vault.delete(base.about)  # first: what remains without it does not count
            vault.delete(base.object)
            (manifests / base.label).unlink(missing_ok=True)
    for kept in list(vault.kept("wal/")):
        name = names.log_file(kept.name)
        if name and names.is_segment(name) and name[8:] < full.first_segment[8:] and name[:8] <= full.first_segment[:8]:
            vault.delete(kept.name)
    _prune_files(vault, home, before)


def _prune_files(vault: Vault, home: Path, before: datetime) -> None:
    last: mirror.FileVersion | None = None
    for version in [*mirror.versions_in(vault), None]:
        if last is not None:
            is_replaced = version is not None and version.path == last.path and version.at <= before
            is_newest = version is None or version.path != last.path
            is_gone = is_newest and last.at <= before and not (home / last.path).exists()
            if is_replaced or is_gone:
                vault.delete(last.object)
        last = version
