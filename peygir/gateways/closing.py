"""Keeps a training sandbox closed: each gateway asks here before it opens a connection, and Python itself refuses too.

Both depend on the mark in the home (`core.sandbox`) and on no address or key in the settings.
"""

import ipaddress
import sys
from typing import Any, Final

from django.conf import settings

from peygir.gateways.results import GatewayFailed

_LOCAL_NAMES: Final = frozenset({"", "localhost", "localhost.localdomain"})
_CONNECTING: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class SandboxIsClosed(GatewayFailed):
    """A gateway was to reach the outside from a training sandbox."""

    def __init__(self) -> None:
        super().__init__("this is the training sandbox: nothing leaves it", is_permanent=True)


class ConnectionIsRefused(OSError):
    """Code of this process was to connect to another machine."""


def refuse_in_sandbox() -> None:
    """Raises SandboxIsClosed in a training sandbox. Every function that opens a connection calls it first."""
    if settings.SANDBOX:
        raise SandboxIsClosed()


def shut_the_network() -> None:
    """Let Python refuse every connection of this process to another machine, for as long as it lives.

    An audit hook cannot be taken off again. Connections to this machine stay possible, since the processes look after
    each other; gateways are refused those too, by `refuse_in_sandbox`.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONNECTING:
        address = arguments[1] if len(arguments) > 1 else None
        if isinstance(address, tuple) and address and not is_local(str(address[0])):
            raise ConnectionIsRefused(f"the training sandbox connects to no other machine ({address[0]})")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_local(str(arguments[0] or "")):
        raise ConnectionIsRefused(f"the training sandbox looks up no other machine ({arguments[0]})")


def is_local(host: str) -> bool:
    """Whether a host is this machine, or (as an address to listen on) any of its own."""
    name = host.partition("%")[0].removeprefix("b'").removesuffix("'").lower()
    if name in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
