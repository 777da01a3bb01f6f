"""Staff sessions: listed from sign-in on, and ended by their holder, by an administrator or by expiry."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from peygir.core import clock
from peygir.history.actions import record
from peygir.history.kinds.people import StaffSessionsEnded
from peygir.people.actions.absences import NoSuchPerson
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import DirectoryLink, Staff, StaffSession
from peygir.people.rules import Actor, may_administer
from peygir.people.sign_in_rules import DirectorySource, SignInWay

# The sessions are Django's own rows; the list stores only hashes of their keys.
_END = "DELETE FROM django_session WHERE encode(sha256(session_key::bytea), 'hex') = ANY(%s)"
_FORGET = """
    DELETE FROM people_staffsession listed WHERE NOT EXISTS (
        SELECT 1 FROM django_session WHERE encode(sha256(session_key::bytea), 'hex') = listed.digest)
"""
_TAKE = """
    UPDATE people_staffsession SET asked_at = %s WHERE id IN (
        SELECT id FROM people_staffsession WHERE provider_token <> '' AND asked_at < %s
        ORDER BY asked_at LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING digest, provider_token, staff_id
"""


@dataclass(frozen=True, slots=True)
class SessionToAsk:
    """A session that the provider is to be asked about, by its sealed token."""

    digest: str
    token: str
    staff_id: int


def session_digest(key: str) -> str:
    """Return the hash of a session key, as the list stores it."""
    return hashlib.sha256(key.encode()).hexdigest()


def list_session(staff_id: int, *, key: str, address: str, device: str, way: str = "") -> None:
    """List a new session: `address` is the caller's network, `device` a short name of the browser, `way` how it began
    (`sign_in_rules.SignInWay`; empty: not known).
    """
    now = clock.now()
    StaffSession.objects.update_or_create(
        digest=session_digest(key),
        defaults={
            "staff_id": staff_id,
            "opened_at": now,
            "seen_at": now,
            "address": address[:64],
            "device": device[:80],
            "way": way,
        },
    )


def note_provider(key: str, *, provider_session: str, token: str) -> None:
    """Keep the provider's own session of a listed session, and the sealed token by which it is asked about."""
    rows = StaffSession.objects.filter(digest=session_digest(key))
    rows.update(provider_session=provider_session, provider_token=token, asked_at=clock.now())


def take_sessions_to_ask(now: datetime, *, asked_before: datetime, most: int = 100) -> list[SessionToAsk]:
    """Sessions that the provider was not asked about since a moment, each to one asker."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [now, asked_before, most])
        return [SessionToAsk(*row) for row in cursor.fetchall()]


def keep_token(digest: str, token: str) -> None:
    """Keep the token by which a session is asked about next time; empty: it is not asked about any more."""
    StaffSession.objects.filter(digest=digest).update(provider_token=token)


def end_provider_sessions(issuer: str, *, subject: str, provider_session: str) -> int:
    """End the sessions here that began by one of a provider's own; `subject` may be empty. Returns how many."""
    rows = StaffSession.objects.filter(way=SignInWay.OIDC, provider_session=provider_session)
    if subject:
        linked = DirectoryLink.objects.filter(source=DirectorySource.OIDC, issuer=issuer, subject=subject)
        rows = rows.filter(staff_id__in=linked.values("staff_id"))
    digests = list(rows.values_list("digest", flat=True))
    _end(digests)
    return len(digests)


def see_session(key: str) -> None:
    """Record that a session was used just now."""
    StaffSession.objects.filter(digest=session_digest(key)).update(seen_at=clock.now())


def unlist_session(key: str) -> None:
    """Remove a session from the list, after sign-out or expiry."""
    StaffSession.objects.filter(digest=session_digest(key)).delete()


def end_sessions_of(staff_id: int, *, besides: str = "", way: str = "") -> int:
    """End every session of a person, or those that began in one `way`, except the one with the key `besides`.

    Returns how many were listed.
    """
    rows = StaffSession.objects.filter(staff_id=staff_id).exclude(digest=session_digest(besides))
    if way:
        rows = rows.filter(way=way)
    digests = list(rows.values_list("digest", flat=True))
    _end(digests)
    return len(digests)


def end_listed_session(digest: str) -> None:
    """End the session whose key has this hash; one that has ended already changes nothing."""
    _end([digest])


@transaction.atomic
def end_own_session(session_id: int, *, by: Actor) -> None:
    """End one of one's own sessions; one that has ended already changes nothing."""
    _end(list(StaffSession.objects.filter(pk=session_id, staff_id=by.id).values_list("digest", flat=True)))


@transaction.atomic
def end_sessions_for(staff_id: int, *, by: Actor) -> int:
    """Sign a person out everywhere, as an administrator; returns how many sessions ended.

    Raises NotYourWork, NoSuchPerson.
    """
    if not may_administer(by):
        raise NotYourWork()
    staff = Staff.objects.select_for_update(no_key=True).filter(pk=staff_id).first()
    if staff is None:
        raise NoSuchPerson()
    count = end_sessions_of(staff_id)
    record(staff, StaffSessionsEnded(count=count), by=str(by), at=clock.now())
    return count


def forget_old_sessions() -> int:
    """Delete expired sessions and their entries in the list; returns how many entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE expire_date < %s", [clock.now()])
        cursor.execute(_FORGET)
        return int(cursor.rowcount)


def _end(digests: list[str]) -> None:
    if digests:
        with connection.cursor() as cursor:
            cursor.execute(_END, [digests])
        StaffSession.objects.filter(digest__in=digests).delete()
