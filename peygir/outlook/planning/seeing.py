"""Which problems somebody reads, as a database filter: those of the own units, and what is not a draft for the rest."""

from django.db.models import Exists, OuterRef, Q

from peygir.outlook.planning.models import ProblemAnswer
from peygir.outlook.planning.states import ProblemState
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

_ALL_PLANS = (Permission.KEEP_BUDGET, Permission.KEEP_COUNCIL, Permission.WATCH_CITY)


def units_planned_by(actor: Actor) -> frozenset[int] | None:
    """Return the units (ids) for which somebody plans; None: for every unit."""
    if actor.is_system:
        return None
    if actor.kind != "staff" or not actor.may(Permission.PLAN_CITY):
        return frozenset()
    scope = actor.rights.scope
    if scope == RoleScope.CITY:
        return None
    own = frozenset() if actor.unit_id is None else frozenset({actor.unit_id})
    return frozenset(actor.unit_ids_below) if scope == RoleScope.BELOW else own


def reads_all_plans(actor: Actor) -> bool:
    """Whether somebody reads the plans of all units that are no drafts: the budget office, the council, the mayor."""
    if units_planned_by(actor) is None:
        return True
    return actor.kind == "staff" and any(actor.may(permission) for permission in _ALL_PLANS)


def owned_by(actor: Actor) -> Q:
    """Return the filter of the files of the units for which somebody plans."""
    units = units_planned_by(actor)
    return Q() if units is None else Q(unit_id__in=units)


def readable_problems(actor: Actor) -> Q:
    """Return the filter of the problems that somebody reads.

    Who plans reads those of the own units, those about which an own unit is asked, and what is public; who keeps or
    watches the budget and the council reads all that are no drafts.
    """
    units = units_planned_by(actor)
    if units is None:
        return Q()
    shown = ~Q(state=ProblemState.DRAFT)
    if reads_all_plans(actor):
        return Q(unit_id__in=units) | shown
    if not units:
        return Q(pk__in=[])
    asked = ProblemAnswer.objects.filter(problem=OuterRef("pk"), unit_id__in=units)
    return Q(unit_id__in=units) | (shown & (Q(is_public=True) | Q(Exists(asked))))
