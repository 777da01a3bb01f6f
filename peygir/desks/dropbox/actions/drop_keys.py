"""The receivers' public keys: handed in by their holder, confirmed by somebody else, and ended with a reason."""

from typing import Final

from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.desks.dropbox.models import DropKey
from peygir.desks.dropbox.rules import DropKeyEnd, may_confirm_key, may_end_key, receivers_of
from peygir.desks.dropbox.sealing import KEY, CannotBeOpened, fingerprint_of, seal
from peygir.history.actions import record
from peygir.history.kinds.dropbox import DropKeyConfirmed, DropKeyEnded, DropKeyProposed
from peygir.people.rules import Actor

_PROBE: Final = bytes(KEY)


class DropKeyNotYours(NotAllowed):
    """The actor receives nothing from the drop box, or may not decide about this key."""

    message = _("This is decided by somebody of the inspectorate or the mayor's desk who does not hold the key.")


class DropKeyIsNone(Invalid):
    """What was handed in is no public key."""

    message = _("This is no public key. Please make the key again on this page.")


class DropKeyIsKnown(Conflict):
    """The same public key was handed in before."""

    message = _("This key was handed in before. Please make a new one.")


class NoSuchDropKey(Missing):
    """There is no such key, or it was decided about already."""

    message = _("There is no such key, or it was decided about already.")


@transaction.atomic
def propose_drop_key(city_id: int, public: bytes, *, by: Actor) -> int:
    """Store the public half of a key pair of this person and return its id; nothing is sealed to it yet.

    Raises DropKeyNotYours, DropKeyIsNone, DropKeyIsKnown.
    """
    receivers = receivers_of(by)
    if not receivers:
        raise DropKeyNotYours()
    _check(public)
    now, fingerprint = clock.now(), fingerprint_of(public)
    row = DropKey(
        city_id=city_id,
        receiver=receivers[0],
        public=public,
        fingerprint=fingerprint,
        holder_id=by.id,
        made_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise DropKeyIsKnown() from error
    record(row, DropKeyProposed(receiver=receivers[0], fingerprint=fingerprint), by=str(by), at=now)
    return int(row.pk)


@transaction.atomic
def confirm_drop_key(key_id: int, *, by: Actor) -> None:
    """Let messages be sealed to a key from now on, as somebody who does not hold it. Raises NoSuchDropKey,
    DropKeyNotYours.
    """
    row = _locked(key_id)
    if row.confirmed_at is not None:
        raise NoSuchDropKey()
    if not may_confirm_key(by, holder_id=row.holder_id):
        raise DropKeyNotYours()
    row.confirmed_by_id, row.confirmed_at = by.id, clock.now()
    event = DropKeyConfirmed(fingerprint=row.fingerprint)
    record(row, event, by=str(by), at=row.confirmed_at, write=["confirmed_by", "confirmed_at"])


@transaction.atomic
def end_drop_key(key_id: int, why: str, *, by: Actor) -> None:
    """Seal nothing more to a key; what was sealed to it stays readable for whoever has its private half.

    Raises NoSuchDropKey, DropKeyNotYours.
    """
    row = _locked(key_id)
    if not may_end_key(by, holder_id=row.holder_id):
        raise DropKeyNotYours()
    if why not in DropKeyEnd.values():
        raise NoSuchDropKey()
    row.ended_at, row.ended_why = clock.now(), why
    event = DropKeyEnded(fingerprint=row.fingerprint, why=why)
    record(row, event, by=str(by), at=row.ended_at, write=["ended_at", "ended_why"])


def _check(public: bytes) -> None:
    """Raises DropKeyIsNone for what nothing can be sealed to: another length, or a point of low order."""
    try:
        if len(public) != KEY:
            raise ValueError(len(public))
        seal(public, _PROBE)
    except (ValueError, CannotBeOpened) as error:
        raise DropKeyIsNone() from error


def _locked(key_id: int) -> DropKey:
    row = DropKey.objects.select_for_update(no_key=True).filter(pk=key_id, ended_at__isnull=True).first()
    if row is None:
        raise NoSuchDropKey()
    return row
