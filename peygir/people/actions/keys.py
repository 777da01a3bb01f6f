"""API keys of other systems: issued and shown once, changed, counted with each use, and revoked."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from peygir.city.models import City
from peygir.city.queries import current_city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.partners import KeyChanged, KeyIssued, KeyRevoked
from peygir.people.actions.staff import NotYourWork
from peygir.people.channels import Channel
from peygir.people.key_rules import FOR_STAFF, SCOPES, KeyTerms, check_key, needs_two
from peygir.people.models import ApiKey, Staff
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import Actor, may_administer


class KeyNameIsTaken(Invalid):
    """Another key has this name, possibly a revoked one; each key's events need a name of their own."""

    message = _("There has been a key with the name “{name}” already.")


class KeyActsForNobody(Invalid):
    """The key needs a person to act as exactly if a scope is a person's work, and that person must be active."""

    message = _(
        "To read cases and work with them a key needs the user name of a member of staff whose account "
        "is open; for the rest name nobody."
    )


class KeyActsTooHigh(Invalid):
    """The key would act as the inspectorate or the mayor's desk, and read what only they may."""

    message = _("No key acts as the inspectorate or the mayor's desk; name another member of staff.")


class KeyNeedsTwoPeople(Conflict):
    """One person alone would give a key a wide scope."""

    message = _("Two people give a key this scope: propose it, and a second person confirms it.")


class NoSuchKey(Missing):
    """No key of this name that could be revoked or changed."""

    message = _("There is no key of this name in use.")


def issue_key(
    name: str,
    *,
    owner: str = "",
    scopes: Collection[str],
    channel: str = Channel.API,
    acts_as: str = "",
    per_minute: int | None = None,
    per_day: int | None = None,
    valid_until: datetime | None = None,
    by: Actor,
) -> str:
    """Issue a new key; returns it, to be shown this once. A person alone issues none with a wide scope.

    Raises NotYourWork, KeyNeedsTwoPeople, what `write_key` does.
    """
    if not may_administer(by):
        raise NotYourWork()
    if by.kind == "staff" and needs_two(scopes):
        raise KeyNeedsTwoPeople()
    token = new_token()
    terms = KeyTerms(owner, scopes, acts_as, per_minute, per_day, valid_until)
    write_key(name, terms, channel=channel, digest=digest_of_token(token), by=by)
    return token


def new_token() -> str:
    """A new key, not yet stored."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(token.encode()).hexdigest()


def write_key(name: str, terms: KeyTerms, *, digest: str, by: Actor, channel: str = Channel.API) -> None:
    """Store a new key by the digest of its token; the caller knows that `by` may do so.

    Raises KeyNameIsTaken, KeyActsForNobody, KeyActsTooHigh, what `check_key` does.
    """
    name, now = plain(name), clock.now()
    values = _checked(name, terms, now)
    row = ApiKey(name=name, digest=digest, channel=channel, created_at=now, issued_by=str(by), **values)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            event = KeyIssued(key=row.pk, name=row.name, scopes=row.scopes)
            record(_city(), event, by=str(by), at=now)
    except IntegrityError as error:
        raise KeyNameIsTaken(name=name) from error


def change_key(
    key_id: int,
    *,
    owner: str,
    scopes: Collection[str],
    acts_as: str = "",
    per_minute: int | None = None,
    per_day: int | None = None,
    valid_until: datetime | None = None,
    by: Actor,
) -> None:
    """Change a key's scopes, quotas and other values; a person alone does not widen it.

    Raises NotYourWork, KeyNeedsTwoPeople, what `rewrite_key` does.
    """
    if not may_administer(by):
        raise NotYourWork()
    if by.kind == "staff" and change_needs_two(key_id, scopes=scopes, acts_as=acts_as, valid_until=valid_until):
        raise KeyNeedsTwoPeople()
    rewrite_key(key_id, KeyTerms(owner, scopes, acts_as, per_minute, per_day, valid_until), by=by)


def change_needs_two(key_id: int, *, scopes: Collection[str], acts_as: str, valid_until: datetime | None) -> bool:
    """Whether two people make this change of a key, since it widens the key."""
    row = ApiKey.objects.select_related("acts_as").filter(pk=key_id).first()
    if row is None:
        return False
    ends = row.valid_until
    return needs_two(
        scopes,
        before=row.scopes,
        is_same_person=(row.acts_as.username if row.acts_as is not None else "") == acts_as,
        is_longer=ends is not None and (valid_until is None or valid_until > ends),
    )


def rewrite_key(key_id: int, terms: KeyTerms, *, by: Actor) -> None:
    """Change a key; a change without a difference writes nothing. The caller knows that `by` may do so.

    Raises NoSuchKey (also for a revoked one), KeyActsForNobody, KeyActsTooHigh, what `check_key` does.
    """
    now = clock.now()
    with transaction.atomic():
        row = ApiKey.objects.select_for_update(no_key=True, of=("self",)).filter(pk=key_id).first()
        if row is None or row.revoked_at is not None:
            raise NoSuchKey()
        wish = _checked(row.name, terms, now)
        changed = [name for name, value in wish.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wish[name])
        if changed:
            row.save(update_fields=changed)
            event = KeyChanged(key=row.pk, name=row.name, scopes=row.scopes, changed=changed)
            record(_city(), event, by=str(by), at=now)


def revoke_key(name: str, *, by: Actor) -> None:
    """Revoke a key; repeating it changes nothing. Raises NotYourWork, NoSuchKey."""
    if not may_administer(by):
        raise NotYourWork()
    with transaction.atomic():
        row = ApiKey.objects.select_for_update(no_key=True, of=("self",)).filter(name=plain(name)).first()
        if row is None:
            raise NoSuchKey()
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = clock.now(), str(by)
            row.save(update_fields=["revoked_at", "revoked_by"])
            event = KeyRevoked(key=row.pk, name=row.name, scopes=row.scopes)
            record(_city(), event, by=str(by), at=row.revoked_at)


def _checked(name: str, terms: KeyTerms, now: datetime) -> dict[str, Any]:
    """Return the columns of a key with these terms. Raises KeyActsForNobody, KeyActsTooHigh, what `check_key` does."""
    owner, quotas = plain(terms.owner), (terms.per_minute, terms.per_day)
    check_key(name=name, owner=owner, scopes=terms.scopes, quotas=quotas, ends=terms.valid_until, now=now)
    return {
        "owner": owner,
        "scopes": [scope for scope in SCOPES if scope in terms.scopes],
        "acts_as": _person(terms.acts_as, terms.scopes),
        "per_minute": terms.per_minute,
        "per_day": terms.per_day,
        "valid_until": terms.valid_until,
    }


def _person(username: str, scopes: Collection[str]) -> Staff | None:
    """Return the person as whom the key acts: one whose work a scope requires, else None.

    Raises KeyActsForNobody, KeyActsTooHigh.
    """
    person = Staff.objects.filter(username=username, is_active=True).first() if username else None
    if (username and person is None) or (not FOR_STAFF.isdisjoint(scopes)) != (person is not None):
        raise KeyActsForNobody()
    if person is not None and person.role in highest_roles():
        raise KeyActsTooHigh()
    return person


def _city() -> City:
    """Return the city whose history holds the events of keys, under its lock."""
    return City.objects.select_for_update(no_key=True).get(pk=current_city(settings.CITY).id)
