"""Connections to a directory, by TLS alone, and searches in it that are answered whole or not at all.

The library is imported where it is used: without a directory no process loads it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from peygir.core import clock
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways.directory_settings import LdapSettings

if TYPE_CHECKING:
    from ldap3 import Connection

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 10
SILENT_SECONDS: Final = 5
"""For so long a host that did not answer is not tried again."""


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


class SilentHosts:
    """The hosts that gave no answer a moment ago, in this process."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, int], float] = {}

    def note(self, host: str, port: int) -> None:
        """Leave a host alone for SILENT_SECONDS."""
        self._until[host, port] = clock.monotonic() + SILENT_SECONDS

    def are(self, host: str, port: int) -> bool:
        """Whether a host is among them still."""
        return clock.monotonic() < self._until.get((host, port), 0.0)

    def forget(self) -> None:
        """Try each host again."""
        self._until.clear()


SILENT_HOSTS: Final = SilentHosts()


@contextmanager
def connected_as_service(directory: LdapSettings) -> Iterator[Connection]:
    """A connection as the account that may search. Raises DirectoryIsAway, DirectoryRefusesUs."""
    from ldap3.core.exceptions import LDAPException

    connection = _connected(directory, directory.bind_dn, directory.bind_password)
    try:
        if not connection.bind():
            raise DirectoryRefusesUs()
        yield connection
    except (LDAPException, OSError) as error:
        if isinstance(error, _silences()):
            SILENT_HOSTS.note(connection.server.host, connection.server.port)
        raise DirectoryIsAway() from error
    except ValueError as error:  # a value that cannot be what it is said to be
        raise DirectoryRefusesUs() from error
    finally:
        _leave(connection)


def bind_answer(directory: LdapSettings, dn: str, password: str) -> str | None:
    """None if this is the password of this entry, else what the directory says. Raises DirectoryIsAway."""
    connection = _connected(directory, dn, password)
    try:
        return None if connection.bind() else str(connection.result.get("message", ""))
    finally:
        _leave(connection)


def entries(connection: Connection, base: str, condition: str, attributes: list[str]) -> list[Mapping[str, Any]]:
    """All entries that meet a condition. Raises DirectoryRefusesUs when the directory gives less than all."""
    from ldap3 import SUBTREE

    connection.search(base, condition, search_scope=SUBTREE, attributes=attributes)
    if connection.result["result"] != 0:
        raise DirectoryRefusesUs()
    return [entry for entry in connection.response or [] if entry.get("type") == "searchResEntry"]


def _connected(directory: LdapSettings, dn: str, password: str) -> Connection:
    """A connection by TLS to the first host that answers, not bound yet.

    A host that did not answer just now is not tried: each who signs in would hold up a thread. Raises DirectoryIsAway.
    """
    from ldap3 import NONE, SIMPLE, Connection, Server
    from ldap3.core.exceptions import LDAPException

    failure: Exception | None = None
    for host, port in directory.hosts:
        if SILENT_HOSTS.are(host, port):
            continue
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
            SILENT_HOSTS.note(host, port)
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


def _silences() -> tuple[type[Exception], ...]:
    """What is raised when a host says nothing, in time or at all."""
    from ldap3.core.exceptions import LDAPCommunicationError, LDAPResponseTimeoutError

    return (LDAPCommunicationError, LDAPResponseTimeoutError, OSError)


def _leave(connection: Connection) -> None:
    from ldap3.core.exceptions import LDAPException

    with suppress(LDAPException, OSError):
        connection.unbind()
    if connection.socket is not None:  # the library leaves it open where a host or its certificate was refused
        connection.socket.close()
