"""From where and with what somebody is signed in, as roughly as it helps to recognise one's own devices."""

from ipaddress import ip_network
from typing import Final

from django.http import HttpRequest

from peygir.web.kit.access import address_of

# What stands in a browser's name of itself → how it is called; the first that fits.
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
    """“Firefox · Windows” for a header User-Agent; empty for one that names neither."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def network_of(request: HttpRequest) -> str:
    """The network of the caller's address: the first three numbers of an IPv4 one, /48 of an IPv6 one."""
    address = address_of(request).partition("/")[0]  # of IPv6 it is a network, 2001:db8::/64
    try:
        return str(ip_network(f"{address}/{48 if ':' in address else 24}", strict=False))
    except ValueError:
        return ""
