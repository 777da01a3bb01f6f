"""Who may see, enter, inspect and decide the money of work orders, from plain values."""

from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor


def may_enter_costs(actor: Actor, unit_id: int) -> bool:
    """Whether the actor enters costs, contracts and claims of a unit's work: who plans it."""
    return actor.is_system or (actor.may(Permission.PLAN_ORDERS) and actor.unit_id == unit_id)


def may_decide_costs(actor: Actor, unit_id: int) -> bool:
    """Whether the actor decides about penalties, statements and contracts of a unit: who leads it."""
    return actor.is_system or (actor.may(Permission.LEAD_UNIT) and actor.unit_id == unit_id)


def may_check_costs(actor: Actor, unit_id: int, *, entered_by: str) -> bool:
    """Whether the actor accepts or returns a contractor's line: nobody does that for a line of their own.

    That is a street inspector of no unit or another one, or somebody of the unit other than who entered the line.
    """
    if str(actor) == entered_by:
        return False
    is_inspector = actor.may(Permission.INSPECT) and actor.unit_id != unit_id
    return is_inspector or may_enter_costs(actor, unit_id)


def may_see_costs(actor: Actor, unit_id: int | None) -> bool:
    """Whether the actor sees the costs of a unit's work (None: of all units together)."""
    if actor.is_system or actor.may(Permission.LOOK_AFTER):
        return True
    if unit_id is None or not (actor.may(Permission.PLAN_ORDERS) or actor.may(Permission.SEE_LOAD)):
        return actor.may(Permission.SEE_LOAD) and actor.rights.scope == RoleScope.CITY
    if actor.rights.scope == RoleScope.BELOW:
        return unit_id in actor.unit_ids_below
    return actor.rights.scope == RoleScope.CITY or unit_id == actor.unit_id
