"""What can be wrong with the machine: memory, limits, clock."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

MEMORY_TOO_SMALL: Final = FaultKind(
    "memory-too-small",
    _("This machine has {found} GB of memory; {processes} processes and the database need about {needed} GB."),
    _("Add memory, or serve with fewer --workers."),
)
MEMORY_SHORT: Final = FaultKind(
    "memory-short",
    _("Only {free} MB of memory are free at this moment; the kernel will soon end processes."),
    _("Find what uses the memory (top, then M), and end or limit it."),
)
NO_SWAP: Final = FaultKind(
    "no-swap",
    _("The machine has {found} GB of memory and no swap: one large report can end a process."),
    _("Add some GB of swap, or memory."),
    is_advice=True,
)
SWAP_IN_USE: Final = FaultKind(
    "swap-in-use",
    _("{used} % of the swap is in use: the machine is short of memory and slow."),
    _("Add memory, or serve with fewer --workers."),
    is_advice=True,
)
CORES_TOO_FEW: Final = FaultKind(
    "cores-too-few",
    _("{workers} web processes share {cores} cores with the worker and the database."),
    _("Serve with --workers {cores}, or add cores."),
    is_advice=True,
)
MACHINE_OVERLOADED: Final = FaultKind(
    "machine-overloaded",
    _("The load of the last five minutes was {load} on {cores} cores: everything waits."),
    _("Find what computes (top), and move or end it; or add cores."),
    is_advice=True,
)
OPEN_FILES_LIMIT: Final = FaultKind(
    "open-files-limit",
    _("A process may open {found} files at once; a web process needs at least {needed}, since each connection is one."),
    _("Raise the limit: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536 before the start."),
)
OPEN_FILES_LOW: Final = FaultKind(
    "open-files-low",
    _("A process may open {found} files at once, so a web process takes only about as many connections."),
    _("Raise the limit: LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536 before the start."),
    is_advice=True,
)
PROCESSES_LIMIT: Final = FaultKind(
    "processes-limit",
    _("This account may run {found} processes and threads; Peygir with its database needs up to {needed}."),
    _("Raise the limit: TasksMax= in the systemd unit, or ulimit -u."),
)
MEMORY_LIMIT: Final = FaultKind(
    "memory-limit",
    _("A limit of {found} GB on the memory of this account or container is less than the {needed} GB that are needed."),
    _("Raise the limit (MemoryMax= in the systemd unit, or the container's memory)."),
)
TEMPORARY_FOLDER_UNUSABLE: Final = FaultKind(
    "temporary-folder-unusable",
    _(
        "The folder for temporary files, {folder}, cannot be written to, or has less than {needed} MB free: uploads fail."
    ),
    _("Set TMPDIR to a folder on a disk with space that this account may write to."),
)
TEMPORARY_FOLDER_IN_MEMORY: Final = FaultKind(
    "temporary-folder-in-memory",
    _("The folder for temporary files, {folder}, is in memory: long uploads take memory from the processes."),
    _("Set TMPDIR to a folder on disk."),
    is_advice=True,
)
CLOCK_WRONG: Final = FaultKind(
    "clock-wrong",
    _(
        "The machine's clock says {now}, which is before {known}, when {what}: deadlines, links and histories get wrong times."
    ),
    _("Set the clock and keep it right: timedatectl set-ntp true."),
)
CLOCK_NOT_SYNCHRONISED: Final = FaultKind(
    "clock-not-synchronised",
    _("No time server keeps the machine's clock right, as the kernel says."),
    _("Switch it on (timedatectl set-ntp true) or start chrony; in a container the host does it."),
    is_advice=True,
)
TIME_ZONES_MISSING: Final = FaultKind(
    "time-zones-missing",
    _("The time zone {zone} is unknown on this machine: days, nights and working hours cannot be told."),
    _("Install the package tzdata of the system, or of Python (pip install tzdata)."),
)
TIME_ZONES_OLD: Final = FaultKind(
    "time-zones-old",
    _(
        "The machine's time zone data still has summer time in Iran, which ended in 1401: half of the year is wrong by an hour."
    ),
    _("Update the system's package tzdata."),
)
ENCODING_NOT_UTF8: Final = FaultKind(
    "encoding-not-utf8",
    _("File names and texts are not UTF-8 here ({found}): Persian file names and logs break."),
    _("Set LANG=C.UTF-8 where Peygir is started."),
)
NO_ACCOUNT: Final = FaultKind(
    "no-account",
    _(
        "As root the database needs another account to run under, and there is none named peygir, postgres or nobody; or this account has no name."
    ),
    _("Make one: useradd --system peygir. Or start Peygir as an ordinary account."),
)
