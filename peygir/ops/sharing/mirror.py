"""Brings the shared files of one machine's home and the bucket into step; killed anywhere, the next turn goes on."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.ops.logs import logger
from peygir.ops.sharing.bucket import SharedBucket
from peygir.ops.sharing.merging import joined
from peygir.ops.sharing.steps import FILES, FOLDERS, SharedState, SharingStep, Way, is_shared, steps_between

NOTE: Final = "doing/shared.json"
"""In a folder of the account's own: in a home of root's it may make no file."""
_PULLED: Final = "doing/shared.making"

log = logger(__name__)


class HomeMirror:
    """A home and its bucket. One process of a machine runs it at a time."""

    def __init__(self, home: Path, bucket: SharedBucket) -> None:
        self._home, self._bucket = home, bucket

    def turn(self) -> int:
        """Do everything that is to be done now; returns how many files. Raises StorageIsAway, OSError."""
        known, there = self._known(), {name: tag for name, tag in self._bucket.tags().items() if is_shared(name)}
        steps = steps_between(self._here(), there, known)
        for step in steps:
            try:
                self._do(step, known)
            except FileNotFoundError:
                continue  # a writer replaced it meanwhile: the next turn looks again
            except OSError as failure:
                log.warning("file_is_not_shared", name=step.name, words=str(failure))
        if steps:
            self._note(known)
            log.info("home_shared", files=len(steps), names=[step.name for step in steps[:3]])
        return len(steps)

    def _do(self, step: SharingStep, known: dict[str, SharedState]) -> None:
        path = self._home / step.name
        match step.way:
            case Way.PUSH:
                known[step.name] = self._pushed(step.name)
            case Way.PULL:
                known[step.name] = self._pulled(step.name)
            case Way.COMPARE:
                known[step.name] = self._compared(step.name)
            case Way.DELETE_HERE:
                path.unlink(missing_ok=True)
                known.pop(step.name, None)
            case Way.DELETE_THERE:
                self._bucket.delete(step.name)
                known.pop(step.name, None)
            case Way.FORGET:
                known.pop(step.name, None)

    def _pushed(self, name: str) -> SharedState:
        mark = _mark(self._home / name)
        return SharedState(mark, self._bucket.put(name, self._home / name))

    def _pulled(self, name: str) -> SharedState:
        making = self._home / _PULLED
        try:
            tag = self._bucket.fetch(name, making)
            self._put_here(making, name)
        finally:
            making.unlink(missing_ok=True)
        return SharedState(_mark(self._home / name), tag)

    def _compared(self, name: str) -> SharedState:
        path = self._home / name
        here, there = path.read_bytes(), self._bucket.read(name)
        both = joined(name, here, there)
        if both != here:
            making = self._home / _PULLED
            making.write_bytes(both)
            self._put_here(making, name)
        return self._pushed(name)

    def _put_here(self, making: Path, name: str) -> None:
        path = self._home / name
        if name in FILES and path.exists():
            # Written in place, by whoever may not rename in the home; if that is cut, the bucket still has all of it.
            with path.open("r+b") as file:
                file.write(making.read_bytes())
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making.chmod(0o600)
        with making.open("rb") as file:
            os.fsync(file.fileno())
        making.replace(path)
        sync_folder(path.parent)

    def _here(self) -> dict[str, tuple[int, int]]:
        paths_by_name: dict[str, Path] = {}
        for folder in FOLDERS:
            for place, _, names in os.walk(self._home / folder):
                paths = [Path(place, name) for name in names]
                paths_by_name |= {path.relative_to(self._home).as_posix(): path for path in paths}
        paths_by_name |= {name: self._home / name for name in FILES}
        marks = {}
        for name, path in paths_by_name.items():
            with suppress(FileNotFoundError):
                if is_shared(name) and not path.is_symlink() and (mark := _mark(path))[1]:
                    marks[name] = mark
        return marks

    def _known(self) -> dict[str, SharedState]:
        try:
            kept = json.loads((self._home / NOTE).read_text(encoding="utf-8"))
            return {name: SharedState((int(at), int(size)), str(tag)) for name, (at, size, tag) in kept.items()}
        except (OSError, ValueError, TypeError):
            return {}

    def _note(self, known: dict[str, SharedState]) -> None:
        making = self._home / f"{NOTE}.new"
        making.write_text(json.dumps({name: [*state.here, state.there] for name, state in known.items()}))
        making.replace(self._home / NOTE)


def _mark(path: Path) -> tuple[int, int]:
    seen = path.stat()
    return seen.st_mtime_ns, seen.st_size
