"""Which cases an actor may see, as a database filter; and the viewer kinds for which statements are compiled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor
from peygir.storage import shapes


@dataclass(frozen=True, slots=True)
class ViewerKind:
    """Viewers whose lists have one statement; `rights` tells a role from what it was before it was changed."""

    role: str
    has_unit: bool
    rights: RoleFacts


_ID: Final = shapes.number(1)
_UNIT: Final = shapes.number(2)


def visible(actor: Actor) -> Q:
    """The rows that `may_see` allows, as a database filter: the list can never show what the page would refuse."""
    if actor.is_system:
        return Q()
    if actor.kind != "staff":
        return Q(pk__in=[])
    parts = _parts_seen(actor)
    if not parts:
        return Q(pk__in=[])
    seen = reduce(or_, parts)
    seen &= Q(about_staff_id__isnull=True) | ~Q(about_staff_id=actor.id)
    if actor.unit_id is not None:
        seen &= Q(about_unit_id__isnull=True) | ~Q(about_unit_id=actor.unit_id)
    return seen


def _parts_seen(actor: Actor) -> list[Q]:
    """The cases that the actor's role lets them see, in parts that are seen together."""
    scope = _scope(actor) if actor.may(Permission.READ_CASES) else None
    # Confidential reports are read in the whole city, whatever the scope: that permission is for all or for none.
    if actor.may(Permission.READ_CONFIDENTIAL):
        confidential = [Q(is_confidential=True)]
        if scope == Q():
            return [Q()]
    elif actor.may(Permission.JUDGE_INSPECTORATE) and actor.unit_id is not None:
        # As in `is_above_the_inspectorate`.
        is_complaint = Q(about_unit_id__isnull=False) | Q(about_staff_id__isnull=False)
        confidential = [Q(is_confidential=True, unit_id=actor.unit_id) & is_complaint]
    else:
        confidential = []
    return [*([Q(is_confidential=False) & scope] if scope is not None else []), *confidential]


def _scope(actor: Actor) -> Q | None:
    """The cases of the actor's scope that are not confidential; None: there are none."""
    if actor.rights.scope == RoleScope.OWN_UNIT:
        return Q(unit_id__isnull=False, unit_id=actor.unit_id or 0)
    if actor.rights.scope == RoleScope.BELOW:
        return Q(unit_id__in=actor.unit_ids_below)
    return Q() if actor.rights.scope == RoleScope.CITY else None


def unit_seen_by(actor: Actor) -> int | None:
    """The only unit whose cases `visible` gives; None where there is no such unit, or more than one."""
    is_one = actor.rights.scope == RoleScope.OWN_UNIT and not actor.may(Permission.READ_CONFIDENTIAL)
    return actor.unit_id if actor.kind == "staff" and is_one else None


def viewer_kind_of(actor: Actor) -> ViewerKind | None:
    """The key for compiled forms of `visible`: the actor's role as it is now, and whether there is a unit.

    None where the filter has no fixed form: a deputy's lists all units below, the system has none, and in a scope that
    holds no case there is nothing to compile.
    """
    has_scope = actor.rights.scope in (RoleScope.OWN_UNIT, RoleScope.CITY)
    has_form = actor.kind == "staff" and actor.may(Permission.READ_CASES) and has_scope
    return ViewerKind(actor.role, actor.unit_id is not None, actor.rights) if has_form else None


def stand_in(kind: ViewerKind) -> Actor:
    """An actor of this viewer kind with placeholders for its ids (storage.shapes)."""
    return Actor("staff", _ID, kind.role, _UNIT if kind.has_unit else None)


def viewer_values(actor: Actor) -> Mapping[Any, Any]:
    """The actor's values for the placeholders of `stand_in`."""
    return {_ID: actor.id, _UNIT: actor.unit_id}
