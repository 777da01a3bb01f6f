"""Who sees alarms and says whether they were real."""

from typing import Final

from peygir.outlook.scoring.weak_point_rules import units_of_weak_points
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

SEE_ALL: Final = (Permission.LEAD_CENTRE, Permission.DECIDE_APPEALS, Permission.CONFIRM_ACCOUNTS)
"""Who sees the alarms of the whole city: who leads the centre, the inspectorate and the mayor's desk."""


def sees_all_alarms(by: Actor) -> bool:
    """Whether somebody sees the alarms of every unit, and those without one."""
    return by.is_system or (by.kind == "staff" and any(by.may(permission) for permission in SEE_ALL))


def units_of_alarms(by: Actor) -> frozenset[int]:
    """The units whose alarms somebody sees: the one that they lead, and for a deputy all that stand under it."""
    return units_of_weak_points(by)


def may_judge_alarm(by: Actor, unit_id: int | None) -> bool:
    """Whether somebody says if an alarm was real; one without an owner (None) is the centre's."""
    return by.kind == "staff" and (sees_all_alarms(by) or (unit_id is not None and unit_id in units_of_alarms(by)))
