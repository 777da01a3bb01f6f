"""Asks an LDAP directory or Active Directory: does a password fit, who is in which group, who has left.

The library is imported where it is used: without a directory no process loads it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from peygir.core import clock
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.directory_settings import LdapSettings

if TYPE_CHECKING:
    from ldap3 import Connection

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 10
MOST_GROUPS: Final = 500
_AT_ONCE: Final = 100
_NOBODY: Final = "nobody-of-this-name"
_DISABLED: Final = 0x2  # of userAccountControl
_LATEST: Final = 2_650_467_743_990_000_000  # the year 9999 in accountExpires; beyond it, or 0: never
_EPOCH_1601: Final = datetime(1601, 1, 1, tzinfo=UTC)
_EPOCH_1970: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STATE: Final = ("userAccountControl", "accountExpires", "nsAccountLock", "pwdAccountLockedTime", "shadowExpire")
_NAMES: Final = ("displayName", "cn", "mail")
# AD says in the text of a refused bind that the password is right, but must be changed first.
_MUST_CHANGE: Final = ("data 532", "data 773")


class DirectoryIsAway(Unavailable):
    """The directory does not answer, or not by a connection that can be trusted."""

    message = _(
        "The organisation's directory cannot be reached now, so nobody can sign in by it. Try again in a minute; "
        "accounts with a password of their own are not affected."
    )


class DirectoryRefusesUs(Unavailable):
    """The directory does not accept the account by which it is asked, or does not understand the question."""

    message = _(
        "The organisation's directory does not let this service ask it. Please tell an administrator: the account or "
        "the settings of the directory have to be looked at."
    )


class DirectoryPasswordIsOld(Unavailable):
    """The password is right, but the directory wants another one first."""

    message = _("Your password in the directory has expired. Change it at a computer of your organisation first.")


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person of the directory: an id that never changes, the sign-in name, names, groups, and why they may not enter.

    `why_not` is empty, "disabled" or "expired"; `groups` are distinguished names.
    """

    subject: str
    name: str
    full_name: str
    email: str
    groups: tuple[str, ...]
    why_not: str = ""


def check_password(directory: LdapSettings, name: str, password: str) -> DirectoryPerson | None:
    """The person whose name and password these are; None if they do not fit, whatever the reason.

    A bind without a password would succeed as nobody (RFC 4513, 5.1.2), so an empty one is never sent. Raises
    DirectoryIsAway, DirectoryRefusesUs, DirectoryPasswordIsOld.
    """
    if not name.strip() or not password or "\0" in name + password:
        return None
    with _asking(directory) as connection:
        entries = _search(connection, directory, _named(directory, name))
        if len(entries) != 1:
            _binds(directory, f"cn={_NOBODY},{directory.base}", password)  # takes as long as for somebody
            return None
        entry = entries[0]
        if not _binds(directory, str(entry["dn"]), password):
            return None
        return _person(directory, entry, _groups(connection, directory, str(entry["dn"])))


def people_by_id(
    directory: LdapSettings, subjects: Sequence[str], *, with_groups: Sequence[str] = ()
) -> dict[str, DirectoryPerson]:
    """The people with these ids; who is missing is not there any more. Groups only of those in `with_groups`.

    Raises DirectoryIsAway, DirectoryRefusesUs: also if the answer is not complete.
    """
    people: dict[str, DirectoryPerson] = {}
    with _asking(directory) as connection:
        for start in range(0, len(subjects), _AT_ONCE):
            wanted = "".join(_of_id(directory, subject) for subject in subjects[start : start + _AT_ONCE])
            for entry in _search(connection, directory, f"(|{wanted})"):
                subject = _subject(directory, entry)
                groups = _groups(connection, directory, str(entry["dn"])) if subject in with_groups else ()
                people[subject] = _person(directory, entry, groups)
    return people


@contextmanager
def _asking(directory: LdapSettings) -> Iterator[Connection]:
    """A connection as the account that may search. Raises DirectoryIsAway, DirectoryRefusesUs."""
    from ldap3.core.exceptions import LDAPException

    connection = _connected(directory, directory.bind_dn, directory.bind_password)
    try:
        if not connection.bind():
            raise DirectoryRefusesUs()
        yield connection
    except (LDAPException, OSError) as error:
        raise DirectoryIsAway() from error
    finally:
        _leave(connection)


def _connected(directory: LdapSettings, dn: str, password: str) -> Connection:
    """A connection by TLS to the first host that answers, not bound yet. Raises DirectoryIsAway."""
    from ldap3 import NONE, SIMPLE, Connection, Server
    from ldap3.core.exceptions import LDAPException

    failure: Exception | None = None
    for host, port in directory.hosts:
        server = Server(
            host,
            port=port,
            use_ssl=not directory.is_tls_later,
            tls=_tls(directory),
            get_info=NONE,
            connect_timeout=CONNECT_SECONDS,
        )
        connection = Connection(
            server,
            user=dn,
            password=password,
            authentication=SIMPLE,
            auto_referrals=False,  # a password goes to the hosts of the settings alone
            receive_timeout=ANSWER_SECONDS,
        )
        try:
            connection.open()
            if directory.is_tls_later and not connection.start_tls():
                raise OSError("StartTLS was refused")
        except (LDAPException, OSError) as error:
            failure = error
            _leave(connection)
            continue
        return connection
    raise DirectoryIsAway() from failure


def _tls(directory: LdapSettings) -> Any:
    """TLS 1.2 or later, with Python's own check of certificate and host name in place of the library's."""
    from ldap3 import Tls

    class CheckedTls(Tls):  # type: ignore[misc]
        def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
            context = ssl.create_default_context(cafile=directory.ca_file or None)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            connection.socket = context.wrap_socket(
                connection.socket,
                server_hostname=connection.server.host,
                do_handshake_on_connect=do_handshake,
            )

    return CheckedTls(validate=ssl.CERT_REQUIRED)


def _binds(directory: LdapSettings, dn: str, password: str) -> bool:
    connection = _connected(directory, dn, password)
    try:
        if connection.bind():
            return True
        if any(sign in str(connection.result.get("message", "")) for sign in _MUST_CHANGE):
            raise DirectoryPasswordIsOld()
        return False
    finally:
        _leave(connection)


def _search(connection: Connection, directory: LdapSettings, condition: str) -> list[Mapping[str, Any]]:
    attributes = [directory.id_attribute, directory.name_attribute, *_NAMES, *_STATE]
    return _entries(connection, directory.base, condition, attributes)


def _entries(connection: Connection, base: str, condition: str, attributes: list[str]) -> list[Mapping[str, Any]]:
    """All entries that meet a condition. Raises DirectoryRefusesUs when the directory gives less than all."""
    from ldap3 import SUBTREE

    connection.search(base, condition, search_scope=SUBTREE, attributes=attributes)
    if connection.result["result"] != 0:
        raise DirectoryRefusesUs()
    return [entry for entry in connection.response or [] if entry.get("type") == "searchResEntry"]


def _named(directory: LdapSettings, name: str) -> str:
    from ldap3.utils.conv import escape_filter_chars

    return f"(&{directory.filter}({directory.name_attribute}={escape_filter_chars(name.strip())}))"


def _of_id(directory: LdapSettings, subject: str) -> str:
    from ldap3.utils.conv import escape_bytes, escape_filter_chars

    value = escape_filter_chars(subject)
    if directory.id_attribute.lower() == "objectguid":
        value = escape_bytes(UUID(subject).bytes_le)
    return f"({directory.id_attribute}={value})"


def _groups(connection: Connection, directory: LdapSettings, dn: str) -> tuple[str, ...]:
    from ldap3.utils.conv import escape_filter_chars

    condition = directory.group_filter.replace("{dn}", escape_filter_chars(dn))
    found = _entries(connection, directory.group_base, condition, ["cn"])
    return tuple(str(entry["dn"]) for entry in found[:MOST_GROUPS])


def _person(directory: LdapSettings, entry: Mapping[str, Any], groups: tuple[str, ...]) -> DirectoryPerson:
    name = _first(entry, directory.name_attribute)
    full_name = _first(entry, "displayName") or _first(entry, "cn")
    subject = _subject(directory, entry)
    return DirectoryPerson(subject, name, full_name, _first(entry, "mail"), groups, _why_not(entry, clock.now()))


def _why_not(entry: Mapping[str, Any], now: datetime) -> str:
    control, expires = _number(entry, "userAccountControl"), _number(entry, "accountExpires")
    if control & _DISABLED or _first(entry, "nsAccountLock").lower() == "true":
        return "disabled"
    if _first(entry, "pwdAccountLockedTime").startswith("00000101"):  # for good, not after some wrong passwords
        return "disabled"
    if 0 < expires < _LATEST and _EPOCH_1601 + timedelta(microseconds=expires // 10) <= now:
        return "expired"
    last_day = _number(entry, "shadowExpire")
    if 0 < last_day < 1_000_000 and _EPOCH_1970 + timedelta(days=last_day) <= now:
        return "expired"
    return ""


def _subject(directory: LdapSettings, entry: Mapping[str, Any]) -> str:
    values = _raw(entry, directory.id_attribute)
    if not values:
        raise DirectoryRefusesUs()  # an account that may not read the id cannot tell people apart
    if directory.id_attribute.lower() == "objectguid":
        return str(UUID(bytes_le=values[0]))
    return values[0].decode("utf-8", "replace")


def _first(entry: Mapping[str, Any], name: str) -> str:
    values = _raw(entry, name)
    return values[0].decode("utf-8", "replace").strip() if values else ""


def _number(entry: Mapping[str, Any], name: str) -> int:
    text = _first(entry, name)
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else 0


def _raw(entry: Mapping[str, Any], name: str) -> list[bytes]:
    for key, values in entry["raw_attributes"].items():
        if key.lower() == name.lower():
            return list(values)
    return []


def _leave(connection: Connection) -> None:
    from ldap3.core.exceptions import LDAPException

    try:
        connection.unbind()
    except (LDAPException, OSError):
        return
