"""What a change of a role must not do, and who may confirm it; each refusal with its reason."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations

from django.db.models import Q, QuerySet

from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions.staff import NotYourWork
from peygir.people.first_roles import RoleFacts
from peygir.people.models import Post, Staff
from peygir.people.permissions import Permission, RoleScope
from peygir.people.post_rules import PostKind
from peygir.people.posts import city_today, span_of
from peygir.people.role_catalogue import RoleCatalogue, roles_in_force
from peygir.people.role_lineage import lineage_of, traits_of
from peygir.people.role_proposals import ProposedRole
from peygir.people.role_rules import (
    ADD,
    LONGEST_NAME,
    RETIRE,
    fault_in_combination,
    gains_guarded,
    is_code,
    is_same_person,
    namesake,
    touches_guarded,
)
from peygir.people.roles import LEVELS
from peygir.people.rules import Actor

MOST_CONFIRMERS = 200


class RoleCodeIsWrong(Invalid):
    """The code of a new role is not of the form of codes, or taken."""

    message = _("The code has 2 to 12 small Latin letters or underscores, begins with a letter, and no role has it.")


class RoleNamesAreMissing(Invalid):
    """A role has no name in Persian or in English, or one is too long."""

    message = _("A role has a name in Persian and in English, of at most {limit} letters each.")


class RoleNameIsTaken(Conflict):
    """Another role has this name, or one that reads the same."""

    message = _("The role “{name}” has this name, or one that reads the same.")


class RoleValuesAreUnknown(Invalid):
    """A permission, the scope or a level does not exist."""

    message = _("A permission, the scope or a level of alerts is not known; open the form again.")


class PermissionNeedsAnother(Invalid):
    """A permission means nothing without another."""

    message = _("“{permission}” means nothing without “{other}”.")


class PermissionsAreKeptApart(Invalid):
    """A role would administer accounts, and read or decide what is guarded from administrators."""

    message = _("“{permission}” and “{other}” are kept apart: no role may have both.")


class RoleIsBuiltIn(Invalid):
    """A built-in role cannot be retired."""

    message = _("A built-in role is changed, but not retired.")


class RoleIsHeld(Conflict):
    """Somebody holds the role, or will."""

    message = _("Somebody holds this role, or will ({count}); end these posts first.")


class HeldRoleIsNotGuarded(Conflict):
    """A role that somebody holds would get a guarded permission."""

    message = _(
        "A role gets what the inspectorate and the mayor's desk alone may do only while nobody holds it (holders: "
        "{count}). Propose a new role, and give it to each person by two people."
    )


class HoldersHaveNoUnit(Conflict):
    """The role would need a unit, and some of its holders have none."""

    message = _("Some holders of this role have no unit ({count}); give them one first.")


class HoldersShareUnits(Conflict):
    """The role would have one holder at a time in a unit, and several hold it in one."""

    message = _("Several people hold this role in one unit at the same time ({count} units); end those posts first.")


class NobodyWouldAdminister(Conflict):
    """The change would leave nobody who administers the city, or nobody who could confirm what that person proposes."""

    message = _(
        "After this change nobody could administer the city, or nobody could confirm what its administrator proposes."
    )


class NobodyWouldConfirm(Conflict):
    """The change would leave nobody who confirms changes of the highest accounts."""

    message = _("After this change nobody could confirm changes of the accounts of the inspectorate.")


class NobodyCouldConfirmRoles(Conflict):
    """Nobody but the proposer could confirm the change."""

    message = _(
        "Besides you nobody could confirm this: it needs another administrator whose account is not yours and was not "
        "made by you, or somebody of the inspectorate or the mayor's desk."
    )


class SecondAdministratorIsNeeded(NotAllowed):
    """The person who would confirm proposed it, or has another account by which it was proposed."""

    message = _(
        "A second person decides about this. You proposed it, or the account that did has your name or mail address."
    )


class AccessHasOneSource(NotAllowed):
    """The accounts of proposer and confirmer got their access from each other, or from one person."""

    message = _(
        "Your account and the proposer's got their passwords from one hand, so one person could hold both. Somebody of "
        "the inspectorate or the mayor's desk decides, or an administrator whose account was made on the server."
    )


def refuse_bad_role(role: RoleFacts, deed: str, catalogue: RoleCatalogue) -> None:
    """Raise a refusal for a role that cannot be, whoever proposes it."""
    before = catalogue.roles.get(role.code)
    if deed == RETIRE:
        if before is not None and before.is_built_in:
            raise RoleIsBuiltIn()
        return
    if deed == ADD and (before is not None or not is_code(role.code)):
        raise RoleCodeIsWrong()
    names = (role.name_fa, role.name_en)
    keeps_names = role.is_built_in and names == ("", "")
    if not keeps_names and not all(0 < len(name) <= LONGEST_NAME for name in names):
        raise RoleNamesAreMissing(limit=LONGEST_NAME)
    known = set(Permission.values()), set(RoleScope.values()), set(LEVELS)
    if not (role.permissions <= known[0] and role.scope in known[1] and role.levels <= known[2]):
        raise RoleValuesAreUnknown()
    fault, first, second = fault_in_combination(role)
    if first is not None and second is not None:
        refusal = PermissionNeedsAnother if fault == "needs" else PermissionsAreKeptApart
        raise refusal(permission=first.label, other=second.label)
    same = namesake(role, catalogue.roles.values())
    if same is not None:
        raise RoleNameIsTaken(name=same.label)


def refuse_harm(after: RoleFacts, deed: str, catalogue: RoleCatalogue) -> None:
    """Raise a refusal for a change that its holders, or the city without an administrator, could not bear."""
    before = catalogue.roles.get(after.code, RoleFacts(after.code))
    holders = holders_of(after.code)
    if deed == RETIRE and holders:
        raise RoleIsHeld(count=len(holders))
    if gains_guarded(before, after) and holders:
        raise HeldRoleIsNotGuarded(count=len(holders))
    homeless = sum(unit_id is None for unit_id in holders.values()) if after.needs_unit and not before.needs_unit else 0
    if homeless:
        raise HoldersHaveNoUnit(count=homeless)
    if after.is_sole and not before.is_sole and (shared := _units_shared_in(after.code)):
        raise HoldersShareUnits(count=len(shared))
    _refuse_to_lose_the_last(before, after, deed, catalogue)


def _refuse_to_lose_the_last(before: RoleFacts, after: RoleFacts, deed: str, catalogue: RoleCatalogue) -> None:
    """Raise NobodyWouldAdminister or NobodyWouldConfirm: of those who stay, somebody must do each, and two must be."""
    others = {code: role for code, role in catalogue.roles.items() if code != after.code}
    later = RoleCatalogue(None, others if deed == RETIRE else {**others, after.code: after})
    are_two = len(staying_in(later.having(*_DECIDING))) >= 2
    if before.may(Permission.ADMINISTER) and not (are_two and staying_in(later.having(Permission.ADMINISTER))):
        raise NobodyWouldAdminister()
    is_asked = before.may(Permission.CONFIRM_ACCOUNTS) and staying_in(catalogue.having(Permission.CONFIRM_ACCOUNTS))
    if is_asked and not (are_two and staying_in(later.having(Permission.CONFIRM_ACCOUNTS))):
        raise NobodyWouldConfirm()


_DECIDING = (Permission.ADMINISTER, Permission.CONFIRM_ACCOUNTS)


def holders_of(role: str) -> dict[int, int | None]:
    """Who holds a role, or will, with the unit; closed accounts too, for they can be opened again."""
    return {
        **dict(_posts_not_over(role).values_list("staff_id", "unit_id")),
        **dict(Staff.objects.filter(role=role).values_list("pk", "unit_id")),
    }


def _posts_not_over(role: str) -> "QuerySet[Post, Post]":
    """The posts in a role that are in effect today or begin later."""
    return Post.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=city_today()), role=role, withdrawn_at__isnull=True)


def _units_shared_in(role: str) -> set[int | None]:
    """The units in which two people hold a role on one day, from today on."""
    spans = [span_of(row) for row in _posts_not_over(role).filter(kind=PostKind.HOLDER)]
    return {
        first.unit_id
        for first, second in combinations(spans, 2)
        if first.unit_id == second.unit_id and first.staff_id != second.staff_id and first.overlaps(second)
    }


def staying_in(roles: Iterable[str]) -> list[int]:
    """The open accounts in these roles whose post does not end today."""
    tomorrow = city_today() + timedelta(days=1)
    rows = Staff.objects.filter(Q(post__to_on__isnull=True) | Q(post__to_on__gte=tomorrow), is_active=True)
    return list(rows.filter(role__in=list(roles)).order_by("pk").values_list("pk", flat=True)[:MOST_CONFIRMERS])


def who_decides(before: RoleFacts, after: RoleFacts, catalogue: RoleCatalogue) -> frozenset[str]:
    """The roles whose holders may confirm a change: of a guarded role, only those who confirm accounts."""
    return catalogue.having(*(_DECIDING[1:] if touches_guarded(before, after) else _DECIDING))


def refuse_wrong_confirmer(by: Actor, *, proposed_by: int, roles: frozenset[str]) -> None:
    """Raise NotYourWork, SecondAdministratorIsNeeded or AccessHasOneSource unless the actor may confirm a proposal.

    The account is looked up now: it may have been closed, or be in another role, since the page was opened.
    """
    if by.kind != "staff" or not Staff.objects.filter(pk=by.id, is_active=True, role__in=roles).exists():
        raise NotYourWork()
    own, other = traits_of(by.id), traits_of(proposed_by)
    if own is None or other is None or is_same_person(own, other):
        raise SecondAdministratorIsNeeded()
    if not lineage_of(by.id).isdisjoint(lineage_of(proposed_by)):
        raise AccessHasOneSource()


def could_confirm(proposer: Actor, roles: frozenset[str]) -> bool:
    """Whether anybody but the proposer could confirm."""
    for staff_id in staying_in(roles):
        try:
            refuse_wrong_confirmer(Actor("staff", staff_id), proposed_by=proposer.id, roles=roles)
        except NotAllowed:
            continue
        return True
    return False


def refusal_to_confirm(by: Actor, change: ProposedRole) -> NotAllowed | None:
    """Why the actor may not decide a proposal, for its page; None: the actor may."""
    roles = who_decides(change.before, change.after, roles_in_force())
    try:
        refuse_wrong_confirmer(by, proposed_by=int(change.proposed_by.partition(":")[2] or 0), roles=roles)
    except NotAllowed as refusal:
        return refusal
    return None
