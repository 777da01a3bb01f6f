"""What a database's machine is in a pair of machines: alone, the primary, the standby, or fenced off.

The file `standby/standing.json` beside the cluster's data says so. The epoch is one higher after each promotion; the
database holds the same number (a setting of the database itself, which is replicated and not part of a dump), so that
neither an old primary nor an old copy of its database serves the city again.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

FOLDER: Final = "standby"
FILE: Final = "standing.json"
STANDBY_ROLE: Final = "peygir_standby"
"""The database's role with which the standby reads the log, its name as a standby, and the name of its slot."""
EPOCH: Final = "peygir.epoch"
LINK_PORT: Final = 5433
"""The number in the name of the local socket behind which the other machine's database answers."""
KEPT_FOR_STANDBY: Final = "8GB"
"""So much of the log is kept for a standby that is away; one that needs more is made anew."""


class PairRole(Vocabulary):
    """What a machine is in its pair."""

    ALONE = "alone", pgettext_lazy("machine of a pair", "alone")
    PRIMARY = "primary", pgettext_lazy("machine of a pair", "primary")
    STANDBY = "standby", pgettext_lazy("machine of a pair", "standby")


class ThisIsTheStandby(Conflict):
    """A command that needs the primary was started on the standby."""

    message = _(
        "This machine is the standby: its database only follows the primary. Run ./run standby here, or, when the "
        "primary is gone for good and switched off, ./run promote."
    )


class ThisMachineIsFenced(Conflict):
    """The other machine was promoted: what this database holds is no longer the city."""

    message = _(
        "The other machine was promoted (epoch {theirs}; this one has {ours}) and serves the city. This machine must "
        "not serve: run ./run rejoin here, and it becomes the standby."
    )


class StandingIsDamaged(Conflict):
    """The file cannot be read."""

    message = _(
        "{path} is damaged, so that nobody knows whether this machine is the primary or the standby. See what the "
        "other machine says (./run recover --check), and put the file back from there or from a backup of this machine."
    )


@dataclass(frozen=True, slots=True)
class PairStanding:
    """A machine's place in its pair.

    `is_synchronous`: as the primary, commits wait for the standby; `is_caught_up`: it also has what was acknowledged
    before they did. `fenced_by` is the epoch of the other machine that
    was promoted, or 0. `is_dismissed`: a person said that the city goes on without the other machine.
    """

    role: str = PairRole.ALONE.value
    epoch: int = 0
    fenced_by: int = 0
    is_synchronous: bool = False
    is_dismissed: bool = False
    is_caught_up: bool = False

    @property
    def is_paired(self) -> bool:
        return self.role != PairRole.ALONE

    @property
    def is_standby(self) -> bool:
        return self.role == PairRole.STANDBY

    @property
    def is_protected(self) -> bool:
        """Whether the primary has acknowledged nothing that the standby does not have."""
        return self.is_synchronous and self.is_caught_up

    @property
    def is_primary(self) -> bool:
        return self.role == PairRole.PRIMARY


def standing_of(place: Path) -> PairStanding:
    """Return what the file says; alone if there is none.

    Raises StandingIsDamaged: a guess could start two primaries.
    """
    path = place / FOLDER / FILE
    try:
        return PairStanding(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return PairStanding()
    except (ValueError, TypeError) as failure:
        raise StandingIsDamaged(path=path) from failure


def write_standing(place: Path, **changes: object) -> PairStanding:
    """Change fields of a cluster's standing; the file is replaced as a whole and is on the disk afterwards.

    Of several processes one changes it at a time.
    """
    descriptor = os.open(place / FOLDER, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        standing = replace(standing_of(place), **changes)  # type: ignore[arg-type]
        write_owned(place / FOLDER / FILE, json.dumps(asdict(standing)))
    finally:
        os.close(descriptor)
    return standing


def write_owned(path: Path, text: str) -> None:
    """Replace a file, for the owner of its folder alone, and write it to the disk."""
    making = path.with_name(f".{path.name}-{os.getpid()}")
    making.unlink(missing_ok=True)
    descriptor = os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        os.fsync(file.fileno())
    making.replace(path)
    sync_folder(path.parent)


def refuse_unless_it_may_run(place: Path, *, as_standby: bool) -> None:
    """Refuse to start the database of a machine that was fenced off, or of a standby for anything but following.

    Raises ThisMachineIsFenced, ThisIsTheStandby.
    """
    standing = standing_of(place)
    if standing.fenced_by > standing.epoch:
        raise ThisMachineIsFenced(theirs=standing.fenced_by, ours=standing.epoch)
    if standing.is_standby and not as_standby:
        raise ThisIsTheStandby()


def begin_alone(place: Path) -> None:
    """Before a server starts: its commits wait for nobody until the process that keeps the link has seen the standby.

    Without this a start would wait for a standby that cannot reach it yet.
    """
    if standing_of(place).is_synchronous:
        write_standing(place, is_synchronous=False, is_caught_up=False)


def standing_lines(place: Path, socket: Path) -> str:
    """Return the lines of PostgreSQL's configuration for a machine of a pair; for one that is alone none.

    The primary's commits wait for the standby only while `is_synchronous` says so: the process that keeps the link
    turns it on when the standby has caught up.
    """
    standing = standing_of(place)
    if not standing.is_paired:
        return ""
    lines = (
        f"max_slot_wal_keep_size = {KEPT_FOR_STANDBY}\nwal_keep_size = 512MB\nwal_sender_timeout = 10s\n"
        "wal_receiver_timeout = 10s\nwal_receiver_status_interval = 1s\nwal_retrieve_retry_interval = 1s\n"
        f"recovery_target_timeline = 'latest'\nprimary_slot_name = '{STANDBY_ROLE}'\n"
        f"primary_conninfo = '{conninfo(socket)} application_name={STANDBY_ROLE} connect_timeout=10'\n"
    )
    if standing.is_primary and standing.is_synchronous:
        lines += f"synchronous_standby_names = '{STANDBY_ROLE}'\n"
    return lines


def conninfo(socket: Path) -> str:
    """Return how the other machine's database is reached, through the local end of the link."""
    return f"host={socket} port={LINK_PORT} user={STANDBY_ROLE}"
