"""Hands the log's segments to a server that recovers, unpacking some ahead of the one that it asks for.

The server runs one shell command for each file it wants. The command fails at once for a file that the vault has not,
and otherwise waits until this process has put the file into a folder. So keys stay in this process, and a segment does
not cost the start of a program.

Each command leaves a marker of its own, `NAME.PID`, because PostgreSQL may ask for a segment twice within one look of
this process (the last one, when it has come to the target): two requests under one name would be answered once.
"""

import shlex
import shutil
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.accounts import Account
from peygir.ops.backups.age import FileIsDamaged
from peygir.ops.recovery import names, packing
from peygir.ops.recovery.timelines import Lineage
from peygir.ops.recovery.vault import Vault

AHEAD: Final = 12
"""So many unpacked segments of 16 MiB wait at most."""
LOOK_EVERY: Final = 0.02
_STOP: Final = "stop"


class SegmentIsMissing(Conflict):
    """The second place lacks a segment of the log and has later ones."""

    message = _(
        "{segment} of the log is missing in the second place, though {newest} is there: what follows the gap cannot be "
        "replayed. A moment up to {reached} can be reached, with --to and a new, empty home."
    )


class SegmentIsUnreadable(Conflict):
    """A segment of the log could not be fetched or decrypted."""

    message = _(
        "{segment} of the log cannot be read in the second place ({words}): nothing after it can be replayed. "
        "A moment up to {reached} can be reached, with --to and a new, empty home."
    )


class Feeder:
    """Feeds one recovery from `start` to `stop`; `fed` counts the files handed out."""

    def __init__(self, folder: Path, vault: Vault, keys: Sequence[X25519PrivateKey], account: Account) -> None:
        self._vault, self._keys, self._account = vault, keys, account
        self._folder = folder
        self._there, self._ready = folder / "there", folder / "ready"
        self._asked, self._taken, self._refused = folder / "asked", folder / "taken", folder / "refused"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._objects: dict[str, str] = {}
        self._offered, self._not_ahead = set[str](), set[str]()
        self._newest = ""
        self._unreadable: dict[str, str] = {}
        self._failure = ""
        self._database = 0
        self.fed = 0

    @property
    def command(self) -> str:
        """PostgreSQL's `restore_command`; in it %f is the wanted file and %p the path to put it at."""
        folders = (self._there, self._ready, self._asked, self._taken, self._refused)
        there, ready, request_folder, taken, refused = (shlex.quote(str(path)).replace("%", "%%") for path in folders)
        return (
            f"test -e {there}/%f || exit 1; "
            f"if test -e {ready}/%f; then : > {taken}/%f.$$; else : > {request_folder}/%f.$$; fi; "
            f"until test -e {ready}/%f; do test -e {request_folder}/stop && exit 1; test -e {refused}/%f && exit 1; "
            f"sleep 0.02; done; mv {ready}/%f %p"
        )

    def start(self, first: str, lineage: Lineage) -> None:
        """List what the vault has of a timeline from a segment on, and begin to hand it out."""
        for folder in (self._folder, self._there, self._ready, self._asked, self._taken, self._refused):
            self._account.make_folder(folder)
        for kept in self._vault.kept("wal/"):
            name = names.log_file(kept.name)
            if name is not None and lineage.has_file(name) and (not names.is_segment(name) or name[8:] >= first[8:]):
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

    def check(self, reached: datetime | None, *, is_to_end: bool = True) -> None:
        """Stop, and refuse a replay that ended too early; `reached` is the moment of its last transaction.

        A server takes a missing segment for the end of the log and opens for writing. One that has come to its target
        (`is_to_end` is false) needed none of what follows.

        Raises SegmentIsMissing, SegmentIsUnreadable.
        """
        self.stop()
        moment = reached.isoformat(timespec="seconds") if reached else "–"
        for name, reason in self._unreadable.items():
            # Without the history of a timeline a server follows another one; and it reads segments some way ahead.
            if is_to_end or not names.is_segment(name):
                raise SegmentIsUnreadable(segment=name, words=reason, reached=moment)
        if self._failure:
            raise SegmentIsUnreadable(segment="–", words=self._failure, reached=moment)
        if not is_to_end:
            return
        for folder in (self._taken, self._asked):
            for marker in folder.iterdir():  # of the last moment
                self._note(marker.stem)
        last = self._newest
        later = {name for name in self._objects if names.is_segment(name) and name[8:] > last[8:]}
        on_its_line = sorted(name for name in later if name[:8] >= last[:8])
        if last and on_its_line:
            raise SegmentIsMissing(segment=names.segment_after(last), newest=on_its_line[-1], reached=moment)

    def _note(self, name: str) -> None:
        if names.is_segment(name):
            self._newest = max(self._newest, name, key=lambda one: (one[8:], one[:8]))

    def _feed(self) -> None:
        try:
            coming: list[str] = []
            while not self._stopped.wait(LOOK_EVERY):
                for name in self._wanted():
                    if names.is_segment(name):
                        coming = sorted(one for one in self._objects if one[:8] == name[:8] and one > name)[:AHEAD]
                for name in coming:
                    if name not in self._offered | self._not_ahead and len(self._offered) < AHEAD:
                        self._unpack_ahead(name)
                        break  # look first whether another file is wanted
        except Exception as failure:
            self._failure = _reason(failure)  # whatever it is: the server waits for this thread
            (self._asked / _STOP).touch()

    def _wanted(self) -> list[str]:
        """Unpack what the server waits for; returns what it has asked for or taken since the last look."""
        requested = []
        for folder in (self._taken, self._asked):
            for marker in sorted(folder.iterdir()):
                name = marker.stem
                if name not in self._objects:
                    continue
                marker.unlink()
                requested.append(name)
                self._note(name)
                if name in self._offered:
                    self._offered.discard(name)
                elif folder == self._asked:
                    self._hand_out(name)
        return requested

    def _hand_out(self, name: str) -> None:
        """Unpack a file that the server waits for, or let it know that there is none."""
        try:
            self._unpack(name)
        except Exception as failure:
            self._unreadable[name] = _reason(failure)
            if not names.is_segment(name):
                raise
            (self._refused / name).touch()

    def _unpack_ahead(self, name: str) -> None:
        try:
            self._unpack(name)
            self._offered.add(name)
        except Exception:
            self._not_ahead.add(name)  # it is tried again when the server asks for it

    def _unpack(self, name: str) -> None:
        making = self._folder / f"{name}.making"
        with TemporaryFile(dir=self._folder) as packet, making.open("wb") as target:
            self._vault.fetch(self._objects[name], packet)
            packet.seek(0)
            with packing.unpacked(packet, self._keys) as plain:
                shutil.copyfileobj(plain, target, packing.BLOCK)
        if names.is_segment(name):
            self._check_segment(name, making)
        self._account.own(making)
        making.rename(self._ready / name)
        self.fed += 1

    def _check_segment(self, name: str, content: Path) -> None:
        """Compare a segment's first page with its name: the server takes a strange one for the log's end.

        Raises FileIsDamaged.
        """
        with content.open("rb") as file:
            head = file.read(names.HEAD_BYTES)
        database = names.database_of(name, head) if content.stat().st_size == names.SEGMENT_BYTES else None
        self._database = self._database or database or 0
        if database is None or database != self._database:
            raise FileIsDamaged(reason=_("it holds another part of a log"))


def _reason(failure: Exception) -> str:
    return str(failure) or type(failure).__name__
