"""What can be wrong with backups, the record, accounts and the city's data."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

CITY_NOT_LOADED: Final = FaultKind(
    "city-not-loaded",
    _("The city “{city}” is not in the database, so no page can be shown."),
    _("Load it (./run import-city DIR), or correct PEYGIR_CITY; there are: {names}."),
)
BACKUP_NEVER: Final = FaultKind(
    "backup-never",
    _("There has never been a backup of this city."),
    _("./run backup city.age, each night by a timer, onto another machine."),
)
BACKUP_OLD: Final = FaultKind(
    "backup-old",
    _("The last backup is {days} days old."),
    _("Look why the timer's ./run backup failed; make one now."),
)
BACKUP_NOTE_UNREADABLE: Final = FaultKind(
    "backup-note-unreadable",
    _("The note of the last backup, {file}, cannot be read."),
    _("Make a backup now; it writes the note anew."),
)
BACKUP_NOT_ENCRYPTED: Final = FaultKind(
    "backup-not-encrypted",
    _("The last backup was written without encryption."),
    _("Set PEYGIR_BACKUP_KEY and leave out --plain."),
    is_advice=True,
)
RECOVERY_LOG_LATE: Final = FaultKind(
    "recovery-log-late",
    _("The newest log in the second place is {minutes} minutes old, so that much can be lost."),
    _("Look at the process ship and at the second place (space, reachable, writable)."),
)
DRILL_LATE: Final = FaultKind(
    "drill-late",
    _("The last successful restore drill was {days} days ago."),
    _("./run drill, and read what it says."),
)
DRILL_FAILED: Final = FaultKind(
    "drill-failed",
    _("No restore drill has succeeded, or the last one failed: nobody knows whether the backups can be read."),
    _("./run drill, and read what it says."),
)
ROOTS_NOT_WRITTEN: Final = FaultKind(
    "roots-not-written",
    _("The book of the history's roots was last written in the night of {night}."),
    _("The clock process writes it after three at night: look at its log."),
)
RECORD_NOT_GROWN: Final = FaultKind(
    "record-not-grown",
    _("The public record was last extended and signed on {day}."),
    _("./run record says why; the clock process extends it each night."),
)
RECORD_UNREADABLE: Final = FaultKind(
    "record-unreadable",
    _("The public record's files cannot be read: {why}"),
    _("Put the folder record back from a backup; ./run verify says whether it fits."),
)
WITNESS_MISSING: Final = FaultKind(
    "witness-missing",
    _("No witness has signed the newest heads of the public record."),
    _("Ask the citizens' panel, the council or a newspaper to sign (docs/record.md)."),
    is_advice=True,
)
LAKE_OLD: Final = FaultKind(
    "lake-old",
    _("The lake for analysis was last written {days} days ago."),
    _("./run lake says why; the worker writes it each night."),
)
UPLOADS_MISSING: Final = FaultKind(
    "uploads-missing",
    _("{missing} of {sampled} sampled files of the database are not in the storage."),
    _("Put them back from a backup; if the storage is a disk of its own, look whether it is mounted."),
)
SAMPLE_PASSWORD: Final = FaultKind(
    "sample-password",
    _("These accounts have the sample's published password: {names}."),
    _("Give each another password (./run change-staff NAME --password) or close it."),
)
NO_ADMINISTRATOR: Final = FaultKind(
    "no-administrator",
    _("No open account may administer the city."),
    _("./run add-staff NAME --role admin"),
)
SECOND_STEP_MISSING: Final = FaultKind(
    "second-step-missing",
    _("These accounts of high access sign in by a password alone: {names}."),
    _(
        "They set up the second step on their own page; it is asked for at their next sign-in if PEYGIR_SECOND_STEP names their role."
    ),
)
TOP_ACCOUNTS_TOO_FEW: Final = FaultKind(
    "top-accounts-too-few",
    _("Only {count} open account has the role {role}; two are needed, since two people agree to change it."),
    _("./run add-staff NAME --role {role}"),
    is_advice=True,
)
DROP_BOX_WAITS: Final = FaultKind(
    "drop-box-waits",
    _("Something in the drop box has waited for an answer for more than {days} working days."),
    _("Ask those who hold its keys to look; nobody else can read it (docs/drop-box.md)."),
)
HOLIDAYS_MISSING: Final = FaultKind(
    "holidays-missing",
    _("The calendar has no holidays of the Iranian year {year}: deadlines run through them."),
    _("Update Peygir's package holidays, and enter the official days at /desk/admin/calendar/ or in calendar.csv."),
)
HOLIDAYS_ESTIMATED: Final = FaultKind(
    "holidays-estimated",
    _("The year {year} begins soon, and its Islamic holidays are estimates: the city has entered none of its own."),
    _("Enter the official calendar when it is published."),
    is_advice=True,
)
STREET_MAP_MISSING: Final = FaultKind(
    "street-map-missing",
    _("No street map is loaded: places are found by the city's own list alone."),
    _("./run import-osm FILE (docs/map.md)"),
    is_advice=True,
)
STREET_MAP_OLD: Final = FaultKind(
    "street-map-old",
    _("The street map was loaded {days} days ago."),
    _("./run import-osm with a fresh extract."),
    is_advice=True,
)
STREET_MAP_FILE_MISSING: Final = FaultKind(
    "street-map-file-missing",
    _("The tiles of the street map, {file}, are missing."),
    _("./run import-osm again, or put the folder maps back from a backup."),
)
EVENTS_FROM_FUTURE: Final = FaultKind(
    "events-from-future",
    _(
        "The newest event was written {minutes} minutes in the future: this machine's clock is behind, or another's was ahead."
    ),
    _("Set the clock (timedatectl set-ntp true); the history keeps what was written."),
)
SAMPLE_CITY: Final = FaultKind(
    "sample-city",
    _(
        "This is a sample city: made-up people with a published password. What concerns a real city alone was not checked."
    ),
    _("For a real city begin with a fresh home (docs/moving-in.md)."),
    is_advice=True,
)
