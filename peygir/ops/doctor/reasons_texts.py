"""Short reasons inside the sentences of other findings."""

from typing import Final

from peygir.core.translation import gettext_lazy as _

IS_READ_ONLY: Final = _("its disk is mounted read-only")
IS_NOT_ALLOWED: Final = _("this account is not allowed to")
IS_DAMAGED: Final = _("it is damaged or no text")
WAS_RELEASED: Final = _("this program was written")
WAS_INSTALLED: Final = _("this program was installed")
NOT_A_NUMBER: Final = _("it must be a whole number from {least} on")
NOT_HOURS: Final = _("it must be a number of hours or days")
NOT_ONE_OF: Final = _("it must be one of: {names}")
NOT_A_URL: Final = _("it must begin with {schemes} and name a host")
NOT_A_PORT: Final = _("it must be a port (1 to 65535) or off")
NOT_NETWORKS: Final = _("it must be addresses or networks, separated by commas")
NOT_ROLES: Final = _("it names a role that does not exist; none switches it off")
NOT_A_KEY: Final = _("it is no public key (age1…) and no file of such keys")
NOT_A_ZONE: Final = _("it is no time zone, such as Asia/Tehran")
HAS_BLANKS: Final = _("it begins or ends with a blank or a quotation mark")
IS_SUPERUSER: Final = _("it is a superuser")
MAY_CREATE: Final = _("it may create databases or roles, replicate, or pass row security")
OWNS_SERVER_POWERS: Final = _("it is a member of {names}")
LOSES_DATA: Final = _("a power cut can damage the whole database")
LOSES_ACKNOWLEDGED: Final = _("a power cut loses what was already acknowledged to citizens")
GROWS: Final = _("deleted rows stay, tables grow without end, and at last the database stops writing")
HIDES_DAMAGE: Final = _("damaged pages are taken for good ones")
LOSES_TRIGGERS: Final = _("triggers and foreign keys do not guard the rows")
TIMED_OUT: Final = _("no answer in time")
REFUSED_STATUS: Final = _("it answers with status {status}")
