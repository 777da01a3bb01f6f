"""Builds the actor of an account."""

from peygir.city.queries import units_below
from peygir.people.models import Staff
from peygir.people.permissions import RoleScope
from peygir.people.role_cache import ROLE_CACHE
from peygir.people.role_catalogue import rights_of
from peygir.people.rules import Actor


def actor_of(staff: Staff) -> Actor:
    """Return the actor for a signed-in member of staff; no statement except, at most every five seconds, for
    the stamp of the roles; the units below a deputy are cached.
    """
    return staff_actor(staff.pk, staff.role, staff.unit_id)


def staff_actor(staff_id: int, role: str, unit_id: int | None) -> Actor:
    """Return the actor for an account's values."""
    ROLE_CACHE.look()
    below = frozenset(units_below(unit_id)) if rights_of(role).scope == RoleScope.BELOW and unit_id else frozenset()
    return Actor("staff", staff_id, role, unit_id, below)


def actor_named(text: str) -> Actor | None:
    """Return the actor that is stored as `text` ("staff:12", "system"), as it is now; None for staff who have left."""
    kind, _, number = text.partition(":")
    if kind != "staff":
        return Actor("system") if kind == "system" else None
    staff = Staff.objects.filter(pk=int(number), is_active=True).first()
    return actor_of(staff) if staff is not None else None
