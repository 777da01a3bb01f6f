"""Builds the actor of an account."""

from peygir.city.queries import units_below
from peygir.people.models import Staff
from peygir.people.roles import Role
from peygir.people.rules import Actor


def actor_of(staff: Staff) -> Actor:
    """Return the actor for a signed-in member of staff; no statement except for deputies, whose units are cached."""
    return staff_actor(staff.pk, staff.role, staff.unit_id)


def staff_actor(staff_id: int, role: str, unit_id: int | None) -> Actor:
    """Return the actor for an account's values."""
    below = frozenset(units_below(unit_id)) if role == Role.DEPUTY and unit_id else frozenset()
    return Actor("staff", staff_id, role, unit_id, below)
