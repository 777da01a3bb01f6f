"""The sentence of each health check, for passed and failed."""

from typing import Final

from django.utils.translation import get_language, gettext, gettext_noop

from peygir.journey.vitals import Vitals
from peygir.storage.recovery_vitals import ShippingFault

# Name → (passed, failed). No numbers: everybody may read these.
WORDS: Final[dict[str, tuple[str, str]]] = {
    "database": (
        gettext_noop("The database answers."),
        gettext_noop("The database does not answer, or no city is loaded."),
    ),
    "worker": (gettext_noop("The worker is running."), gettext_noop("The worker does not respond.")),
    "clock": (gettext_noop("The clock is on time."), gettext_noop("Due promises are waiting; is the clock running?")),
    "duties": (
        gettext_noop("Each duty of worker and clock is done."),
        gettext_noop("A duty of the worker or the clock fails again and again; the others go on."),
    ),
    "jobs": (gettext_noop("No job has been waiting for long."), gettext_noop("Jobs have been waiting for too long.")),
    "failed_jobs": (
        gettext_noop("No job has failed permanently."),
        gettext_noop("Some jobs have failed permanently and need a look."),
    ),
    "messages": (gettext_noop("Messages go out in time."), gettext_noop("Messages have been waiting for too long.")),
    "gateways": (
        gettext_noop("The message providers accept messages."),
        gettext_noop("A message provider has not accepted any message for a while."),
    ),
    "dead_letters": (
        gettext_noop("Nearly every message of the last 24 hours was sent."),
        gettext_noop("Many messages of the last 24 hours could not be sent."),
    ),
    "owners": (gettext_noop("Every case has an owner."), gettext_noop("Some cases have no owner.")),
    "disk": (gettext_noop("There is storage space left."), gettext_noop("The storage space is nearly used up.")),
    "backup": (gettext_noop("There is a recent backup."), gettext_noop("The last backup is too old.")),
    "recovery": (
        gettext_noop("The database's log reaches the second place, and drills succeed."),
        gettext_noop("The database's log does not reach the second place, or the restore drill fails."),
    ),
    "standby": (
        gettext_noop("If there is a second machine, it has every change before it is acknowledged."),
        gettext_noop("Unprotected: the second machine is away, and newer changes are on this machine alone."),
    ),
    "keys": (
        gettext_noop("All machines sign with the same keys."),
        gettext_noop("Two machines sign with different keys: set PEYGIR_SECRET_KEY and PEYGIR_RECORD_KEY on all."),
    ),
    "replica": (
        gettext_noop("The database's replica keeps up."),
        gettext_noop("The database's replica does not answer or is too far behind; the database itself is read."),
    ),
    "assets": (gettext_noop("The pages' styles are built."), gettext_noop("The pages' styles are not built.")),
    "live": (
        gettext_noop("The live stream works."),
        gettext_noop("The live stream does not respond; pages must be reloaded by hand."),
    ),
}

# Metrics of `journey.vitals.Vitals` with their labels.
FIGURES: Final[dict[str, str]] = {
    "worker_age": gettext_noop("Seconds since the worker's last heartbeat"),
    "clock_age": gettext_noop("Seconds since the clock's last heartbeat"),
    "failing_duties": gettext_noop("Duties of worker and clock that failed in the last 15 minutes"),
    "due_late": gettext_noop("Seconds by which the oldest due promise is late"),
    "jobs_waiting": gettext_noop("Jobs that wait or run"),
    "jobs_failed": gettext_noop("Jobs that failed permanently"),
    "oldest_job": gettext_noop("Seconds since the oldest waiting job was due"),
    "longest_job": gettext_noop("Seconds since the longest running job began"),
    "messages_waiting": gettext_noop("Messages that wait"),
    "oldest_message": gettext_noop("Seconds since the oldest untried message was due"),
    "silent_channels": gettext_noop("Channels that deliver no messages"),
    "dead_letters": gettext_noop("Messages not sent in the last 24 hours"),
    "unowned": gettext_noop("Cases without an owner"),
    "disk_free": gettext_noop("Free share of the fullest disk"),
    "backup_age": gettext_noop("Seconds since the last backup"),
    "is_past_safe": gettext_noop("1: the database role cannot change the event table"),
    "is_unprivileged": gettext_noop("1: the web does not run as root"),
    "is_database_private": gettext_noop("1: the database is on this machine, or reached by TLS"),
    "log_age": gettext_noop("Seconds since the database's log last reached the second place"),
    "drill_age": gettext_noop("Seconds since the last restore drill that succeeded"),
    "replica_lag": gettext_noop("Seconds by which the replica is behind the database"),
    "is_recoverable": gettext_noop("1: the database can be recovered to any minute (PEYGIR_RECOVERY)"),
    "is_unprotected": gettext_noop("1: unprotected, the second machine does not have the newest changes"),
    "unprotected_for": gettext_noop("Seconds since the second machine last had every change"),
    "standby_lag": gettext_noop("Bytes of the log that the second machine has yet to write down"),
}
ADVICE: Final = ("is_past_safe", "is_unprivileged", "is_database_private", "is_recoverable")
"""Advisory checks: they should pass, but a failure is no emergency."""


def words_of(name: str, is_good: bool, figures: Vitals | None = None) -> str:
    """Return the sentence of a check in the viewer's language; with metrics, of a failure whose reason is known."""
    if name == "recovery" and not is_good and figures is not None and figures.recovery_fault in ShippingFault.labels():
        return ShippingFault.of(figures.recovery_fault).label.in_language(get_language() or "fa")
    return gettext(WORDS[name][0 if is_good else 1])
