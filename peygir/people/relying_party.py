"""For which address passkeys are made: the public one, whatever a request claims to have come to."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

_LOOPBACK: Final = "localhost"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The host that a browser binds passkeys to, and the one origin from which their answers are accepted."""

    id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """The public address as browsers name it; None where they make no passkeys: by HTTP, or under a number.

    A trial on this machine under 127.0.0.1 counts as localhost, to which browsers allow them.
    """
    parts = urlsplit(settings.PUBLIC_URL)
    host, port = (parts.hostname or "").rstrip("."), parts.port
    try:
        address = ip_address(host)
    except ValueError:
        is_secure = parts.scheme == "https" or host == _LOOPBACK
    else:
        is_secure = address.is_loopback and parts.scheme == "http"
        host = _LOOPBACK
    if not host or not is_secure:
        return None
    default = {"https": 443, "http": 80}[parts.scheme]
    return RelyingParty(host, f"{parts.scheme}://{host}{'' if port in (None, default) else f':{port}'}")
