"""A former version of the project, unpacked out of the repository's history to run beside this one."""

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Final

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops import paths

BEFORE_THE_FIRST_RELEASE: Final = "9e0803674"
"""The commit since which migrations follow the law of addition (`tests/migration_laws.py`), 29 November 2026."""


class NoHistoryHere(Missing):
    """The former version cannot be had: this is no clone, or not a whole one."""

    message = _("The repository's history is missing here: run this in a whole clone (git fetch --unshallow).")


def version_before() -> str:
    """Return the commit or tag of the release before this code: the newest tag `v…` before HEAD.

    As long as there is no release, it is the first commit whose processes may run beside later ones.
    """
    asked = _git("describe", "--tags", "--abbrev=0", "--match=v[0-9]*", "HEAD^")
    return asked.stdout.strip() if asked is not None and asked.returncode == 0 else BEFORE_THE_FIRST_RELEASE


def unpack(commit: str, folder: Path, *parts: str) -> Path:
    """Write these parts of a former version into an existing folder; returns the folder. Raises NoHistoryHere."""
    folder.chmod(0o755)
    archive = folder / "former.tar"
    done = _git("archive", f"--output={archive}", commit, *parts)
    if done is None or done.returncode != 0:
        raise NoHistoryHere()
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    archive.unlink()
    return folder


def _git(*arguments: str) -> "subprocess.CompletedProcess[str] | None":
    if shutil.which("git") is None:
        return None
    command = ["git", "-C", str(paths.ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
