"""Looks at the machine: memory, limits, temporary files, clock, time zones and encoding."""

import ctypes
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from peygir.core import clock
from peygir.ops.doctor import machine_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.disks import kind_of_disk
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault
from peygir.ops.doctor.running import running_processes, web_workers

GB: Final = 1024**3
MB: Final = 1024**2
DATABASE_GB: Final = 0.6
PROCESS_GB: Final = 0.35
"""What the embedded database, and each process of Peygir, needs while the city works."""
SHORT_MB: Final = 200
FEWEST_FILES, GOOD_FILES = 1024, 4096
FEWEST_PROCESSES: Final = 400
TEMPORARY_MB: Final = 512
ZONE: Final = "Asia/Tehran"
IN_MEMORY: Final = ("tmpfs", "ramfs", "devtmpfs")
STA_UNSYNC: Final = 0x0040
BEGINNING: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No version of this program is older."""


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with memory, processors and limits."""
    figures = _meminfo()
    processes = len(running_processes(installation.home)) or 5
    needed = DATABASE_GB + PROCESS_GB * processes
    if (total := figures.get("MemTotal", 0)) and total / GB < needed * 0.9:
        yield fault(texts.MEMORY_TOO_SMALL, found=f"{total / GB:.1f}", processes=processes, needed=f"{needed:.1f}")
    if figures.get("MemAvailable", GB) < SHORT_MB * MB:
        yield fault(texts.MEMORY_SHORT, free=figures["MemAvailable"] // MB)
    swap = figures.get("SwapTotal", 0)
    if total and not swap and total < 4 * GB:
        yield fault(texts.NO_SWAP, found=f"{total / GB:.1f}")
    if swap and (used := 100 * (swap - figures.get("SwapFree", 0)) // swap) > 60:
        yield fault(texts.SWAP_IN_USE, used=used)
    cores, workers = len(os.sched_getaffinity(0)), web_workers(installation.home)
    if workers > max(2, cores):
        yield fault(texts.CORES_TOO_FEW, workers=workers, cores=cores)
    if (load := os.getloadavg()[1]) > 4 * cores:
        yield fault(texts.MACHINE_OVERLOADED, load=f"{load:.1f}", cores=cores)
    yield from _limits(needed)
    yield from _temporary()


def _meminfo() -> dict[str, int]:
    """Bytes by name, as the kernel says."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return {}
    return {line.partition(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith("kB")}


def _limits(needed: float) -> Iterator[DoctorFinding]:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if 0 <= files < FEWEST_FILES:
        yield fault(texts.OPEN_FILES_LIMIT, found=files, needed=FEWEST_FILES)
    elif 0 <= files < GOOD_FILES:
        yield fault(texts.OPEN_FILES_LOW, found=files)
    processes = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    if 0 <= processes < FEWEST_PROCESSES and os.geteuid() != 0:
        yield fault(texts.PROCESSES_LIMIT, found=processes, needed=FEWEST_PROCESSES)
    limits = [resource.getrlimit(resource.RLIMIT_AS)[0]]
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(name).read_text().strip()
        except OSError:
            continue
        limits += [int(text)] if text.isdigit() else []
    smallest = min((limit for limit in limits if limit > 0), default=0)
    if 0 < smallest < needed * GB * 0.9:
        yield fault(texts.MEMORY_LIMIT, found=f"{smallest / GB:.1f}", needed=f"{needed:.1f}")


def _temporary() -> Iterator[DoctorFinding]:
    named = os.environ.get("TMPDIR", "")
    try:
        folder = Path(named or tempfile.gettempdir())
        room = os.statvfs(folder)
    except OSError:
        yield fault(texts.TEMPORARY_FOLDER_UNUSABLE, folder=named or "/tmp", needed=TEMPORARY_MB)  # noqa: S108
        return
    if not os.access(folder, os.W_OK | os.X_OK) or room.f_bavail * room.f_frsize < TEMPORARY_MB * MB:
        yield fault(texts.TEMPORARY_FOLDER_UNUSABLE, folder=folder, needed=TEMPORARY_MB)
    elif kind_of_disk(folder) in IN_MEMORY:
        yield fault(texts.TEMPORARY_FOLDER_IN_MEMORY, folder=folder)


def look_at_time(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the clock, the time zones, the encoding and the account."""
    now = clock.now()
    written = datetime.fromtimestamp((installation.root / "peygir" / "__init__.py").stat().st_mtime, UTC)
    known, what = max((BEGINNING, reasons.WAS_RELEASED), (written, reasons.WAS_INSTALLED), key=_first)
    if now < known - timedelta(days=1):
        yield fault(texts.CLOCK_WRONG, now=f"{now:%Y-%m-%d %H:%M}", known=f"{known:%Y-%m-%d %H:%M}", what=what)
    elif _is_unsynchronised():
        yield fault(texts.CLOCK_NOT_SYNCHRONISED)
    try:
        offsets = [ZoneInfo(ZONE).utcoffset(datetime(2027, month, 1)) for month in (1, 7)]  # noqa: DTZ001
    except (ZoneInfoNotFoundError, OSError, ValueError):
        yield fault(texts.TIME_ZONES_MISSING, zone=ZONE)
    else:
        if offsets != [timedelta(hours=3, minutes=30)] * 2:
            yield fault(texts.TIME_ZONES_OLD)
    if (encoding := sys.getfilesystemencoding().lower()) != "utf-8":
        yield fault(texts.ENCODING_NOT_UTF8, found=encoding)
    if not installation.own_server:
        yield from _account()


def _first(pair: tuple[datetime, object]) -> datetime:
    return pair[0]


def _is_unsynchronised() -> bool:
    """Whether the kernel says that nothing keeps the clock right (adjtimex(2)); False where it cannot be asked."""
    # `modes` first, all zero: nothing is set; `status` is the sixth value, after four of the machine's word length.
    buffer = (ctypes.c_long * 64)()
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):
        return False
    if adjtimex(ctypes.byref(buffer)) < 0 or ctypes.sizeof(ctypes.c_long) != 8:
        return False
    return bool((buffer[5] & 0xFFFFFFFF) & STA_UNSYNC)


def _account() -> Iterator[DoctorFinding]:
    import pwd

    from peygir.ops.accounts import LENT_ACCOUNTS

    names = {entry.pw_name for entry in pwd.getpwall()}
    is_nameless = os.geteuid() not in {entry.pw_uid for entry in pwd.getpwall()}
    if (os.geteuid() == 0 and not names & set(LENT_ACCOUNTS)) or is_nameless:
        yield fault(texts.NO_ACCOUNT)
