"""Citizen sessions: sign-in with a proven phone, sign-out of one browser, or of all."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from peygir.core import clock
from peygir.people.citizen_sessions import digest_of
from peygir.people.models import CitizenSession

CITIZEN_HOURS: Final = 12


def open_citizen_session(phone: str) -> str:
    """Open a session for a phone (+98…) that was just proven; returns the secret for the browser's cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    CitizenSession.objects.create(
        digest=digest_of(token), phone=phone, opened_at=now, expires_at=now + timedelta(hours=CITIZEN_HOURS)
    )
    return token


def end_citizen_session(token: str) -> None:
    """End a session by its secret; an unknown one changes nothing."""
    CitizenSession.objects.filter(digest=digest_of(token)).delete()


def end_citizen_sessions(phone: str) -> int:
    """End all sessions of a phone; returns how many there were."""
    return CitizenSession.objects.filter(phone=phone).delete()[0]


def forget_old_citizen_sessions(*, before: datetime) -> int:
    """Delete sessions that expired before a moment; returns how many."""
    return CitizenSession.objects.filter(expires_at__lt=before).delete()[0]
