"""Locks the roles, so that an account and the role it is in do not change at once."""

from django.db import connection

from peygir.people.models import RoleBook
from peygir.people.role_cache import ROLE_CACHE


def share_roles() -> None:
    """Hold off changes of roles until the end of the caller's transaction, and read the roles as they are now."""
    assert connection.in_atomic_block, "the lock would end with its own statement"
    # By hand: Django has `FOR UPDATE` alone, by which two changes of accounts would wait for each other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_head FROM people_rolebook FOR SHARE")
        ROLE_CACHE.see(cursor.fetchone()[0])


def lock_roles() -> RoleBook:
    """The book, locked until the end of the transaction: no role changes, nor an account under `share_roles`."""
    return RoleBook.objects.select_for_update(no_key=True).get()
