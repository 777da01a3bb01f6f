"""The backend's connection: before a request it looks at the socket, where Django would send `SELECT 1` and wait."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ended has closed its side of the socket, which then reads as ready; a quiet one is alive."""

    def is_usable(self) -> bool:
        """Whether the connection can be used; asks the server only when the socket has something to say."""
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        poll = select.poll()
        poll.register(self.connection.pgconn.socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return True if not poll.poll(0) else super().is_usable()
