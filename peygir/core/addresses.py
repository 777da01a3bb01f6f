"""IP addresses: the client of a request behind trusted proxies, and the key by which callers are counted."""

import re
from collections.abc import MutableMapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# A provider gives each household or phone a whole /64 of IPv6 (RFC 6177), so single addresses are no useful key.
_ONE_CALLER: Final = 64
# And a site, or whoever rents one server, gets up to a /48 (RFC 6177): 65,536 such networks.
_ONE_SITE: Final = 48
_WITH_PORT: Final = re.compile(r"\[(?P<v6>[^\]]+)\](?::\d{1,5})?|(?P<v4>\d+\.\d+\.\d+\.\d+):\d{1,5}", re.ASCII)
_LONGEST_CHAIN: Final = 64  # hops read of one header; the last ones, which our own proxies wrote


def read_address(text: str) -> Address | None:
    """Parse an address, with or without brackets, port and zone; None for anything else.

    An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is returned as the IPv4 address that it is.
    """
    text = text.strip().strip('"')
    if match := _WITH_PORT.fullmatch(text):
        text = match["v6"] or match["v4"]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def read_networks(text: str) -> tuple[Network, ...]:
    """Parse addresses and networks separated by commas or blanks. Raises ValueError that names the invalid part."""
    networks: list[Network] = []
    for part in re.split(r"[,\s]+", text.strip()):
        if part:
            try:
                networks.append(ip_network(part, strict=False))
            except ValueError as error:
                raise ValueError(f"“{part}” is neither an address nor a network") from error
    return tuple(networks)


def is_among(address: Address | None, networks: Sequence[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    return address is not None and any(address in network for network in networks)


def client_address(peer: str, forwarded_for: str, proxies: Sequence[Network]) -> str:
    """The address of the client behind our own proxies, as text.

    `peer` is the other end of the socket; `forwarded_for` is the header X-Forwarded-For, to which each proxy appends
    the address that called it. It is trusted only as far as trusted proxies wrote it: the client is the last
    hop that is not one of `proxies`. A hop that is not an address ends the chain at the proxy that reported it.
    """
    client = read_address(peer)
    if client is None:
        return peer
    hops = [hop for hop in forwarded_for.split(",") if hop.strip()][-_LONGEST_CHAIN:]
    while hops and is_among(client, proxies):
        hop = read_address(hops.pop())
        if hop is None:
            break
        client = hop
    return str(client)


def believe_proxies(environ: MutableMapping[str, Any], proxies: Sequence[Network]) -> None:
    """Write the client's address and scheme, as our own proxies report them, into a WSGI environ.

    Afterwards REMOTE_ADDR is the client's address and `wsgi.url_scheme` what the client used. The proxies' headers are
    removed, so that nothing reads them a second time, and so that those of a stranger have no effect.
    """
    peer = str(environ.get("REMOTE_ADDR") or "")
    forwarded_for = str(environ.pop("HTTP_X_FORWARDED_FOR", ""))
    scheme = str(environ.pop("HTTP_X_FORWARDED_PROTO", "")).rpartition(",")[2].strip().lower()
    for name in ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP"):
        environ.pop(name, None)
    environ["REMOTE_ADDR"] = client_address(peer, forwarded_for, proxies)
    if scheme in ("http", "https") and is_among(read_address(peer), proxies):
        environ["wsgi.url_scheme"] = scheme


def caller_key(address: str) -> str:
    """The rate-limit key of a caller: an IPv4 address, or the /64 network of an IPv6 address.

    Anything else is returned unchanged, so the function is idempotent.
    """
    ip_address = read_address(address)
    if isinstance(ip_address, IPv6Address):
        return str(IPv6Network((ip_address, _ONE_CALLER), strict=False))
    return str(ip_address) if ip_address else address[:64] or "unknown"


def is_this_machine(host: str) -> bool:
    """Whether a database's host (a name, an address, a socket's folder, or "" for the usual socket) is this machine."""
    return not host or host.startswith(("/", "@", "127.")) or host in ("localhost", "::1")


def site_key(address: str) -> str:
    """The /48 network of an IPv6 address, whose many /64 may belong to one caller; "" for anything else."""
    found = read_address(address.partition("/")[0])
    return str(IPv6Network((found, _ONE_SITE), strict=False)) if isinstance(found, IPv6Address) else ""
