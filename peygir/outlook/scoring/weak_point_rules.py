"""Who sees weak points and says whether they were real."""

from typing import Final

from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

SEE_ALL: Final = (Permission.DECIDE_APPEALS, Permission.CONFIRM_ACCOUNTS)
"""Who sees the weak points of the whole city: the inspectorate's committee and the mayor's desk."""


def sees_all_weak_points(by: Actor) -> bool:
    """Whether somebody sees the weak points of every unit and place."""
    return by.is_system or (by.kind == "staff" and any(by.may(permission) for permission in SEE_ALL))


def sees_places(by: Actor) -> bool:
    """Whether somebody sees the weak points of districts, which belong to no unit: also deputies."""
    return sees_all_weak_points(by) or (by.kind == "staff" and by.may(Permission.STEER_CITY))


def units_of_weak_points(by: Actor) -> frozenset[int]:
    """The units whose weak points somebody sees: the one that they lead, and for a deputy all that stand under it."""
    if by.kind != "staff" or by.unit_id is None:
        return frozenset()
    if by.may(Permission.STEER_CITY) and by.rights.scope == RoleScope.BELOW:
        return by.unit_ids_below | {by.unit_id}
    return frozenset({by.unit_id}) if by.may(Permission.LEAD_UNIT) else frozenset()


def may_answer_weak_point(by: Actor, unit_id: int | None) -> bool:
    """Whether somebody says if a weak point was real; one of a place has no unit (None)."""
    if by.kind != "staff":
        return False
    return sees_all_weak_points(by) or (sees_places(by) if unit_id is None else unit_id in units_of_weak_points(by))
