"""Signing in by a password that the organisation's directory checks."""

from django.conf import settings

from peygir.gateways import ldap
from peygir.gateways.ldap_people import DirectoryPerson
from peygir.people.actions.directory import (
    AccountIsClosed,
    DirectoryVisitor,
    contact,
    enter_from_directory,
    link_oneself,
)
from peygir.people.actions.passwords import PasswordIsWrong
from peygir.people.directory_links import has_own_password, is_linked_name
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import DirectorySource


def asks_directory(username: str) -> bool:
    """Whether the directory is asked about this name and a password that is not one of ours.

    Not for an account that has a password here alone: it stays usable while the directory is away. A name that nobody
    has is asked like those of the directory, so that the time of the answer does not tell one from the other.
    """
    if settings.LDAP is None:
        return False
    return is_linked_name(DirectorySource.LDAP, username) or not has_own_password(username)


def enter_by_directory(username: str, password: str) -> int | None:
    """The id of the account of whoever has this name and password; None if they do not fit.

    Raises what `check_password` and `enter_from_directory` do.
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


def _visitor(person: DirectoryPerson) -> DirectoryVisitor:
    return DirectoryVisitor(
        DirectorySource.LDAP, "", person.subject, person.name, person.full_name, person.email, person.groups
    )
