"""Sends one HTTP request to another machine: to an address that was checked, within a time that holds for all of it.

httpcore, the engine of httpx, speaks HTTP; its network backend is where we look at the address that a name leads to.
What httpx adds above it (cookies, redirections, decompression, proxies of the environment) is what a gateway must not
do (docs/adr/0060).
"""

import ipaddress
import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore

from peygir.core import clock
from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.results import GatewayFailed, GatewayUnsure

SCHEMES: Final = frozenset({"http", "https"})
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 addresses as IPv6 hosts reach them
_NOT_CONNECTED: Final = (httpcore.ConnectError, httpcore.ConnectTimeout)


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How long a request may take (`step` seconds for each connect, write and read, `whole` for all of them), and how
    many bytes of an answer's body are read; the rest of a longer one is left, and `is_cut` says so.

    `only_public`: hosts of our own network are refused, since the address comes from outside (SSRF).
    """

    step: float
    whole: float
    most: int
    only_public: bool = False


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer with any status; header names are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False

    def json(self) -> Any:
        """Return the parsed body. Raises GatewayUnsure: an unreadable body says nothing about the message."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as torn:
            raise GatewayUnsure(f"the provider's answer ({self.status}) cannot be read") from torn


def send(
    method: str,
    url: str,
    limits: RequestLimits,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    ca_file: str = "",
) -> HttpAnswer:
    """Send one request on a connection of its own; a redirection is an answer like another and is not followed.

    `ca_file` names an authority to be trusted instead of the machine's.

    Raises GatewayFailed if nothing was sent (permanent: the URL is none, or its host is refused), GatewayUnsure if
    something was sent and no whole answer came.
    """
    target = _checked(url)
    given = [(name.encode("ascii"), value.encode("latin-1")) for name, value in (headers or {}).items()]
    host = target.host.decode("ascii")
    sent = [(b"Host", _authority(target)), (b"Connection", b"close"), (b"Accept-Encoding", b"identity"), *given]
    if content is not None:
        sent.append((b"Content-Length", str(len(content)).encode()))
    network = _CheckedNetwork(clock.monotonic() + limits.whole, limits.only_public)
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), limits.step)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_trust(ca_file), network_backend=network, max_keepalive_connections=0
            ) as pool,
            pool.stream(method, target, headers=sent, content=content, extensions={"timeout": timeouts}) as answer,
        ):
            body, is_cut = _read(answer.iter_stream(), limits.most)
            names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            return HttpAnswer(answer.status, body, names, is_cut)
    except (*_NOT_CONNECTED, httpcore.LocalProtocolError) as trouble:
        raise GatewayFailed(f"no connection to {host}: {_name_of(trouble)}", is_permanent=False) from trouble
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as trouble:
        raise GatewayUnsure(f"no answer from {host}: {_name_of(trouble)}") from trouble


def is_public(where: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one host of the public internet.

    An IPv6 address that contains an IPv4 address (mapped, 6to4, Teredo, NAT64) is judged by that one: a gateway of our
    own network would send it there.
    """
    if isinstance(where, IPv6Address):
        inner = where.ipv4_mapped or where.sixtofour or (where.teredo[1] if where.teredo else None)
        if inner is None and where in _NAT64:
            inner = IPv4Address(int(where) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if where.is_site_local:
            return False
    return where.is_global and not where.is_multicast and not where.is_reserved


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to the very address that was checked: resolving the name again might give another (DNS rebinding)."""

    def __init__(self, ends: float, only_public: bool) -> None:
        self._ends, self._only_public = ends, only_public
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        refuse_in_sandbox()
        try:
            resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as trouble:
            raise httpcore.ConnectError(type(trouble).__name__) from trouble
        addresses = [str(address[0]) for *_, address in resolved]
        if self._only_public and not all(is_public(ipaddress.ip_address(one.split("%")[0])) for one in addresses):
            raise GatewayFailed("the host is not a public one", is_permanent=True)
        for place, address in enumerate(addresses):
            try:
                stream = self._inner.connect_tcp(
                    address, port, _within(timeout, self._ends), local_address, socket_options
                )
            except _NOT_CONNECTED:
                if place + 1 == len(addresses) or clock.monotonic() > self._ends:
                    raise
            else:
                return _TimedStream(stream, self._ends)
        raise httpcore.ConnectError("the name has no address")


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends with the whole request's time, so that a slow sender cannot stretch it."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _within(timeout, self._ends, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _within(timeout, self._ends, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, _within(timeout, self._ends))
        return _TimedStream(stream, self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _checked(url: str) -> httpcore.URL:
    """Return the URL, its host in ASCII (IDNA). Raises GatewayFailed."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna"), parts.port
    except ValueError as wrong:  # a UnicodeError is one
        raise GatewayFailed("this is no address", is_permanent=True) from wrong
    if parts.scheme not in SCHEMES or not host:
        raise GatewayFailed("only http and https addresses are asked", is_permanent=True)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    if not path.isascii() or any(letter <= " " for letter in path):
        raise GatewayFailed("this is no address", is_permanent=True)
    return httpcore.URL(scheme=parts.scheme.encode(), host=host, port=port, target=path.encode())


def _authority(target: httpcore.URL) -> bytes:
    """The value of the Host header."""
    host = b"[%b]" % target.host if b":" in target.host else target.host
    return host if target.port is None else b"%b:%d" % (host, target.port)


def _read(pieces: Iterable[bytes], most: int) -> tuple[bytes, bool]:
    parts, size = [], 0
    with closing(iter(pieces)) as all_pieces:  # type: ignore[type-var]
        for piece in all_pieces:
            parts.append(piece)
            size += len(piece)
            if size > most:
                return b"".join(parts)[:most], True
    return b"".join(parts), False


def _within(
    timeout: float | None, ends: float, late: type[httpcore.TimeoutException] = httpcore.ConnectTimeout
) -> float:
    """The seconds that a step may take. Raises `late` if the time of the whole request is over."""
    left = ends - clock.monotonic()
    if left <= 0:
        raise late("the whole request took too long")
    return left if timeout is None else min(timeout, left)


def _name_of(trouble: Exception) -> str:
    """The name of what went wrong, as the system called it: httpcore hands it on as its argument."""
    cause = trouble.args[0] if trouble.args and isinstance(trouble.args[0], Exception) else trouble
    return type(cause).__name__


def _trust(ca_file: str) -> ssl.SSLContext:
    """The authority in a file, or those that this machine trusts: a city may have its own among them."""
    return ssl.create_default_context(cafile=ca_file or None)
