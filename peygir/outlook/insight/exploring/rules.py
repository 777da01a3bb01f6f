"""Who explores which part of the lake, and who sees small groups."""

from dataclasses import dataclass
from typing import Final

from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

EXPLORERS: Final = (
    Permission.LEAD_UNIT,
    Permission.STEER_CITY,
    Permission.WORK_AT_CENTRE,
    Permission.INSPECT,
    Permission.WATCH_CITY,
    Permission.DECIDE_APPEALS,
    Permission.LOOK_AFTER,
    Permission.PREPARE_HONOURS,
    Permission.KEEP_BUDGET,
)
"""Who explores: who leads a unit, and who reads the cases of the whole city."""


SCOPES: Final = (RoleScope.CITY, RoleScope.BELOW, RoleScope.OWN_UNIT)
"""The scopes that are scopes of the lake too: its rows name the unit, and no order, district's panel or agency."""


@dataclass(frozen=True, slots=True)
class LakeScope:
    """What somebody may ask: rows of these units (None: of all), with small groups (`is_exact`) or without."""

    unit_ids: frozenset[int] | None
    is_exact: bool


def may_explore(role: RoleFacts) -> bool:
    """Return whether a role opens the pages of exploring."""
    is_one = role.may(Permission.READ_CASES) and any(role.may(permission) for permission in EXPLORERS)
    return is_one and role.scope in SCOPES


def lake_scope(by: Actor) -> LakeScope | None:
    """Return what somebody may ask of the lake; None: nothing.

    Who reads the cases of the city asks about all units, who leads a unit about its own, a deputy about those below.
    Small groups are shown to those who work on cases. Others, as the council, read single cases where they need to, but
    get no tables in which groups of one stand.
    """
    if by.kind != "staff" or not may_explore(by.rights):
        return None
    is_exact = by.may(Permission.WRITE_CASES)
    if by.rights.scope == RoleScope.CITY:
        return LakeScope(None, is_exact)
    if by.rights.scope == RoleScope.BELOW:
        return LakeScope(by.unit_ids_below, is_exact)
    if by.rights.scope == RoleScope.OWN_UNIT and by.unit_id is not None:
        return LakeScope(frozenset({by.unit_id}), is_exact)
    return None
