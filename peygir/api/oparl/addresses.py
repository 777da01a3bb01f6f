"""The addresses of OParl's objects, which are also their ids, and the types of the standard."""

import hashlib
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

VERSION: Final = "https://schema.oparl.org/1.1/"
PATH: Final = "/oparl/v1.1/"
COUNCIL: Final = "council"
"""The key of the organization that is the council itself."""
LISTS: Final = {
    "organizations": "Organization",
    "people": "Person",
    "memberships": "Membership",
    "meetings": "Meeting",
    "agendaitems": "AgendaItem",
    "papers": "Paper",
    "consultations": "Consultation",
    "files": "File",
    "locations": "Location",
}
"""The lists of a body, by their place in its address, with the type of what they hold."""
SINGLE: Final = {"people": "person", "locations": "location"} | {
    name: name.removesuffix("s") for name in LISTS if name != "people"
}
"""The place of one object in its address, by the list that it is in."""


def type_of(name: str) -> str:
    """Return the URL of a type of the standard."""
    return f"{VERSION}{name}"


def address(*parts: object, **query: object) -> str:
    """Return an address below OParl's; it ends with a slash, and its arguments stand in the order of their names."""
    path = "".join(f"{part}/" for part in parts)
    arguments = f"?{urlencode(sorted((key, str(value)) for key, value in query.items()))}" if query else ""
    return f"{settings.PUBLIC_URL.rstrip('/')}{PATH}{path}{arguments}"


def page_address(path: str) -> str:
    """Return the address of a page for people."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def organization_key(commission: str) -> str:
    """Return the key of a commission, which is known by its name; of the council for ""."""
    return hashlib.sha256(commission.encode()).hexdigest()[:12] if commission else COUNCIL


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the standard writes it: to the second, with the offset of the city."""
    return moment.astimezone(zone).replace(microsecond=0).isoformat()
