"""Who sees the marks of a month before they are published, as rules and as conditions of queries."""

from typing import Final

from django.db.models import Q

from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

SEE_ALL: Final = (Permission.ADMINISTER, Permission.CONFIRM_ACCOUNTS, Permission.DECIDE_APPEALS)
"""Who sees the provisional marks of every unit: the administrator, the mayor's desk, the inspectorate."""


def sees_all_provisional(by: Actor) -> bool:
    """Whether somebody sees the provisional marks of every unit."""
    if by.is_system:
        return True
    steers_all = by.may(Permission.STEER_CITY) and by.rights.scope == RoleScope.CITY
    return by.kind == "staff" and (steers_all or any(by.may(permission) for permission in SEE_ALL))


def units_of_provisional(by: Actor) -> frozenset[int]:
    """The units whose provisional marks somebody sees as their leader, or as who stands above them."""
    if by.kind != "staff" or by.unit_id is None:
        return frozenset()
    if by.may(Permission.STEER_CITY) and by.rights.scope == RoleScope.BELOW:
        return by.unit_ids_below | {by.unit_id}
    return frozenset({by.unit_id}) if by.may(Permission.LEAD_UNIT) else frozenset()


def gets_mark_mail(by: Actor) -> bool:
    """Whether the monthly mail of marks is for somebody: who leads a unit, or what stands under one."""
    stands_above = by.may(Permission.STEER_CITY) and by.rights.scope == RoleScope.BELOW
    return by.kind == "staff" and (stands_above or by.may(Permission.LEAD_UNIT))


def seen_months(by: Actor, month: str = "") -> Q:
    """The months of which somebody sees the mark of some unit; `month` is the path to the month ("month__")."""
    if sees_all_provisional(by) or units_of_provisional(by):
        return Q()
    return Q(**{f"{month}published_at__isnull": False})


def seen_marks(by: Actor, *, month: str, unit: str) -> Q:
    """What somebody sees of marks and what belongs to them: `month` and `unit` are the paths to the month and unit."""
    if sees_all_provisional(by):
        return Q()
    return Q(**{f"{month}published_at__isnull": False}) | Q(**{f"{unit}__in": units_of_provisional(by)})
