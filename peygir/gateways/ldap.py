"""Asks an LDAP directory or Active Directory: does a password fit, who is in which group, who has left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from peygir.core import clock
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.directory_settings import LdapSettings
from peygir.gateways.ldap_connections import bind_answer, connected_as_service, entries
from peygir.gateways.ldap_people import (
    DISABLED,
    EXPIRED,
    DirectoryPerson,
    attributes_of_people,
    id_condition,
    is_named,
    person_of,
)

if TYPE_CHECKING:
    from ldap3 import Connection

MOST_GROUPS: Final = 1_100
"""Active Directory lets nobody in who is in more than 1,015."""
_AT_ONCE: Final = 100
_NOBODY: Final = "nobody-of-this-name"
_WRONG: Final = "wrong"
# Why Active Directory refuses a bind, in the text of its answer. It gives all but 775 only if the password is right.
_REASON: Final = re.compile(r"\bdata ([0-9a-f]+)\b")
_LOCKED: Final = "775"
_NOT_NOW: Final = ("530", "531")  # at this hour, from this computer
_PASSWORD_IS_OLD: Final = ("532", "773")  # expired, or to be changed at the next sign-in
_MAY_NOT_ENTER: Final = {"533": DISABLED, "701": EXPIRED}


class DirectoryPasswordIsOld(NotAllowed):
    """The password is right, but the directory wants another one first."""

    message = _("Your password in the directory has expired. Change it at a computer of your organisation first.")


class DirectoryAccountIsLocked(NotAllowed):
    """The directory takes no password for this account for a while, the right one neither."""

    message = _(
        "The directory has locked your account after too many wrong passwords. Wait until it opens again, or ask your "
        "organisation to unlock it."
    )


class DirectoryHoursAreOver(NotAllowed):
    """The password is right, but the account may be used at other hours or from other computers alone."""

    message = _(
        "The directory does not let you sign in now: your account there is limited to certain hours or certain "
        "computers. Ask your organisation to change that."
    )


def check_password(directory: LdapSettings, name: str, password: str) -> DirectoryPerson | None:
    """The person whose name and password these are; None if they do not fit, whatever the reason.

    A bind without a password would succeed as nobody (RFC 4513, 5.1.2), so an empty one is never sent. Raises
    DirectoryIsAway, DirectoryRefusesUs, DirectoryPasswordIsOld, DirectoryAccountIsLocked, DirectoryHoursAreOver.
    """
    name = name.strip()
    if not name or not password or "\0" in name + password:
        return None
    with connected_as_service(directory) as connection:
        people = entries(connection, directory.base, _named(directory, name), attributes_of_people(directory))
        if len(people) != 1 or not is_named(directory, people[0], name):
            bind_answer(directory, f"cn={_NOBODY},{directory.base}", password)  # takes as long as for somebody
            return None
        person = person_of(directory, people[0], clock.now())
        why_not = _why_refused(directory, person.dn, password)
        if why_not == _WRONG:
            return None
        if why_not:
            return replace(person, why_not=why_not)
        return replace(person, groups=_groups(connection, directory, person.dn, {}))


def people_by_id(directory: LdapSettings, subjects: Sequence[str]) -> dict[str, DirectoryPerson]:
    """The people with these ids, without their groups; who is missing is not there any more.

    Raises DirectoryIsAway, DirectoryRefusesUs: also if the answer is not complete.
    """
    people: dict[str, DirectoryPerson] = {}
    now, attributes = clock.now(), attributes_of_people(directory)
    with connected_as_service(directory) as connection:
        for start in range(0, len(subjects), _AT_ONCE):
            wanted = "".join(id_condition(directory, subject) for subject in subjects[start : start + _AT_ONCE])
            for entry in entries(connection, directory.base, f"(|{wanted})", attributes):
                person = person_of(directory, entry, now)
                people[person.subject] = person
    return people


def groups_of_people(directory: LdapSettings, people: Iterable[DirectoryPerson]) -> dict[str, tuple[str, ...]]:
    """The groups of each of these people, by id. Raises DirectoryIsAway, DirectoryRefusesUs."""
    parents: dict[str, list[str]] = {}
    with connected_as_service(directory) as connection:
        return {person.subject: _groups(connection, directory, person.dn, parents) for person in people}


def _why_refused(directory: LdapSettings, dn: str, password: str) -> str:
    """Empty if the password fits and the person may enter; "wrong", "disabled" or "expired".

    Raises DirectoryPasswordIsOld, DirectoryAccountIsLocked, DirectoryHoursAreOver.
    """
    answer = bind_answer(directory, dn, password)
    if answer is None:
        return ""
    reason = _REASON.search(answer)
    code = reason[1] if reason else ""
    if code in _PASSWORD_IS_OLD:
        raise DirectoryPasswordIsOld()
    if code in _NOT_NOW:
        raise DirectoryHoursAreOver()
    if code == _LOCKED:
        raise DirectoryAccountIsLocked()
    return _MAY_NOT_ENTER.get(code, _WRONG)


def _named(directory: LdapSettings, name: str) -> str:
    from ldap3.utils.conv import escape_filter_chars

    value = escape_filter_chars(name)
    condition = f"({directory.name_attribute}={value})"
    if directory.principal_attribute and "@" in name:
        condition = f"(|{condition}({directory.principal_attribute}={value}))"
    return f"(&{directory.filter}{condition})"


def _groups(connection: Connection, directory: LdapSettings, dn: str, parents: dict[str, list[str]]) -> tuple[str, ...]:
    """The groups of a person, and the groups in which those are where the settings want that.

    Each group is asked once for all people with the same `parents`: a directory that is asked to follow the chain for
    each of them (1.2.840.113556.1.4.1941) walks through all members of each group each time.
    """
    groups: dict[str, str] = {}
    waiting = _direct_groups(connection, directory, dn)
    while waiting and len(groups) < MOST_GROUPS:
        group = waiting.pop()
        key = group.casefold()
        if key in groups:
            continue
        groups[key] = group
        if directory.is_nested:
            if key not in parents:
                parents[key] = _direct_groups(connection, directory, group)
            waiting += parents[key]
    return tuple(groups.values())


def _direct_groups(connection: Connection, directory: LdapSettings, dn: str) -> list[str]:
    from ldap3.utils.conv import escape_filter_chars

    condition = directory.group_filter.replace("{dn}", escape_filter_chars(dn))
    return [str(entry["dn"]) for entry in entries(connection, directory.group_base, condition, ["cn"])]
