"""A Python that another account can run: ours, or a copy of it if ours is in a closed folder (such as /root).

Only the interpreter and its standard library are copied, beside the database's programs; the project and its packages
must be readable where they are.
"""

import hashlib
import os
import shutil
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from peygir.ops.accounts import Account
from peygir.ops.cluster import LENT_PLACES
from peygir.ops.paths import ROOT

PROBE = "import psycopg, granian, peygir.ops.cli, peygir.ops.web"
NOT_NEEDED = shutil.ignore_patterns(
    "test", "tests", "site-packages", "idlelib", "tkinter", "ensurepip", "config-*", "*.a"
)


@dataclass(frozen=True)
class Interpreter:
    """The path of a Python, and the environment variables by which it finds our packages."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)


def interpreter_for(account: Account) -> Interpreter | None:
    """Return a Python with our packages that the account can run; None if it cannot read the packages."""
    ours = Interpreter(sys.executable)
    if _runs(account, ours):
        return ours
    if not account.may_enter(ROOT) or not account.may_enter(Path(sysconfig.get_path("purelib"))):
        return None
    copied = _copied()
    return copied if _runs(account, copied) else None


def _copied() -> Interpreter:
    base, name = Path(sys.base_prefix), f"python{sys.version_info.major}.{sys.version_info.minor}"
    mark = hashlib.sha256(f"{base} {sys.version}".encode()).hexdigest()[:12]
    place = LENT_PLACES / f"{name}-{mark}"
    if not place.exists():
        _copy(base, name, place)
    packages = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), str(ROOT))
    environment = {
        "PYTHONHOME": str(place),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(packages)),
        "LD_LIBRARY_PATH": str(place / "lib"),
    }
    return Interpreter(str(place / "bin" / name), environment)


def _copy(base: Path, name: str, place: Path) -> None:
    """Copy the interpreter; the folder appears complete or not at all."""
    LENT_PLACES.mkdir(parents=True, exist_ok=True)
    LENT_PLACES.chmod(0o755)
    making = place.with_name(f"{place.name}.making-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    (making / "bin").mkdir(parents=True)
    (making / "lib").mkdir()
    shutil.copy(Path(sys.executable).resolve(), making / "bin" / name)
    for library in base.glob("lib/libpython*.so*"):
        shutil.copy(library, making / "lib" / library.name)
    shutil.copytree(base / "lib" / name, making / "lib" / name, ignore=NOT_NEEDED)
    for path in [making, *making.rglob("*")]:  # our own copy: readable whatever the umask was
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        making.rename(place)
    except OSError:  # another start was faster
        shutil.rmtree(making, ignore_errors=True)


def _runs(account: Account, python: Interpreter) -> bool:
    command = [python.path, "-P", "-c", PROBE]
    try:
        done = account.run(command, folder=Path("/"), more=python.environment)
    except PermissionError:
        return False
    return done.returncode == 0
