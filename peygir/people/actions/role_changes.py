"""Changes roles by two people: one proposes, another confirms exactly that, or refuses it with a reason."""

from dataclasses import replace
from typing import TypedDict

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.roles import (
    RoleChangeConfirmed,
    RoleChangeProposed,
    RoleChangeRefused,
    RoleChangeWithdrawn,
)
from peygir.people.actions.accounts import NothingToChange
from peygir.people.actions.role_locks import lock_roles
from peygir.people.actions.role_refusals import (
    NobodyCouldConfirmRoles,
    could_confirm,
    refuse_bad_role,
    refuse_harm,
    refuse_wrong_confirmer,
    who_decides,
)
from peygir.people.actions.staff import NotYourWork
from peygir.people.actions.two_person import ProposalIsTooOld
from peygir.people.first_roles import NO_ROLE, RoleFacts
from peygir.people.models import RoleBook, RoleChange, Staff, StaffRole
from peygir.people.permissions import Permission
from peygir.people.role_cache import ROLE_CACHE, read_catalogue
from peygir.people.role_catalogue import RoleCatalogue, roles_in_force
from peygir.people.role_rules import ADD, CHANGE, LONGEST_REASON, RETIRE, RoleDeed, completed, digest_of
from peygir.people.rules import Actor
from peygir.people.two_person_rules import is_in_time


class NoSuchRole(Missing):
    """The role does not exist, or is retired."""

    message = _("There is no such role, or it is retired.")


class NoSuchRoleChange(Missing):
    """The proposal does not exist, or is decided already."""

    message = _("There is no such proposal of a role, or it has been decided about already.")


class RoleChangeWaits(Conflict):
    """Another change of this role waits for confirmation."""

    message = _("Another change of this role waits for a second person; withdraw it first, or let it be decided.")


class RoleChangedSince(Conflict):
    """The role, or what was shown of the proposal, is not what it was."""

    message = _("The role was changed since this page was opened, so this is not what would happen. Look at it again.")


class RoleReasonIsMissing(Invalid):
    """A proposal, or its refusal, gives no reason."""

    message = _("Give the reason; it stays on record.")


class _RoleChangeFacts(TypedDict):
    """The fields of the events of a change of a role."""

    change: int
    deed: str
    role: str
    base: int
    digest: str


@transaction.atomic
def propose_role_change(role: RoleFacts, *, deed: RoleDeed, base: int, why: str, by: Actor) -> int:
    """Store a new role, a change of one, or its retirement for a second person to decide; nothing is in force yet.

    `base` is the version of the role that the proposer saw (0: none). Returns the id of the proposal. Raises
    NotYourWork, RoleReasonIsMissing, NoSuchRole, RoleChangedSince, NothingToChange, RoleChangeWaits,
    NobodyCouldConfirmRoles, what `refuse_bad_role` and `refuse_harm` do.
    """
    book, catalogue = lock_roles(), _catalogue()
    if not _may_now(by, catalogue.having(Permission.ADMINISTER)):
        raise NotYourWork()
    clean_why = _reason(why)
    before = catalogue.roles.get(role.code)
    if deed != ADD and (before is None or before.is_retired):
        raise NoSuchRole()
    if deed != ADD and before is not None and before.version != base:
        raise RoleChangedSince()
    after = _after(role, deed, before)
    if deed == CHANGE and before is not None and after.content() == before.content():
        raise NothingToChange()
    if RoleChange.objects.filter(role=role.code, outcome="").exists():
        raise RoleChangeWaits()
    refuse_bad_role(after, deed, catalogue)
    refuse_harm(after, deed, catalogue)
    if not could_confirm(by, who_decides(before or NO_ROLE, after, catalogue)):
        raise NobodyCouldConfirmRoles()
    change = RoleChange(
        role=after.code,
        deed=deed,
        base=base if deed != ADD else 0,
        content=after.content(),
        before=before.content() if before is not None else {},
        why=clean_why,
        proposed_by=str(by),
        proposed_at=clock.now(),
    )
    change.save(force_insert=True)
    record(book, RoleChangeProposed(**_facts_of(change)), by=str(by), at=clock.now())
    return change.pk


@transaction.atomic
def confirm_role_change(change_id: int, *, shown: str, by: Actor) -> None:
    """Put a proposed change into force: exactly what was `shown`, the digest on the page that was confirmed.

    Raises NoSuchRoleChange, RoleChangedSince, ProposalIsTooOld, what `refuse_wrong_confirmer`, `refuse_bad_role` and
    `refuse_harm` do.
    """
    book, change, catalogue = _waiting(change_id)
    before, after = catalogue.roles.get(change.role), _content_of(change, catalogue)
    _refuse_confirmer(by, change, before, after, catalogue)
    if _digest(change) != shown or (before.version if before is not None else 0) != change.base:
        raise RoleChangedSince()
    if not is_in_time(change.proposed_at, clock.now()):
        raise ProposalIsTooOld()
    # Nobody leaves, or closes, the last account that administers the city while this is decided.
    administering = Staff.objects.filter(role__in=catalogue.having(Permission.ADMINISTER), is_active=True)
    list(administering.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    refuse_bad_role(after, change.deed, catalogue)
    refuse_harm(after, change.deed, catalogue)
    _write(change, after)
    _settle(change, "confirmed", by)
    event = RoleChangeConfirmed(**_facts_of(change), proposed_by=change.proposed_by)
    record(book, event, by=str(by), at=clock.now())
    ROLE_CACHE.forget()
    transaction.on_commit(ROLE_CACHE.forget)


@transaction.atomic
def refuse_role_change(change_id: int, *, reason: str, by: Actor) -> None:
    """Refuse a proposed change with a reason, as somebody who could confirm it.

    Raises NoSuchRoleChange, RoleReasonIsMissing, what `refuse_wrong_confirmer` does.
    """
    book, change, catalogue = _waiting(change_id)
    after = _content_of(change, catalogue)
    _refuse_confirmer(by, change, catalogue.roles.get(change.role), after, catalogue)
    _settle(change, "refused", by, reason=_reason(reason))
    event = RoleChangeRefused(**_facts_of(change), proposed_by=change.proposed_by)
    record(book, event, by=str(by), at=clock.now())


@transaction.atomic
def withdraw_role_change(change_id: int, *, by: Actor) -> None:
    """Withdraw a proposal, as an administrator. Raises NoSuchRoleChange, NotYourWork."""
    book, change, catalogue = _waiting(change_id)
    if not _may_now(by, catalogue.having(Permission.ADMINISTER)):
        raise NotYourWork()
    _settle(change, "withdrawn", by)
    record(book, RoleChangeWithdrawn(**_facts_of(change)), by=str(by), at=clock.now())


def _catalogue() -> RoleCatalogue:
    """The roles as the database has them now, under the lock."""
    return read_catalogue() or roles_in_force()


def _may_now(by: Actor, roles: frozenset[str]) -> bool:
    return by.kind == "staff" and Staff.objects.filter(pk=by.id, is_active=True, role__in=roles).exists()


def _after(role: RoleFacts, deed: str, before: RoleFacts | None) -> RoleFacts:
    """The role as it would be, with what always goes with it."""
    if deed == RETIRE and before is not None:
        return before
    is_built_in = before is not None and before.is_built_in
    given = replace(
        role,
        name_fa=" ".join(plain(role.name_fa).split()),
        name_en=" ".join(plain(role.name_en).split()),
        needs_unit=role.needs_unit or (before is not None and is_built_in and before.needs_unit),
        is_built_in=is_built_in,
    )
    return completed(given)


def _content_of(change: RoleChange, catalogue: RoleCatalogue) -> RoleFacts:
    before = catalogue.roles.get(change.role, NO_ROLE)
    return RoleFacts.of_content(change.role, change.content, is_built_in=before.is_built_in)


def _refuse_confirmer(
    by: Actor, change: RoleChange, before: RoleFacts | None, after: RoleFacts, catalogue: RoleCatalogue
) -> None:
    proposer = int(change.proposed_by.partition(":")[2] or 0)
    refuse_wrong_confirmer(by, proposed_by=proposer, roles=who_decides(before or NO_ROLE, after, catalogue))


def _waiting(change_id: int) -> tuple[RoleBook, RoleChange, RoleCatalogue]:
    """The locked book, the proposal that waits, and the roles as they are now. Raises NoSuchRoleChange."""
    book = lock_roles()
    change = RoleChange.objects.select_for_update(no_key=True).filter(pk=change_id, outcome="").first()
    if change is None:
        raise NoSuchRoleChange()
    return book, change, _catalogue()


def _write(change: RoleChange, after: RoleFacts) -> None:
    if change.deed == ADD:
        StaffRole(code=change.role, **after.content()).save(force_insert=True)
        return
    row = StaffRole.objects.select_for_update(no_key=True).get(code=change.role)
    if change.deed == RETIRE:
        row.retired_at = clock.now()
    else:
        for name, value in after.content().items():
            setattr(row, name, value)
    row.version += 1
    row.save(force_update=True)


def _settle(change: RoleChange, outcome: str, by: Actor, *, reason: str = "") -> None:
    change.outcome, change.decided_by, change.decided_at, change.reason = outcome, str(by), clock.now(), reason
    change.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])


def _reason(text: str) -> str:
    """Raises RoleReasonIsMissing."""
    clean_text = " ".join(plain(text).split())[:LONGEST_REASON]
    if not says_something(clean_text):
        raise RoleReasonIsMissing()
    return clean_text


def _digest(change: RoleChange) -> str:
    return digest_of(change.role, change.deed, change.base, change.content)


def _facts_of(change: RoleChange) -> _RoleChangeFacts:
    return {
        "change": change.pk,
        "deed": change.deed,
        "role": change.role,
        "base": change.base,
        "digest": _digest(change),
    }
