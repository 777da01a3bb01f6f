"""Commits that do not wait for the disk, for long work that a crash may set back by some moments.

A crash of the server loses the last commits, the later ones first: no change is there without those before it. So it
is right where interrupted work finds out by itself how far it came.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def quick_commits() -> Iterator[None]:
    """Let the commits of this session not wait, until the end of the block. Call it outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
