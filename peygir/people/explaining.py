"""Says why somebody may not see a case, or not know its reporter, by the same rules that decide it; plain values."""

from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor, CaseVisibility, is_above_the_inspectorate, is_accused, may_see, may_see_phone

_NO_ROLE = _("No post is valid today, so the account has no rights.")


def why_not_seen(actor: Actor, visibility: CaseVisibility) -> Text | None:
    """The first rule by which the actor may not see such a case; None: the actor may (see `may_see`)."""
    if may_see(actor, visibility):
        return None
    if not actor.role:
        return _NO_ROLE
    if visibility.about_staff_id is not None and visibility.about_staff_id == actor.id:
        return _("It is a complaint about this person.")
    if is_accused(actor, visibility):
        return _("It is a complaint about the unit in which this person works.")
    if visibility.is_confidential:
        if actor.may(Permission.JUDGE_INSPECTORATE) and not is_above_the_inspectorate(actor, visibility):
            return _("It is confidential, and no complaint that was given to this person's own unit.")
        return _without(Permission.READ_CONFIDENTIAL)
    if not actor.may(Permission.READ_CASES):
        return _without(Permission.READ_CASES)
    return _out_of_scope(actor, visibility)


def why_no_phone(actor: Actor, visibility: CaseVisibility) -> Text | None:
    """The first rule by which the actor may not know the reporter; None: the actor may (see `may_see_phone`)."""
    if may_see_phone(actor, visibility):
        return None
    unseen = why_not_seen(actor, visibility)
    if unseen is not None:
        return unseen
    return _without(Permission.READ_CONFIDENTIAL if visibility.is_confidential else Permission.KNOW_REPORTERS)


def _without(permission: Permission) -> Text:
    return _("The role lacks the permission “{permission}”.", permission=permission.label)


def _out_of_scope(actor: Actor, visibility: CaseVisibility) -> Text:
    if visibility.unit_id is None and actor.rights.scope in (RoleScope.OWN_UNIT, RoleScope.BELOW):
        return _("The case has no unit yet, and the role's scope is “{scope}”.", scope=_scope(actor))
    if actor.rights.scope in (RoleScope.OWN_UNIT, RoleScope.BELOW):
        return _("The case belongs to another unit, and the role's scope is “{scope}”.", scope=_scope(actor))
    return _("The role's scope is “{scope}”, which holds no case yet.", scope=_scope(actor))


def _scope(actor: Actor) -> Text:
    return RoleScope.of(actor.rights.scope).label
