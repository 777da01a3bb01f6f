"""Signs of life of the processes, and whether our role could change the past."""

from datetime import datetime

from django.db import connection

from peygir.core.addresses import is_this_machine
from peygir.history.models import Pulse


def pulses() -> dict[str, datetime]:
    """Kind of process → when it last showed that it works."""
    return dict(Pulse.objects.values_list("name", "at"))


def is_database_private() -> bool:
    """Whether nobody on a network can read what we say to the database; no statement of its own on an open connection.

    It is reached by a socket or on this machine, or by TLS. Whether TLS also checks the server's name is up to
    `sslmode` in the address.
    """
    connection.ensure_connection()
    line = connection.connection.pgconn
    return bool(line.ssl_in_use) or is_this_machine(line.host.decode())


def may_change_past() -> bool:
    """Whether the role that we are connected as could change or remove events: it owns the table, or is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('history_event', 'UPDATE, DELETE, TRUNCATE')"
            " OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'history_event'::regclass), 'MEMBER')"
        )
        return bool(cursor.fetchone()[0])
