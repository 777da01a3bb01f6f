"""Fetches a picture from a URL that a stranger gave: public hosts only, with limits of time and size."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from peygir.core import clock
from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.results import GatewayFailed

SECONDS: Final = 10.0
LARGEST: Final = 12 * 1024 * 1024
MOST_HOPS: Final = 3
_CHUNK: Final = 64 * 1024
_TO_FOLLOW: Final = frozenset({301, 302, 303, 307, 308})
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 addresses as IPv6 hosts reach them


def fetch_picture(url: str) -> bytes:
    """Return the bytes behind an http(s) URL. Raises GatewayFailed; `photos` checks whether they are a picture.

    Hosts of our own network are refused (unless the setting FETCH_PRIVATE_HOSTS allows them, for trials): the
    URL comes from outside, and must not give access to them (SSRF). Each hop of a redirection is checked anew.
    """
    ends = clock.monotonic() + SECONDS
    for _ in range(MOST_HOPS + 1):
        content, following = _get(url, ends)
        if following is None:
            return content
        url = urljoin(url, following)
    raise GatewayFailed("the address leads from one to the next without end", is_permanent=True)


def _get(url: str, ends: float) -> tuple[bytes, str | None]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise GatewayFailed("this is no address", is_permanent=True) from error
    if parts.scheme not in ("http", "https") or not host:
        raise GatewayFailed("only http and https addresses are fetched", is_permanent=True)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    if not path.isascii() or any(letter <= " " for letter in path):
        raise GatewayFailed("this is no address", is_permanent=True)
    connection = http.client.HTTPConnection(host, port, timeout=_left(ends))
    try:
        connection.sock = connect(
            host, port, parts.scheme == "https", ends, allow_private=getattr(settings, "FETCH_PRIVATE_HOSTS", False)
        )
        connection.request("GET", path, headers={"Accept": "image/*"})
        with connection.getresponse() as answer:
            if answer.status in _TO_FOLLOW and (where := answer.getheader("Location")):
                return b"", where
            if answer.status != 200:
                raise GatewayFailed(f"the host answered {answer.status}", is_permanent=answer.status < 500)
            return _read(answer, ends), None
    except (OSError, http.client.HTTPException) as error:
        raise GatewayFailed(f"not fetched ({type(error).__name__})", is_permanent=False) from error
    finally:
        connection.close()


def connect(host: str, port: int, is_https: bool, ends: float, *, allow_private: bool) -> socket.socket:
    """Connect to the very address that was checked: resolving the name again might give another (DNS rebinding).

    Raises GatewayFailed for hosts of our own network unless they are allowed, OSError if nobody answers.
    """
    refuse_in_sandbox()
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for family, kind, protocol, _, address in found:
        where = ipaddress.ip_address(str(address[0]).split("%")[0])
        if not allow_private and not is_public(where):
            raise GatewayFailed("the host is not a public one", is_permanent=True)
        wire = socket.socket(family, kind, protocol)
        wire.settimeout(_left(ends))
        try:
            wire.connect(address)
            return ssl.create_default_context().wrap_socket(wire, server_hostname=host) if is_https else wire
        except OSError:
            wire.close()
            raise
    raise GatewayFailed("the host has no address", is_permanent=True)


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


def _read(answer: http.client.HTTPResponse, ends: float) -> bytes:
    parts, size = [], 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise GatewayFailed("the picture is larger than we take", is_permanent=True)
        _left(ends)
    return b"".join(parts)


def _left(ends: float) -> float:
    left = ends - clock.monotonic()
    if left <= 0:
        raise GatewayFailed("the host is too slow", is_permanent=False)
    return left
