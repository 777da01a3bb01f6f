"""What can be wrong with the settings: the second half."""

from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.ops.doctor.kinds import FaultKind

SECOND_STEP_OFF: Final = FaultKind(
    "second-step-off",
    _("PEYGIR_SECOND_STEP is none: a stolen password alone opens the desks of inspectorate, mayor and administrators."),
    _("Unset it, or name roles: inspectorate,mayor,admin."),
)
SMS_NOWHERE: Final = FaultKind(
    "sms-nowhere",
    _("No SMS leaves this machine: PEYGIR_SMS is “{value}”. Citizens get no code and no answer."),
    _("Set a provider and its address (docs/messages.md)."),
)
SMS_PROVIDER_WRONG: Final = FaultKind(
    "sms-provider-wrong",
    _("PEYGIR_SMS names {name}, which is no provider or has no address in {setting}: its messages wait."),
    _("Correct the name, or set {setting} (docs/messages.md)."),
)
EMAIL_NOWHERE: Final = FaultKind(
    "email-nowhere",
    _("PEYGIR_EMAIL_URL is empty: mails to citizens and agencies are kept in a file and not sent."),
    _("Set it: smtp://user:password@mail.example:587?tls=1."),
    is_advice=True,
)
BACKUP_KEY_MISSING: Final = FaultKind(
    "backup-key-missing",
    _("PEYGIR_BACKUP_KEY is not set, so ./run backup refuses to run and nothing is shipped."),
    _("Make a pair with ./run backup --new-key, keep the private one in a safe, set the public one."),
)
BACKUP_KEY_PRIVATE: Final = FaultKind(
    "backup-key-private",
    _("PEYGIR_BACKUP_KEY holds a private key (AGE-SECRET-KEY…): every process of this machine can read every backup."),
    _("Set its public line (age1…), and make a new pair, since this one was shown."),
)
OWN_SERVER_AND_RECOVERY: Final = FaultKind(
    "own-server-and-recovery",
    _("PEYGIR_RECOVERY has no effect with DATABASE_URL."),
    _("Let the server's own tools (pgBackRest, Barman) ship its log; unset PEYGIR_RECOVERY."),
    is_advice=True,
)
OWNER_URL_MISSING: Final = FaultKind(
    "owner-url-missing",
    _("Only DATABASE_URL is set, so one role owns the tables and serves the web: it could change the past."),
    _("Make the two roles of docs/operations.md and set PEYGIR_OWNER_DATABASE_URL."),
    is_advice=True,
)
OWNER_URL_ELSEWHERE: Final = FaultKind(
    "owner-url-elsewhere",
    _(
        "PEYGIR_OWNER_DATABASE_URL and DATABASE_URL name different databases: migrations go to another one than the web uses."
    ),
    _("Let both name the same host, port and database, with different roles."),
)
DATABASE_NOT_PRIVATE: Final = FaultKind(
    "database-not-private",
    _(
        "The database {host} is on another machine and sslmode is “{mode}”: all of the city's data may cross the network in clear text."
    ),
    _("Add sslmode=verify-full&sslrootcert=… to the address."),
)
S3_INCOMPLETE: Final = FaultKind(
    "s3-incomplete",
    _("PEYGIR_S3_BUCKET is set, but {names} is not: photos cannot be stored."),
    _("Set all of them (docs/media.md)."),
)
NAMED_FILE_MISSING: Final = FaultKind(
    "named-file-missing",
    _("{name} names {file}, which is missing or cannot be read."),
    _("Correct the path, or give the file to the account that serves the city."),
)
PRIVATE_HOSTS_ALLOWED: Final = FaultKind(
    "private-hosts-allowed",
    _("{name}=1 lets programs outside make this machine call addresses of the city's inner network."),
    _("Unset it, unless the peers really are in the inner network."),
    is_advice=True,
)
NO_SECOND_PLACE: Final = FaultKind(
    "no-second-place",
    _("There is no second place (PEYGIR_RECOVERY): a lost disk takes everything since the last backup."),
    _("Set PEYGIR_RECOVERY to a folder on another machine or a bucket (docs/recovery.md)."),
    is_advice=True,
)
OTHER_SETTINGS_THAN_SERVED: Final = FaultKind(
    "other-settings-than-served",
    _(
        "The running processes were started with other settings than the doctor: {names}. What is said here of settings may not hold for them."
    ),
    _("Run the doctor with the same settings (for systemd: its EnvironmentFile), or start the processes again."),
)
