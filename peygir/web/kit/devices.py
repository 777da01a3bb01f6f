"""The browser and network of a session, as coarse as suffices to recognise one's own devices."""

from ipaddress import ip_network
from typing import Final

from django.http import HttpRequest

from peygir.web.kit.access import address_of

# Substring of a User-Agent header → its name on screen; the first match wins.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Return “Firefox · Windows” for a User-Agent header; "" if it names neither."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def network_of(request: HttpRequest) -> str:
    """Return the network of the caller's address: the first three numbers of IPv4, the /48 of IPv6."""
    address = address_of(request).partition("/")[0]  # for IPv6 it is a network, 2001:db8::/64
    try:
        return str(ip_network(f"{address}/{48 if ':' in address else 24}", strict=False))
    except ValueError:
        return ""
