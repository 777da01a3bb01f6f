"""Brings the roles of this process in step with their rows: by a stamp that comes with the session, or by the clock.

A request of staff reads the stamp of the rows in the statement that reads its session, an API request in the one that
reads its key; where it differs from the stamp in memory, the rows are read again before the request goes on. A process
that answers no request of staff (the worker, the clock) asks for the stamp at most every five seconds.
"""

from threading import Lock
from typing import Final

from django.db.models import Subquery

from peygir.core import clock
from peygir.people.first_roles import RoleFacts
from peygir.people.models import RoleBook, StaffRole
from peygir.people.role_catalogue import RoleCatalogue, put_in_force, roles_at_level, roles_in_force, roles_with

FRESH_SECONDS: Final = 5.0
STAMP: Final = Subquery(RoleBook.objects.values("event_head")[:1])
"""The stamp of the roles as a part of another statement."""


class RoleCache:
    """Keeps the catalogue of this process in step; thread-safe."""

    def __init__(self) -> None:
        self._asked_at = -FRESH_SECONDS
        self._lock = Lock()

    def see(self, stamp: bytes | memoryview | None) -> None:
        """Read the rows again unless they are those of this stamp, which was just read; None: there are no rows."""
        self._asked_at = clock.monotonic()
        if stamp is not None and bytes(stamp) != roles_in_force().stamp:
            self.refresh()

    def look(self) -> None:
        """Ask for the stamp, if five seconds have passed since it was last seen."""
        if clock.monotonic() - self._asked_at >= FRESH_SECONDS:
            with self._lock:
                # Of several threads at that moment only the first asks.
                is_first = clock.monotonic() - self._asked_at >= FRESH_SECONDS
                self._asked_at = clock.monotonic()
            if is_first:
                self.see(RoleBook.objects.values_list("event_head", flat=True).first())

    def forget(self) -> None:
        """Ask for the stamp at the next look."""
        self._asked_at = -FRESH_SECONDS

    def refresh(self) -> None:
        """Read all roles now; one statement, so that stamp and rows are of one moment.

        One thread at a time: what was read before is not put over what was read after it.
        """
        with self._lock:
            catalogue = read_catalogue()
            if catalogue is not None:
                put_in_force(catalogue)


def read_catalogue() -> RoleCatalogue | None:
    """The roles as the database has them, built-in ones first; None before the first migration. One statement."""
    rows = list(StaffRole.objects.annotate(stamp=STAMP).order_by("-is_built_in", "pk"))
    if not rows or rows[0].stamp is None:
        return None
    return RoleCatalogue(bytes(rows[0].stamp), {row.code: facts_of_role(row) for row in rows})


def facts_of_role(row: StaffRole) -> RoleFacts:
    """A row as a plain value."""
    return RoleFacts(
        row.code,
        frozenset(row.permissions),
        row.scope,
        frozenset(row.levels),
        row.leads,
        row.is_sole,
        row.needs_unit,
        row.name_fa,
        row.name_en,
        row.is_built_in,
        row.retired_at is not None,
        row.version,
    )


ROLE_CACHE: Final = RoleCache()


def roles_that_may(*permissions: str) -> frozenset[str]:
    """The roles that have any of these permissions, after a look at whether a role was changed."""
    ROLE_CACHE.look()
    return roles_with(*permissions)


def roles_alerted_at(level: str) -> frozenset[str]:
    """The roles whose holders are alerted at a level of escalation, after a look at whether a role was changed."""
    ROLE_CACHE.look()
    return roles_at_level(level)
