"""Signing in by a password that the organisation's directory checks."""

from django.conf import settings

from peygir.gateways import ldap
from peygir.people.actions.directory import (
    AccountIsClosed,
    DirectoryVisitor,
    contact,
    enter_from_directory,
    link_oneself,
)
from peygir.people.actions.passwords import PasswordIsWrong
from peygir.people.directory_links import is_linked_name
from peygir.people.queries import staff_id_of_any
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import DirectorySource


def is_for_directory(username: str) -> bool:
    """Whether the directory checks this name's password: that of a linked account, and of a name that nobody has here.

    An account that is not linked has a password here, so that somebody can enter while the directory is away. A name
    that nobody has is asked of the directory as well: the time of the answer must not tell one from the other.
    """
    if settings.LDAP is None:
        return False
    return is_linked_name(DirectorySource.LDAP, username) or staff_id_of_any(username) is None


def enter_by_directory(username: str, password: str) -> int | None:
    """The id of the account of whoever has this name and password; None if they do not fit.

    Raises DirectoryIsAway, DirectoryRefusesUs, DirectoryPasswordIsOld, what `enter_from_directory` does.
    """
    person = ldap.check_password(settings.LDAP, username, password) if settings.LDAP is not None else None
    if person is None:
        return None
    if person.why_not:
        raise AccountIsClosed(contact=contact())
    return enter_from_directory(_visitor(person))


def link_by_directory(username: str, password: str, *, by: Actor) -> None:
    """Link one's own account with the person of this name and password. Raises PasswordIsWrong, what the above do."""
    person = ldap.check_password(settings.LDAP, username, password) if settings.LDAP is not None else None
    if person is None or person.why_not:
        raise PasswordIsWrong()
    link_oneself(_visitor(person), by=by)


def _visitor(person: ldap.DirectoryPerson) -> DirectoryVisitor:
    return DirectoryVisitor(
        DirectorySource.LDAP, "", person.subject, person.name, person.full_name, person.email, person.groups
    )
