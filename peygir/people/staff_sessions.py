"""The browsers in which a person is signed in, and how long a session lasts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from peygir.core import clock
from peygir.people.session_rules import SessionLimits

_SESSIONS = """
    SELECT listed.id, listed.digest, listed.opened_at, listed.seen_at, listed.address, listed.device,
        listed.way
    FROM people_staffsession listed
    WHERE listed.staff_id = %s AND EXISTS (
        SELECT 1 FROM django_session kept
        WHERE encode(sha256(kept.session_key::bytea), 'hex') = listed.digest AND kept.expire_date > %s)
    ORDER BY listed.seen_at DESC, listed.id
"""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser; `is_this` for the current session, `way` how it began (`sign_in_rules.SignInWay`, or empty)."""

    id: int
    opened_at: datetime
    seen_at: datetime
    address: str
    device: str
    is_this: bool
    way: str = ""


def sessions_of(staff_id: int, *, key: str = "") -> list[SessionLine]:
    """Where a person is signed in, the last used first; `key` is the current session's. One statement."""
    this = hashlib.sha256(key.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS, [staff_id, clock.now()])
        return [
            SessionLine(pk, opened_at, seen_at, address, device, digest == this, way)
            for pk, digest, opened_at, seen_at, address, device, way in cursor.fetchall()
        ]


def session_limits() -> SessionLimits:
    """The session limits from the settings."""
    return SessionLimits(**settings.SESSION_HOURS)
