"""What can be wrong with the home and its disk."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

HOME_MISSING: Final = FaultKind(
    "home-missing",
    _("There is no home {home}: nothing was ever served from it."),
    _("If the city's data lies elsewhere, set PEYGIR_HOME; for a new city, ./run serve makes it."),
)
HOME_IS_NO_FOLDER: Final = FaultKind(
    "home-is-no-folder",
    _("The home {home} is no folder."),
    _("Set PEYGIR_HOME to the folder of the city's data."),
)
HOME_CLOSED: Final = FaultKind(
    "home-closed",
    _("The account {account} cannot enter or read the home {home}, which belongs to {owner}."),
    _("Run the doctor as the account that serves the city, or as root."),
)
HOME_NOT_WRITABLE: Final = FaultKind(
    "home-not-writable",
    _("Nothing can be written in {folder}: {why}. Uploads, messages and the nightly root are lost."),
    _("Give the folder to the account that serves the city (chown), or mount its disk for writing."),
)
HOME_OTHER_OWNER: Final = FaultKind(
    "home-other-owner",
    _("These belong to another account than the rest of the home ({account}): {names}."),
    _("Give them back: chown -R {account} on them."),
)
HOME_HALF_MADE: Final = FaultKind(
    "home-half-made",
    _("The home {home} lacks folders that the first start makes: {names}."),
    _("Run ./run serve, which makes them; what was in a lost folder is in the last backup."),
)
DATABASE_FOLDER_MISSING: Final = FaultKind(
    "database-folder-missing",
    _("The home has served a city, but its database folder {folder} is missing or empty."),
    _("Restore the last backup into a fresh home (./run restore), or mount the disk on which it lies."),
)
FILES_OPEN_TO_OTHERS: Final = FaultKind(
    "files-open-to-others",
    _("Other accounts of this machine can read: {names}."),
    _("Close them: chmod go= on each of them."),
)
FILES_WRITABLE_BY_OTHERS: Final = FaultKind(
    "files-writable-by-others",
    _("Other accounts of this machine can change: {names}. Whoever does so acts with the rights of the city."),
    _("Close them: chmod go-w on each of them, and look who changed what."),
)
DISK_FULL: Final = FaultKind(
    "disk-full",
    _("The disk of {folder} has {free} MB free ({share} %): writing fails at any moment."),
    _("Make room or a larger disk now; never delete inside the folder database by hand."),
)
DISK_LOW: Final = FaultKind(
    "disk-low",
    _("The disk of {folder} has {free} MB free ({share} %)."),
    _("Make room or a larger disk within days."),
)
INODES_LOW: Final = FaultKind(
    "inodes-low",
    _(
        "The disk of {folder} has room, but only {share} % of its file entries (inodes) are free: no file can be made soon."
    ),
    _("Delete many small files that are not the city's, or move the home to a disk with more inodes."),
)
HOME_IN_MEMORY: Final = FaultKind(
    "home-in-memory",
    _("{folder} is in memory ({kind}): everything is gone with the next restart of the machine."),
    _("Move the home to a disk and set PEYGIR_HOME."),
    is_advice=True,
)
DATABASE_ON_NETWORK_DISK: Final = FaultKind(
    "database-on-network-disk",
    _("The database lies on a network disk ({kind} at {folder}): a lost connection can damage it."),
    _("Move the home to a local disk."),
)
SIGNING_KEY_MISSING: Final = FaultKind(
    "signing-key-missing",
    _(
        "The key that signs links and sessions ({file}) is missing: a new one is made at the next start, and everybody is signed out and links in old messages end."
    ),
    _("Put the file back from a backup, with mode 0600."),
)
KEY_UNREADABLE: Final = FaultKind(
    "key-unreadable",
    _("The key {file} cannot be read: {why}."),
    _("Give it to the account that serves the city with mode 0600, or put it back from a backup."),
)
SIGNING_KEY_WEAK: Final = FaultKind(
    "signing-key-weak",
    _("The key that signs links and sessions is short or plain, so it can be guessed."),
    _("Change it as docs/keys-and-connections.md says (another signing key)."),
)
RECORD_KEY_MISSING: Final = FaultKind(
    "record-key-missing",
    _("The key of the public record is missing while there is a record that it signed: the record cannot grow."),
    _(
        "Put record_key back from a backup; without one two people declare the key lost, and ./run record begins a new log."
    ),
)
PRIVATE_BACKUP_KEY_HERE: Final = FaultKind(
    "private-backup-key-here",
    _("The private key of the backups lies on this machine ({file}): whoever takes the machine reads every backup."),
    _("Move it to a safe in two copies, and delete it here; the machine needs the public key alone."),
)
LEFT_OVER_FILES: Final = FaultKind(
    "left-over-files",
    _("An interrupted command has left these behind: {names}."),
    _("Look whether the command runs still; else delete them."),
    is_advice=True,
)
