"""Sends statements without waiting for each answer, where only the last one matters."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# It warns of what a broken pipeline could not send any more; the statement that broke it raises in any case.
logging.getLogger("psycopg").setLevel(logging.ERROR)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Statements inside are sent at once and waited for only where their answer is asked for, or at the end.

    PostgreSQL's pipeline mode: a round trip for all rows of a report instead of one for each. Use it inside a
    transaction; a constraint's answer comes no later than the end of the block. Raises what the statements raise.
    """
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def is_waiting() -> bool:
    """Whether each statement's answer is there when it was sent: no block of `without_waiting` is open."""
    return not connection.connection.pgconn.pipeline_status
