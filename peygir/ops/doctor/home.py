"""Looks at the home: folders, owners, modes, keys and the disk."""

import json
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from peygir.core import clock
from peygir.ops.doctor import home_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.disks import kind_of_disk, room_of
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed

FOLDERS: Final = ("uploads", "outbox", "doing", "tmp")
"""As `paths.make_home` makes them."""
WRITTEN: Final = (".", *FOLDERS, "record", "readers", "lake", "maps")
SECRETS: Final = ("secret_key", "secret_key_fallbacks", "record_key", "roots.jsonl", "last-backup.json")
MB: Final = 1024**2
FULL_MB: Final = 100
FULL_SHARE: Final = 0.01
LOW_SHARE: Final = 0.05
"""As `journey.vitals.DISK_FREE`, which cannot be imported without Django."""
NETWORK: Final = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "ceph", "gluster", "fuse.s3fs")
IN_MEMORY: Final = ("tmpfs", "ramfs")
SHORTEST_KEY, FEWEST_LETTERS = 32, 8
DAY: Final = 86400
MOST_SEEN: Final = 20_000


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the home's folders and who may do what in them."""
    home = installation.home
    try:
        home.stat()
    except PermissionError:
        yield _closed(home)
        return
    except OSError:
        yield fault(texts.HOME_MISSING, home=home)
        return
    if not home.is_dir():
        yield fault(texts.HOME_IS_NO_FOLDER, home=home)
        return
    if not os.access(home, os.R_OK | os.X_OK):
        yield _closed(home)
        return
    if lost := [name for name in FOLDERS if not (home / name).is_dir()]:
        yield fault(texts.HOME_HALF_MADE, home=home, names=listed(lost))
    yield from _writable(installation)
    yield from _owners(installation)
    yield from _modes(installation)
    yield from _database_folder(installation)
    old = [path.name for path in home.iterdir() if path.name.startswith("restoring-") or ".making" in path.name]
    if left := [name for name in old if _age(home / name) > DAY]:
        yield fault(texts.LEFT_OVER_FILES, names=listed(left))


def _closed(home: Path) -> DoctorFinding:
    """Who may not enter, and to whom the home belongs, or the closed folder above it."""
    for folder in (home, *home.parents):
        try:
            owner = folder.stat().st_uid
        except PermissionError:
            continue
        return fault(texts.HOME_CLOSED, home=home, account=_name(os.geteuid()), owner=_name(owner))
    raise PermissionError(home)


def _writable(installation: Installation) -> Iterator[DoctorFinding]:
    for name in WRITTEN:
        folder = installation.home / name
        if not folder.is_dir():
            continue
        disk = os.statvfs(folder)
        if disk.f_flag & os.ST_RDONLY:
            yield fault(texts.HOME_NOT_WRITABLE, folder=folder, why=reasons.IS_READ_ONLY)
            return
        if not _may_write(folder, installation.account_id):
            yield fault(texts.HOME_NOT_WRITABLE, folder=folder, why=reasons.IS_NOT_ALLOWED)


def _may_write(folder: Path, account: int) -> bool:
    """Whether an account may make files in a folder; root's own home is for its account to pass through alone."""
    seen = folder.stat()
    if seen.st_uid == 0 and account != 0 and os.geteuid() == 0 and folder.name not in FOLDERS:
        return True  # handed over at the next start
    if account == os.geteuid() and account != 0:
        return os.access(folder, os.W_OK | os.X_OK)
    if account == 0 and seen.st_uid == 0:
        return bool(seen.st_mode & stat.S_IWUSR)
    is_owner = seen.st_uid == account
    return bool(seen.st_mode & (stat.S_IWUSR if is_owner else stat.S_IWOTH))


def _owners(installation: Installation) -> Iterator[DoctorFinding]:
    """Files of an account that is neither the home's, nor root, nor the one that serves it."""
    home = installation.home
    allowed = {installation.account_id, home.stat().st_uid, 0} if os.geteuid() == 0 else {installation.account_id}
    allowed |= {home.stat().st_uid}
    strange = [str(path.relative_to(home)) for path in _seen(home, ("database",)) if path.lstat().st_uid not in allowed]
    if home.stat().st_uid not in {0, installation.account_id, os.geteuid()}:
        strange.append(".")
    if strange:
        yield fault(texts.HOME_OTHER_OWNER, account=_name(installation.account_id), names=listed(strange))


def _seen(home: Path, without: tuple[str, ...]) -> Iterator[Path]:
    """Yield the entries of a home, the first of many; what may not be entered is left out."""
    count = 0
    for folder, below, names in os.walk(home):
        if Path(folder) == home:
            below[:] = [name for name in below if name not in without]
        for name in [*below, *names]:
            count += 1
            if count > MOST_SEEN:
                return
            yield Path(folder, name)


def _modes(installation: Installation) -> Iterator[DoctorFinding]:
    home = installation.home
    open_ones, changeable = [], []
    for name in SECRETS:
        path = home / name
        if path.is_file() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH) and name != "last-backup.json":
            open_ones.append(name)
    folders = [name for name in ("uploads", "outbox", "record") if (home / name).is_dir()]
    open_ones += [name for name in folders if (home / name).stat().st_mode & (stat.S_IROTH | stat.S_IXOTH)]
    may_list = os.access(home / "outbox", os.R_OK | os.X_OK)
    outbox = [path for path in (home / "outbox").glob("*") if path.is_file()] if may_list else []
    open_ones += [f"outbox/{path.name}" for path in outbox if path.stat().st_mode & stat.S_IROTH]
    data = installation.place / "data"
    if data.is_dir() and data.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        open_ones.append(str(data))
    there = [path for path in (home, *(home / name for name in (*FOLDERS, *SECRETS))) if path.exists()]
    others = [path for path in there if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)]
    changeable += [path.name if path != home else "." for path in others]
    if changeable:
        yield fault(texts.FILES_WRITABLE_BY_OTHERS, names=listed(changeable))
    if readable := [name for name in open_ones if name not in changeable]:
        yield fault(texts.FILES_OPEN_TO_OTHERS, names=listed(readable))


def _database_folder(installation: Installation) -> Iterator[DoctorFinding]:
    if installation.own_server or not installation.is_served_once:
        return
    data = installation.place / "data"
    if not (data / "PG_VERSION").exists() and os.access(installation.place, os.X_OK):
        yield fault(texts.DATABASE_FOLDER_MISSING, folder=data)
    elif not installation.place.exists():
        yield fault(texts.DATABASE_FOLDER_MISSING, folder=installation.place)


def look_at_disks(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the disks of home, database and uploads."""
    seen: set[int] = set()
    for folder in (installation.home, installation.place, installation.home / "uploads"):
        try:
            device = folder.stat().st_dev
            room = room_of(folder)
        except OSError:
            continue
        kind = kind_of_disk(folder)
        if device not in seen:
            shown = {"folder": folder, "free": room.free // MB, "share": f"{100 * room.share:.1f}"}
            if room.free < FULL_MB * MB or room.share < FULL_SHARE:
                yield fault(texts.DISK_FULL, **shown)
            elif room.share < LOW_SHARE:
                yield fault(texts.DISK_LOW, **shown)
            if room.entries_share < LOW_SHARE:
                yield fault(texts.INODES_LOW, folder=folder, share=f"{100 * room.entries_share:.1f}")
            if kind in IN_MEMORY:
                yield fault(texts.HOME_IN_MEMORY, folder=folder, kind=kind)
        if folder == installation.place and kind.startswith(NETWORK) and not installation.own_server:
            yield fault(texts.DATABASE_ON_NETWORK_DISK, folder=folder, kind=kind)
        seen.add(device)


def look_at_keys(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the keys; nothing of a key is shown."""
    home = installation.home
    if not home.is_dir():
        return
    given, file = installation.environment.get("PEYGIR_SECRET_KEY", ""), home / "secret_key"
    if given:
        yield from _strength(given)
    elif not file.exists():
        if installation.is_served_once:
            yield fault(texts.SIGNING_KEY_MISSING, file=file)
    else:
        text, why = _read(file)
        if why is not None:
            yield fault(texts.KEY_UNREADABLE, file=file, why=why)
        else:
            yield from _strength(text)
    if (fallbacks := home / "secret_key_fallbacks").exists() and (why := _read(fallbacks)[1]) is not None:
        yield fault(texts.KEY_UNREADABLE, file=fallbacks, why=why)
    yield from _record_key(home)
    yield from _private_backup_keys(home)


def _strength(key: str) -> Iterator[DoctorFinding]:
    if len(key.strip()) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        yield fault(texts.SIGNING_KEY_WEAK)


def _record_key(home: Path) -> Iterator[DoctorFinding]:
    file = home / "record_key"
    if not file.exists():
        if (home / "record" / "checkpoint").exists():
            yield fault(texts.RECORD_KEY_MISSING)
        return
    text, why = _read(file)
    try:
        sizes = [len(bytes.fromhex(json.loads(text)[name])) for name in ("seed", "blinding")] if why is None else []
        is_whole = why is not None or sizes == [32, 32]
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if why is not None or not is_whole:
        yield fault(texts.KEY_UNREADABLE, file=file, why=reasons.IS_DAMAGED if why is None else why)


def _private_backup_keys(home: Path) -> Iterator[DoctorFinding]:
    for path in home.iterdir():
        try:
            is_small = path.is_file() and path.stat().st_size < 10_000
            if is_small and b"AGE-SECRET-KEY-" in path.read_bytes():
                yield fault(texts.PRIVATE_BACKUP_KEY_HERE, file=path)
        except OSError:
            continue


def _read(file: Path) -> tuple[str, object]:
    try:
        return file.read_text(encoding="utf-8"), None
    except PermissionError:
        return "", reasons.IS_NOT_ALLOWED
    except (OSError, UnicodeDecodeError):
        return "", reasons.IS_DAMAGED


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _age(path: Path) -> float:
    return clock.now().timestamp() - path.lstat().st_mtime
