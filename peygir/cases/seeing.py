"""Which cases an actor may see, as a database filter; and the viewer kinds for which statements are compiled."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q

from peygir.people.roles import UNIT_ROLES, Role
from peygir.people.rules import Actor
from peygir.storage import shapes

_ID: Final = shapes.number(1)
_UNIT: Final = shapes.number(2)


def visible(actor: Actor) -> Q:
    """The rows that `may_see` allows, as a database filter: the list can never show what the page would refuse."""
    if actor.is_system:
        return Q()
    if actor.kind != "staff":
        return Q(pk__in=[])
    if actor.role == Role.INSPECTORATE:
        seen = Q()
    else:
        seen = Q(is_confidential=False)
        if actor.role in UNIT_ROLES:
            seen &= Q(unit_id__isnull=False, unit_id=actor.unit_id or 0)
        elif actor.role == Role.DEPUTY:
            seen &= Q(unit_id__in=actor.unit_ids_below)
        elif actor.role not in Role.labels():
            return Q(pk__in=[])
        if actor.role == Role.MAYOR and actor.unit_id is not None:
            # As in `is_above_the_inspectorate`.
            is_complaint = Q(about_unit_id__isnull=False) | Q(about_staff_id__isnull=False)
            seen |= Q(is_confidential=True, unit_id=actor.unit_id) & is_complaint
    seen &= Q(about_staff_id__isnull=True) | ~Q(about_staff_id=actor.id)
    if actor.unit_id is not None:
        seen &= Q(about_unit_id__isnull=True) | ~Q(about_unit_id=actor.unit_id)
    return seen


def unit_seen_by(actor: Actor) -> int | None:
    """The only unit whose cases `visible` gives; None where there is no such unit, or more than one."""
    return actor.unit_id if actor.kind == "staff" and actor.role in UNIT_ROLES else None


def viewer_kind_of(actor: Actor) -> tuple[str, bool] | None:
    """The key for compiled forms of `visible`: the actor's role, and whether there is a unit.

    None where the filter has no fixed form: a deputy's lists all units below, and the system has none.
    """
    has_form = actor.kind == "staff" and actor.role in Role.labels() and actor.role != Role.DEPUTY
    return (actor.role, actor.unit_id is not None) if has_form else None


def stand_in(role: str, has_unit: bool) -> Actor:
    """An actor of this viewer kind with placeholders for its ids (storage.shapes)."""
    return Actor("staff", _ID, role, _UNIT if has_unit else None)


def viewer_values(actor: Actor) -> Mapping[Any, Any]:
    """The actor's values for the placeholders of `stand_in`."""
    return {_ID: actor.id, _UNIT: actor.unit_id}
