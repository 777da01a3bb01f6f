"""Looks up API keys: the system behind a key, and the administrator's list of all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import F

from peygir.core import clock
from peygir.people.acting import staff_actor
from peygir.people.key_rules import opens
from peygir.people.models import ApiKey
from peygir.people.role_cache import ROLE_CACHE
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import Actor

# Needed with every API request and every message, so it is built once.
_CALLER: Final = """
    SELECT key.id, key.name, key.channel, key.scopes, key.per_minute, key.per_day, key.last_used_at, key.acts_as_id,
        staff.is_active, staff.role, staff.unit_id, (SELECT event_head FROM people_rolebook)
    FROM "people_apikey" key LEFT JOIN people_staff staff ON staff.id = key.acts_as_id
    WHERE key.{column} = %s AND key.revoked_at IS NULL AND (key.valid_until IS NULL OR key.valid_until > %s)
"""
_BY_TOKEN: Final = _CALLER.format(column="digest")
_BY_ID: Final = _CALLER.format(column="id")


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """Another system, authenticated by its key; a quota of None is no limit."""

    key_id: int
    name: str
    channel: str
    scopes: frozenset[str]
    may_work: bool
    actor: Actor
    per_minute: int | None = None
    per_day: int | None = None
    last_used_at: datetime | None = None

    @property
    def may_report(self) -> bool:
        """Whether it may submit reports."""
        return self.may("report")

    def may(self, scope: str) -> bool:
        """Whether its key has a scope."""
        return opens(self.scopes, scope)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key in the administrator's list; the key itself is not stored."""

    id: int
    name: str
    owner: str
    scopes: tuple[str, ...]
    acts_as: str
    per_minute: int | None
    per_day: int | None
    created_at: datetime
    valid_until: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_barred: bool = False  # it acts as a person of the highest roles, which no key may

    @property
    def is_over(self) -> bool:
        """Whether it has expired or was revoked."""
        return (
            self.is_barred
            or self.revoked_at is not None
            or (self.valid_until is not None and self.valid_until <= clock.now())
        )


def caller_of_token(token: str) -> SystemCaller | None:
    """The system behind an API key, or None; one statement.

    None as well for a key whose member of staff has left, or works in one of the highest roles now.
    """
    return _caller(_BY_TOKEN, hashlib.sha256(token.encode()).hexdigest())


def key_by_id(key_id: int) -> SystemCaller | None:
    """The system behind a key by its id, if the key is valid now. One statement."""
    return _caller(_BY_ID, key_id)


def _caller(asked: str, value: str | int) -> SystemCaller | None:
    with connection.cursor() as cursor:
        cursor.execute(asked, [value, clock.now()])
        row = cursor.fetchone()
    if row is None:
        return None
    ROLE_CACHE.see(row[11])
    if row[8] is False or row[9] in highest_roles():
        return None
    key_id, name, channel, scopes, per_minute, per_day, used_at, staff_id, _, role, unit_id, _ = row
    # Without a member of staff to act as, a system may submit reports and nothing else.
    actor = staff_actor(staff_id, role, unit_id) if staff_id else Actor("system")
    may_work = staff_id is not None and "work" in scopes
    return SystemCaller(key_id, name, channel, frozenset(scopes), may_work, actor, per_minute, per_day, used_at)


def keys() -> list[KeyLine]:
    """Every key that was ever issued, those in use first; one statement."""
    rows = ApiKey.objects.select_related("acts_as").order_by(F("revoked_at").desc(nulls_first=True), "name")
    return [
        KeyLine(
            row.pk,
            row.name,
            row.owner,
            tuple(row.scopes),
            row.acts_as.username if row.acts_as else "",
            row.per_minute,
            row.per_day,
            row.created_at,
            row.valid_until,
            row.last_used_at,
            row.revoked_at,
            row.acts_as is not None and row.acts_as.role in highest_roles(),
        )
        for row in rows
    ]
