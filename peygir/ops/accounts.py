"""The account that the embedded database runs under, and what that account can access.

PostgreSQL refuses to run as root, so as root it runs under an unprivileged account. Existing files and folders keep
their owner and mode; whatever the account cannot reach is placed where it can.
"""

import grp
import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

LENT_ACCOUNTS = ("peygir", "postgres", "nobody")
PROGRAM_PATH = "/usr/local/bin:/usr/bin:/bin"


class NoAccountForDatabase(Invalid):
    """Root has no unprivileged account to use, or this user has no name."""

    message = _("The database does not run as root, and there is no account peygir, postgres or nobody: make one.")


class AccountHasNoName(Invalid):
    """PostgreSQL's peer authentication compares names, and this user id has none."""

    message = _("User id {uid} has no name on this machine; the database needs one to know you by.")


@dataclass(frozen=True)
class Account:
    """An account of this machine; `is_lent` when it is not the one we run under."""

    name: str
    uid: int
    gid: int
    is_lent: bool

    def run(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        seconds: float = 120,
        text: str | None = None,
        own_session: bool = False,
        more: Mapping[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program to its end as this account, in a minimal environment extended by `more`.

        Never raises for its exit code.
        """
        return subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env={"PATH": PROGRAM_PATH, "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC", **(more or {})},
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            umask=0o077,
            start_new_session=own_session,
            timeout=seconds,
            check=False,
            user=self.uid if self.is_lent else None,
            group=self.gid if self.is_lent else None,
            extra_groups=[] if self.is_lent else None,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can enter an existing folder, through every folder above it."""
        if not self.is_lent:
            return os.access(folder, os.X_OK)
        script: list[str | Path] = ["/bin/sh", "-c", 'test -x "$1"', "sh", folder]
        return self.run(script, folder=Path("/"), seconds=30).returncode == 0

    def may_run(self, program: Path) -> bool:
        """Whether this account can start a program and the libraries it needs."""
        try:
            return self.run([program, "--version"], folder=Path("/"), seconds=30).returncode == 0
        except OSError:
            return False

    def make_folder(self, folder: Path) -> None:
        """Make a folder for this account alone (0700); an existing one is left as it is."""
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            if self.is_lent:
                os.chown(folder, self.uid, self.gid)

    def own(self, path: Path) -> None:
        """Give a file that we made to this account."""
        if self.is_lent:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def database_account() -> Account:
    """Return the account for the embedded server: ours, or as root an unprivileged one.

    Raises NoAccountForDatabase, AccountHasNoName.
    """
    uid = os.geteuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise AccountHasNoName(uid=uid) from None
        return Account(entry.pw_name, uid, os.getegid(), is_lent=False)
    for name in LENT_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, _group_of(entry), is_lent=True)
    raise NoAccountForDatabase


def _group_of(entry: pwd.struct_passwd) -> int:
    try:
        return grp.getgrgid(entry.pw_gid).gr_gid
    except KeyError:
        return entry.pw_gid
