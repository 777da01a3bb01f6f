"""The backend's connection: before a request it checks the socket, where Django would send `SELECT 1` and wait."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus

from peygir.ops.postgresql.limits import limits_of_process


# Django's stubs do not say that this is psycopg's own cursor.
class PatientCursor(base.ServerBindingCursor, psycopg.Cursor[Any]):
    """In pipeline mode, reading `rowcount` waits for the result of the statement."""

    @property
    def rowcount(self) -> int:
        """Return the number of rows changed or found by the last statement."""
        if super().rowcount < 0 and self.connection.pgconn.pipeline_status:
            with self.connection.pipeline():
                pass  # the end of an inner block is where psycopg waits for all pending results
        return super().rowcount


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ended has closed its side of the socket, which then polls as readable; a silent socket is alive."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's parameters, with our cursor and the time limits of this kind of process (those of the URL
        win).
        """
        limits, given = limits_of_process(), super().get_connection_params()
        options = f"{limits.options()} {given.get('options', '')}".strip()
        return {"connect_timeout": limits.connect, **given, "options": options, "cursor_factory": PatientCursor}

    def is_usable(self) -> bool:
        """Whether the connection can be used; queries the server only if the socket is readable."""
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        poll = select.poll()
        poll.register(self.connection.pgconn.socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return True if not poll.poll(0) else super().is_usable()
