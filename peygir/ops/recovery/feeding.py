"""Hands the log's segments to a server that recovers, unpacking some ahead of the one that it asks for.

The server runs one shell command for each file it wants. The command fails at once for a file that the vault has not,
and otherwise waits until this process has put the file into a folder. So keys stay in this process, and a segment does
not cost the start of a program.
"""

import shlex
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.refusals import Refusal
from peygir.ops.accounts import Account
from peygir.ops.recovery import names, packing
from peygir.ops.recovery.vault import Vault

AHEAD: Final = 12
"""So many unpacked segments of 16 MiB wait at most."""
LOOK_EVERY: Final = 0.02
_STOP: Final = "stop"


class Feeder:
    """Feeds one recovery from `start` to `stop`; `fed` counts the segments, `fault` tells of a failure."""

    def __init__(self, folder: Path, vault: Vault, keys: Sequence[X25519PrivateKey], account: Account) -> None:
        self._vault, self._keys, self._account = vault, keys, account
        self._folder = folder
        self._there, self._ready = folder / "there", folder / "ready"
        self._asked, self._taken = folder / "asked", folder / "taken"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._objects: dict[str, str] = {}
        self._offered: set[str] = set()
        self.fed = 0
        self.fault = ""

    @property
    def command(self) -> str:
        """PostgreSQL's `restore_command`; in it %f is the wanted file and %p the path to put it at."""
        folders = (self._there, self._ready, self._asked, self._taken)
        there, ready, request_folder, taken = (shlex.quote(str(folder)).replace("%", "%%") for folder in folders)
        return (
            f"test -e {there}/%f || exit 1; "
            f"if test -e {ready}/%f; then : > {taken}/%f; else : > {request_folder}/%f; fi; "
            f"until test -e {ready}/%f; do test -e {request_folder}/stop && exit 1; sleep 0.02; done; mv {ready}/%f %p"
        )

    def start(self, first: str) -> None:
        """List what the vault has from a segment on, and begin to hand it out."""
        for folder in (self._folder, self._there, self._ready, self._asked, self._taken):
            self._account.make_folder(folder)
        for kept in self._vault.kept("wal/"):
            name = names.log_file(kept.name)
            if name is not None and (not names.is_segment(name) or name[8:] >= first[8:]):
                self._objects[name] = kept.name
                (self._there / name).touch(mode=0o644)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and any command that still waits."""
        self._stopped.set()
        if self._asked.exists():
            (self._asked / _STOP).touch()
        if self._thread.ident is not None:
            self._thread.join(60)

    def _feed(self) -> None:
        try:
            coming: list[str] = []
            while not self._stopped.wait(LOOK_EVERY):
                for name in self._wanted():
                    if names.is_segment(name):
                        coming = sorted(one for one in self._objects if one[:8] == name[:8] and one > name)[:AHEAD]
                for name in coming:
                    if name not in self._offered and len(self._offered) < AHEAD:
                        self._offered.add(name)
                        self._unpack(name)
                        break  # look first whether another file is wanted
        except (OSError, Refusal) as failure:
            self.fault = str(failure)
            (self._asked / _STOP).touch()

    def _wanted(self) -> list[str]:
        """Unpack what the server waits for; returns what it has asked for or taken since the last look."""
        requested = []
        for folder in (self._taken, self._asked):
            for marker in sorted(folder.iterdir()):
                if marker.name not in self._objects:
                    continue
                marker.unlink()
                requested.append(marker.name)
                if marker.name in self._offered:
                    self._offered.discard(marker.name)
                elif folder == self._asked:
                    self._unpack(marker.name)
        return requested

    def _unpack(self, name: str) -> None:
        making = self._folder / f"{name}.making"
        with TemporaryFile(dir=self._folder) as packet, making.open("wb") as target:
            self._vault.fetch(self._objects[name], packet)
            packet.seek(0)
            with packing.unpacked(packet, self._keys) as plain:
                shutil.copyfileobj(plain, target, packing.BLOCK)
        self._account.own(making)
        making.rename(self._ready / name)
        self.fed += 1
