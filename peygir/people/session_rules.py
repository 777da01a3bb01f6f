"""How long a member of staff stays signed in; plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from peygir.people.role_catalogue import strict_roles

# Keys in the session: when it began, and when it was last used, in seconds since 1970.
OPENED: Final = "opened_at"
SEEN: Final = "seen_at"
BY_PROVIDER: Final = "by_provider"  # that it began at the organisation's sign-in page
_KEY: Final = re.compile("[a-z0-9]{32}")
# A use is written at most this often, so that most pages cost no statement for it.
SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Hours without use, and hours in all, after which a session ends: for most roles, and for the strict ones."""

    idle_hours: float
    strict_idle_hours: float
    most_hours: float
    strict_most_hours: float


def is_over(role: str, session: Mapping[str, Any], *, now: float, limits: SessionLimits) -> bool:
    """Whether a session with these values has ended at `now` (seconds since 1970); one without values has not."""
    opened, seen = session.get(OPENED), session.get(SEEN)
    if opened is None or seen is None:
        return False
    is_strict = role in strict_roles()
    idle = limits.strict_idle_hours if is_strict else limits.idle_hours
    most = limits.strict_most_hours if is_strict else limits.most_hours
    return bool(now - seen > idle * 3600 or now - opened > most * 3600)


def is_due(session: Mapping[str, Any], *, now: float) -> bool:
    """Whether this use is to be written: the last written one is long enough ago."""
    return bool(now - session.get(SEEN, 0) >= SEEN_EVERY.total_seconds())


def is_use(method: str, fetch_mode: str) -> bool:
    """Whether a request comes from a person at work, and not from a page that refreshes itself.

    `fetch_mode` is the browser's header Sec-Fetch-Mode: "navigate" where a person opened the page. A browser that does
    not send it is treated as in use.
    """
    return method != "GET" or fetch_mode in ("", "navigate")


def is_session_key(text: str) -> bool:
    """Whether Django could have issued this session key; a cookie may contain anything, even text invalid for SQL."""
    return _KEY.fullmatch(text) is not None
