"""Accounts that the organisation's identity system makes, changes and closes; only those that it made itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import StaffAdded, StaffChanged
from peygir.people.actions.accounts import lock_account
from peygir.people.actions.adding import UsernameIsTaken
from peygir.people.actions.directory import DirectoryVisitor, follow_groups, link_account
from peygir.people.actions.leavers import close_leaver, reopen_returner
from peygir.people.models import DirectoryLink, Staff
from peygir.people.rules import DIRECTORY
from peygir.people.sign_in_rules import DirectorySource


class NoSuchProvisionedAccount(Missing):
    """The identity system made no account with this id."""

    message = _("There is no such account, or it was not made by this provisioning.")


class AccountStaysClosed(Conflict):
    """The account was closed here, or needs two people to be opened."""

    message = _("This account was closed here, so an administrator opens it and not the provisioning.")


@dataclass(frozen=True, slots=True)
class ProvisionedPerson:
    """What an identity system says of a person; `external_id` is its own id, which never changes."""

    username: str
    external_id: str
    full_name: str
    email: str
    is_active: bool


@transaction.atomic
def provision_account(person: ProvisionedPerson) -> int:
    """Make an account without password and post, linked with the person; returns its id.

    It gets its post from groups. An account of that name that exists already is never taken over. Raises
    UsernameIsTaken, LinkIsTaken.
    """
    if Staff.objects.filter(username__iexact=person.username).exists():
        raise UsernameIsTaken(username=person.username)
    staff = Staff(
        username=person.username,
        name_fa=plain(person.full_name)[:120],
        email=plain(person.email)[:254],
        password=make_password(None),
    )
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameIsTaken(username=person.username) from error
    record(staff, StaffAdded(role="", unit=None), by=str(DIRECTORY), at=clock.now())
    visitor = DirectoryVisitor(
        DirectorySource.SCIM, "", person.external_id, person.username, person.full_name, person.email, ()
    )
    link_account(staff.pk, visitor, follows=True, by=DIRECTORY)
    if not person.is_active:
        _set_active(staff.pk, is_active=False)
    return staff.pk


@transaction.atomic
def change_provisioned(staff_id: int, person: ProvisionedPerson) -> None:
    """Write what the identity system says now: names, address, and whether the person works here.

    Raises NoSuchProvisionedAccount, UsernameIsTaken, AccountStaysClosed, what `close_leaver` does.
    """
    link, staff = _link(staff_id), lock_account(staff_id)
    own = {"name_fa": plain(person.full_name)[:120], "email": plain(person.email)[:254], "username": person.username}
    if Staff.objects.filter(username__iexact=person.username).exclude(pk=staff_id).exists():
        raise UsernameIsTaken(username=person.username)
    changed = [name for name, value in own.items() if getattr(staff, name) != value]
    if changed:
        for name in changed:
            setattr(staff, name, own[name])
        record(staff, StaffChanged(changed={}, own=True), by=str(DIRECTORY), at=clock.now(), write=changed)
    if (link.subject, link.name) != (person.external_id, person.username):
        link.subject, link.name = person.external_id, person.username
        link.save(update_fields=["subject", "name"])
    _set_active(staff_id, is_active=person.is_active)


@transaction.atomic
def drop_provisioned(staff_id: int) -> None:
    """Close an account for good, as far as the identity system goes: it may not open it again.

    Raises NoSuchProvisionedAccount, what `close_leaver` does.
    """
    link = _link(staff_id)
    close_leaver(link.pk, why="gone")
    link.delete()


@transaction.atomic
def set_members(group: str, staff_ids: Iterable[int], *, only_add: bool = False, only_remove: bool = False) -> None:
    """Set who is in a group, or add or remove some; their posts follow.

    Raises NoSuchProvisionedAccount, what `write_change` does.
    """
    member_ids = set(staff_ids)
    links = {
        row.staff_id: row for row in DirectoryLink.objects.filter(source=DirectorySource.SCIM).order_by("staff_id")
    }
    if not member_ids <= links.keys():
        raise NoSuchProvisionedAccount()
    present = {staff_id for staff_id, link in links.items() if group in link.groups}
    joining = set() if only_remove else member_ids - present
    leaving = member_ids & present if only_remove else set() if only_add else present - member_ids
    for staff_id in sorted(joining | leaving):
        link = links[staff_id]
        groups = [one for one in link.groups if one != group] + ([group] if staff_id in joining else [])
        follow_groups(link, lock_account(staff_id), groups)


def _set_active(staff_id: int, *, is_active: bool) -> None:
    link = _link(staff_id)
    if not is_active:
        close_leaver(link.pk, why="disabled")
    elif not reopen_returner(link.pk):
        raise AccountStaysClosed()


def _link(staff_id: int) -> DirectoryLink:
    link = DirectoryLink.objects.filter(source=DirectorySource.SCIM, staff_id=staff_id).first()
    if link is None:
        raise NoSuchProvisionedAccount()
    return link
