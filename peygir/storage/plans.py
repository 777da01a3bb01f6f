"""Has PostgreSQL plan a statement for its own values, where a plan for any values would be wrong for most."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned_for_its_values() -> Iterator[None]:
    """No statement inside is kept prepared on this connection, so each is planned with the values that it carries."""
    connection.ensure_connection()
    held = connection.connection
    usual, held.prepare_threshold = held.prepare_threshold, None
    try:
        yield
    finally:
        held.prepare_threshold = usual
