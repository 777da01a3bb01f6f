"""Who of the staff may see and answer what units owe the panel."""

from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor


def may_answer_owed(actor: Actor, unit_id: int) -> bool:
    """Whether the actor leads the unit that owes an answer, or steers units above it."""
    if actor.may(Permission.LEAD_UNIT) and actor.unit_id == unit_id:
        return True
    is_of_all = actor.rights.scope == RoleScope.CITY
    return actor.may(Permission.STEER_CITY) and (is_of_all or unit_id in {actor.unit_id, *actor.unit_ids_below})


def may_see_owed(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may open the desk page of an owed answer: who answers, and who keeps the panel."""
    return may_answer_owed(actor, unit_id) or actor.may(Permission.KEEP_PANEL)
