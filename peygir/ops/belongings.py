"""As root: the unprivileged account that serves the city, and its files in the home.

The home itself stays root's, so that the account cannot replace its entries; the folders and files that web and worker
write belong to the account. Only files of root change owner, and no link is followed, since the account may have placed
one there.
"""

import compileall
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.ops.accounts import Account, database_account
from peygir.ops.interpreter import Interpreter, interpreter_for
from peygir.ops.paths import ROOT

FOLDERS = ("uploads", "outbox", "doing", "tmp", "readers", "cities", "maps", "lake", "record")
FILES = (
    "secret_key",
    "roots.jsonl",
    "record_key",
    "made-up-records.csv",
    "queue_log",
    "last-backup.json",
    "database.start.lock",
    "database.users.lock",
)
ALWAYS_THERE = ("roots.jsonl", "last-backup.json", "database.start.lock", "database.users.lock")
"""In a folder of root's the account could not create them."""
LOWEST_PORT = 1024
WARNING = """\
⚠ پیگیر با حساب root روشن شد و وب و کارگرهایش هم با همین حساب کار می‌کنند، چون حساب «{account}» به {what} راه ندارد.
  آن را جایی بگذارید که این حساب بتواند بخواند (مثلاً ‎/opt/peygir)، یا پیگیر را با حسابی جز root روشن کنید.
⚠ Peygir was started as root, and its web and workers run as root too, because the account "{account}" cannot
  reach {what}. Put that where the account can read it (such as /opt/peygir), or start Peygir as another account.
"""


class PortIsForRoot(Invalid):
    """The unprivileged account cannot listen on a port this low."""

    message = gettext_lazy(
        "The web runs as the account {account}, which may not open port {port} (below 1024): put a proxy before it."
    )


@dataclass(frozen=True)
class Service:
    """How the city's processes are started: under which account, and with which Python."""

    account: Account
    python: Interpreter


def service_of(home: Path, *, port: int) -> Service | None:
    """Return how web, live stream, worker, clock and PBX bridge run; None: under our own account.

    As root, the home is handed over to the account. If the account cannot reach the program or the home, the processes
    run as root, with a warning. Raises PortIsForRoot, NoAccountForDatabase.
    """
    account = database_account()
    if not account.is_lent:
        return None
    hand_over(home, account)
    python = interpreter_for(account)
    if out_of_reach := str(ROOT) if python is None else _out_of_reach(account, home):
        print(WARNING.format(account=account.name, what=out_of_reach), file=sys.stderr, flush=True)
        return None
    if port < LOWEST_PORT and not _may_open_low_ports():
        raise PortIsForRoot(account=account.name, port=port)
    # The account cannot write beside the sources, so it would recompile them at each start.
    compileall.compile_dir(str(ROOT / "peygir"), quiet=2)
    assert python is not None
    return Service(account, python)


def hand_over(home: Path, account: Account) -> None:
    """Give the account what root has made in a home, and what it could not make there itself."""
    for name in FOLDERS:
        (home / name).mkdir(mode=0o700, exist_ok=True)
    for name in ALWAYS_THERE:
        if not os.path.lexists(home / name):
            os.close(os.open(home / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for name in FILES:
        if os.path.lexists(home / name):
            _give(name, account, folder=None, home=home)
    for name in FOLDERS:
        for _, _, files, folder in os.fwalk(home / name, follow_symlinks=False):
            if os.fstat(folder).st_uid == 0:
                os.fchown(folder, account.uid, account.gid)
            for file in files:
                _give(file, account, folder=folder, home=home)


def hand_over_again(home: Path) -> None:
    """After a command of root on a home that was handed over: give the account what the command has made."""
    if os.geteuid() != 0 or not (home / "uploads").is_dir():
        return
    account = database_account()
    if (home / "uploads").stat().st_uid == account.uid:
        hand_over(home, account)


def _give(name: str, account: Account, *, folder: int | None, home: Path) -> None:
    path = name if folder is not None else str(home / name)
    seen = os.stat(path, dir_fd=folder, follow_symlinks=False)
    # A file with a second hard link may also be elsewhere, so it is left alone.
    if stat.S_ISREG(seen.st_mode) and seen.st_uid == 0 and seen.st_nlink == 1:
        os.chown(path, account.uid, account.gid, dir_fd=folder, follow_symlinks=False)


def _out_of_reach(account: Account, home: Path) -> str:
    """Return the home if the account cannot use it; "" if it can."""
    script = 'test -x "$1" && test -r "$1/uploads" && test -w "$1/uploads"'
    if not os.environ.get("PEYGIR_SECRET_KEY"):  # else there is no such file
        script += ' && test -r "$1/secret_key"'
    words: list[str | Path] = ["/bin/sh", "-c", script, "sh", home]
    return "" if account.run(words, folder=Path("/")).returncode == 0 else str(home)


def _may_open_low_ports() -> bool:
    try:
        lowest = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    except (OSError, ValueError):
        return False
    return lowest == 0
