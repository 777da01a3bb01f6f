"""Accounts of the organisation's directory: linked, made at the first sign-in, kept in step with groups, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from peygir.city.queries import current_city, unit_by_code
from peygir.core import clock
from peygir.core.refusals import Conflict, NotAllowed
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import (
    DirectoryGroupsSeen,
    DirectoryLinked,
    DirectoryUnlinked,
)
from peygir.people.actions.accounts import lock_account, write_change
from peygir.people.actions.adding import add_staff
from peygir.people.actions.post_writing import held_by
from peygir.people.actions.staff import NotYourWork
from peygir.people.directory_links import mapping
from peygir.people.models import DirectoryLink, Staff
from peygir.people.role_catalogue import highest_roles, needs_unit
from peygir.people.rules import DIRECTORY, Actor, may_administer
from peygir.people.sign_in_rules import LONGEST_GROUP, MOST_GROUPS_OF_ONE, DirectorySource, GroupPost, post_of_groups
from peygir.people.two_person_rules import needs_second_person


class NoAccountHere(NotAllowed):
    """The directory knows the person, but no account here belongs to them, and none is made by signing in."""

    message = _("Your organisation knows you, but you have no account here. Ask {contact}.")


class NoRoleHere(NotAllowed):
    """None of the person's groups gives a role."""

    message = _("You have no role here: none of your groups in the directory gives one. Ask {contact}.")


class AccountIsClosed(NotAllowed):
    """The account is closed here, or switched off in the directory."""

    message = _("Your account is closed. If that is a mistake, ask {contact}.")


class UserNameIsNotLinked(NotAllowed):
    """An account of the same name exists and is not linked; a name alone proves nothing."""

    message = _(
        "Here is an account with your user name, but it is not linked with you. If it is yours, sign in to it with its "
        "password and link it on the page “My account”; else ask {contact}."
    )


class LinkIsTaken(Conflict):
    """The person of the directory, or the account, is linked already."""

    message = _("This is linked already: a person of the directory has one account here, and the account one person.")


@dataclass(frozen=True, slots=True)
class DirectoryVisitor:
    """Somebody whom a directory proved: by which id, and what it says about them."""

    source: str
    issuer: str
    subject: str
    name: str
    full_name: str
    email: str
    groups: tuple[str, ...]


def enter_from_directory(visitor: DirectoryVisitor) -> int:
    """The id of the open account of a visitor, in step with their groups; an account is made where that is allowed.

    Raises NoAccountHere, NoRoleHere, AccountIsClosed, UserNameIsNotLinked, what `write_change` does.
    """
    staff_id, has_role = _entered(visitor)
    if not has_role:  # refused after the transaction: that the groups took the post away has to stay
        raise NoRoleHere(contact=contact())
    return staff_id


@transaction.atomic
def _entered(visitor: DirectoryVisitor) -> tuple[int, bool]:
    link = _link_of(visitor)
    if link is None:
        return _make_account(visitor), True
    staff = lock_account(link.staff_id)
    if not staff.is_active:
        raise AccountIsClosed(contact=contact())
    follow_groups(link, staff, visitor.groups)
    return staff.pk, bool(staff.role) or not link.follows


@transaction.atomic
def link_oneself(visitor: DirectoryVisitor, *, by: Actor) -> None:
    """Link one's own account, after the directory proved the person: the only way for the highest roles.

    The post stays what was recorded here. Raises LinkIsTaken.
    """
    if by.kind != "staff":
        raise NotYourWork()
    _write_link(lock_account(by.id), visitor, follows=False, by=by)


@transaction.atomic
def link_account(staff_id: int, visitor: DirectoryVisitor, *, follows: bool, by: Actor) -> None:
    """Link an account to a person of the directory, as an administrator or by the directory's own provisioning.

    Raises NotYourWork (also for an account of the highest roles: its holder alone links it), LinkIsTaken.
    """
    staff = lock_account(staff_id)
    if not may_administer(by) or needs_second_person(by, *held_by(staff)):
        raise NotYourWork()
    _write_link(staff, visitor, follows=follows, by=by)


@transaction.atomic
def unlink_account(staff_id: int, source: str, *, by: Actor) -> None:
    """Remove a link: one's own, or another's as an administrator. Raises NotYourWork."""
    staff = lock_account(staff_id)
    if not may_administer(by) and (by.kind != "staff" or by.id != staff_id):
        raise NotYourWork()
    if DirectoryLink.objects.filter(staff=staff, source=source).delete()[0]:
        record(staff, DirectoryUnlinked(source=source), by=str(by), at=clock.now())


def follow_groups(link: DirectoryLink, staff: Staff, groups: Sequence[str], *, is_said_now: bool = True) -> None:
    """Keep the groups of a link, and give the locked account the post of the first that has one.

    Only where the link says that groups decide; an account that holds one of the highest roles keeps its posts.
    `is_said_now`: the directory names these groups just now, so it knows the person.
    """
    link.groups = [group[:LONGEST_GROUP] for group in groups[:MOST_GROUPS_OF_ONE]]
    if is_said_now:
        link.seen_at, link.left_at = clock.now(), None
    link.save(update_fields=["groups", "seen_at", "left_at"])
    if not link.follows or not highest_roles().isdisjoint(held_by(staff)):
        return
    post = _post_of(link.groups)
    role, unit_id = (post.role, _unit_id(post)) if post is not None else ("", None)
    if (staff.role, staff.unit_id) == (role, unit_id):
        return
    event = DirectoryGroupsSeen(source=link.source, role=role, unit=post.unit if post is not None else "")
    record(staff, event, by=str(DIRECTORY), at=clock.now())
    write_change(staff, {"role": role, "unit_id": unit_id}, by=DIRECTORY)


def contact() -> str | Text:
    """Whom somebody asks who is not let in, as the settings say it."""
    return str(settings.SIGN_IN_CONTACT) or _("an administrator of the system")


def _link_of(visitor: DirectoryVisitor) -> DirectoryLink | None:
    """The link of a visitor: by the id, or by the name that an administrator wrote and that now gets its id."""
    rows = DirectoryLink.objects.select_for_update().filter(source=visitor.source, issuer=visitor.issuer)
    link = rows.filter(subject=visitor.subject).first()
    if link is None and visitor.name:
        link = rows.filter(subject="", name__iexact=visitor.name).first()
        if link is not None:
            link.subject = visitor.subject
            link.save(update_fields=["subject"])
    if link is None:
        link = _link_as_provisioned(visitor)
    return link


def _link_as_provisioned(visitor: DirectoryVisitor) -> DirectoryLink | None:
    """Link the account that provisioning made for the very id that the visitor has; a name or address is not enough.

    Its groups go on to be those that the provisioning says.
    """
    row = DirectoryLink.objects.filter(source=DirectorySource.SCIM, subject=visitor.subject).first()
    if row is None:
        return None
    return _write_link(lock_account(row.staff_id), visitor, follows=False, by=DIRECTORY)


def _make_account(visitor: DirectoryVisitor) -> int:
    username = visitor.name.strip()[:150]
    if Staff.objects.filter(username__iexact=username).exists():
        raise UserNameIsNotLinked(contact=contact())
    if not settings.JUST_IN_TIME or not username:
        raise NoAccountHere(contact=contact())
    return provision(visitor, username=username)


def provision(visitor: DirectoryVisitor, *, username: str) -> int:
    """Make an account, with the post of the groups and no password, and link it. Returns its id.

    Raises NoRoleHere, UsernameIsTaken, LinkIsTaken, what `add_staff` does.
    """
    post = _post_of(visitor.groups)
    if post is None:
        raise NoRoleHere(contact=contact())
    staff_id = add_staff(
        username,
        encoded_password=make_password(None),
        role=post.role,
        unit_code=post.unit,
        name=plain(visitor.full_name)[:120],
        email=plain(visitor.email)[:254],
        must_change=False,
        by=DIRECTORY,
    )
    _write_link(lock_account(staff_id), visitor, follows=True, by=DIRECTORY)
    return staff_id


def _write_link(staff: Staff, visitor: DirectoryVisitor, *, follows: bool, by: Actor) -> DirectoryLink:
    now = clock.now()
    link = DirectoryLink(
        staff=staff,
        source=visitor.source,
        issuer=visitor.issuer,
        subject=visitor.subject,
        name=visitor.name[:150],
        groups=[group[:LONGEST_GROUP] for group in visitor.groups[:MOST_GROUPS_OF_ONE]],
        follows=follows,
        linked_at=now,
        linked_by=str(by),
        seen_at=now if visitor.subject else None,
    )
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        raise LinkIsTaken() from error
    record(staff, DirectoryLinked(source=visitor.source, follows=follows), by=str(by), at=now)
    return link


def _post_of(groups: Iterable[str]) -> GroupPost | None:
    """The post that these groups give; none in a unit that the city does not have any more."""
    post = post_of_groups(groups, mapping())
    if post is None or (_unit_id(post) is None and (post.unit or needs_unit(post.role))):
        return None
    return post


def _unit_id(post: GroupPost) -> int | None:
    unit = unit_by_code(current_city(settings.CITY).id, post.unit) if post.unit else None
    return unit.id if unit is not None and unit.is_open else None
