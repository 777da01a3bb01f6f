"""What kind of disk a folder lies on, and how much room it has."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOUNTS: Final = Path("/proc/self/mounts")


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Bytes free for an ordinary account; shares (0 to 1) of bytes and of file entries that are free."""

    free: int
    share: float
    entries_share: float


def room_of(folder: Path) -> DiskRoom:
    """Return the room of the disk that a folder lies on. Raises OSError."""
    disk = os.statvfs(folder)
    usable = disk.f_blocks - disk.f_bfree + disk.f_bavail
    entries = disk.f_favail / disk.f_files if disk.f_files else 1.0
    return DiskRoom(disk.f_bavail * disk.f_frsize, disk.f_bavail / usable if usable else 1.0, entries)


def kind_of_disk(folder: Path) -> str:
    """Return the type of the file system (ext4, tmpfs, nfs4); empty where it is not known."""
    path, best, kind = str(folder.resolve()), "", ""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        _, mounted, name, *_ = line.split(" ")
        mounted = mounted.replace("\\040", " ")
        is_above = path == mounted or path.startswith(mounted.rstrip("/") + "/")
        if is_above and len(mounted) >= len(best):
            best, kind = mounted, name
    return kind
