"""What can be wrong with the database: the second half."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

HISTORY_UNGUARDED: Final = FaultKind(
    "history-unguarded",
    _("The trigger that keeps events from being changed is off or missing."),
    _(
        "As the owner: ALTER TABLE history_event ENABLE ALWAYS TRIGGER history_event_insert_only; then ./run verify, and find out who did it."
    ),
)
SETTING_OF_DATABASE_UNSAFE: Final = FaultKind(
    "setting-of-database-unsafe",
    _("The database's setting {name} is {found}: {what}"),
    _(
        "ALTER SYSTEM RESET {name} (and ALTER DATABASE or ROLE … RESET, where it was set there), then reload or restart; then ./run verify."
    ),
)
CONNECTIONS_TOO_FEW: Final = FaultKind(
    "connections-too-few",
    _("The database takes {found} connections; the processes need up to {needed}."),
    _("Raise max_connections, or serve with fewer --workers."),
)
CONNECTIONS_NEARLY_USED: Final = FaultKind(
    "connections-nearly-used",
    _("{used} of {limit} connections of the database are in use."),
    _("Look in pg_stat_activity who holds them."),
)
AUTOVACUUM_OFF_FOR_TABLES: Final = FaultKind(
    "autovacuum-off-for-tables",
    _("Autovacuum is off for: {names}. These tables grow and become slow."),
    _("ALTER TABLE … RESET (autovacuum_enabled)."),
)
SLOT_HOLDS_LOG: Final = FaultKind(
    "slot-holds-log",
    _("The replication slot {name} holds back {size} MB of the log; it fills the disk."),
    _("Bring its standby back, or drop it: SELECT pg_drop_replication_slot('{name}')."),
)
LONG_TRANSACTION: Final = FaultKind(
    "long-transaction",
    _(
        "A transaction of {role} has been open for {minutes} minutes (process {pid}): nothing behind it is cleaned up, and locks wait."
    ),
    _("Find out what it is; end it with SELECT pg_terminate_backend({pid})."),
)
PREPARED_TRANSACTION: Final = FaultKind(
    "prepared-transaction",
    _("A prepared transaction, {name}, was left open: it holds locks for ever."),
    _("ROLLBACK PREPARED '{name}'."),
)
WRAPAROUND_NEAR: Final = FaultKind(
    "wraparound-near",
    _("The oldest transaction number is {millions} million behind: at 2,000 the database stops writing."),
    _("End long transactions and drop stale slots, then VACUUM FREEZE."),
)
INDEX_INVALID: Final = FaultKind(
    "index-invalid",
    _("These indexes are not usable: {names}."),
    _("REINDEX INDEX CONCURRENTLY for each."),
)
CONSTRAINT_NOT_VALID: Final = FaultKind(
    "constraint-not-valid",
    _("These constraints were never checked against the rows: {names}."),
    _("ALTER TABLE … VALIDATE CONSTRAINT for each."),
)
CLOCKS_DIFFER: Final = FaultKind(
    "clocks-differ",
    _("The database's clock differs from this machine's by {seconds} s."),
    _("Let a time server keep both (timedatectl set-ntp true)."),
)
DATABASE_READ_ONLY: Final = FaultKind(
    "database-read-only",
    _("The database takes no changes: it is a standby, or default_transaction_read_only is on."),
    _("Name the primary in DATABASE_URL, or promote this one by its checklist."),
)
ARCHIVING_FAILS: Final = FaultKind(
    "archiving-fails",
    _("The database's log cannot be archived; the last failure is newer than the last success."),
    _("Look at the server's log and at the space of the place it archives to."),
)
ARCHIVING_OFF: Final = FaultKind(
    "archiving-off",
    _("PEYGIR_RECOVERY is set, but the running database was started without it: nothing is shipped."),
    _("Stop everything that uses the database, and start it again."),
)
STANDBY_UNPROTECTED: Final = FaultKind(
    "standby-unprotected",
    _("A synchronous standby is named, but none is connected: what is acknowledged now is on one disk, or waits."),
    _("Bring the standby back (docs/recovery.md)."),
)
DATABASE_LOGS_PEOPLE: Final = FaultKind(
    "database-logs-people",
    _("The database writes statements with people's data into its log ({name} = {found})."),
    _("ALTER SYSTEM RESET {name}, reload, and delete the old logs."),
    is_advice=True,
)
