"""A report arrives in a new box, or a message in an old one: cleaned and encrypted before anything is stored."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from peygir.core.refusals import Conflict, Invalid, Missing, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.dropbox.actions.storing import BoxIsFull, next_number, store_message, today_of, without_hour
from peygir.desks.dropbox.box_keys import BoxKeys
from peygir.desks.dropbox.cleaning import CleanFile
from peygir.desks.dropbox.models import DropBox
from peygir.desks.dropbox.queries import DropKeyFacts, context_of, keys_in_force
from peygir.desks.dropbox.rules import LONGEST_TEXT, DropBoxState
from peygir.desks.dropbox.sealing import SealedMessage, commitment, seal, seal_message, text_part
from peygir.history.actions import record
from peygir.history.kinds.dropbox import DropBoxOpened, DropBoxReopened, DropMessageReceived
from peygir.people.rules import ANONYMOUS

_SALT: Final = 32
__all__ = [
    "BoxIsFull",
    "BoxTakesNothing",
    "DropTextSaysNothing",
    "NobodyHoldsAKey",
    "ReportIsAccepted",
    "open_box",
    "receive_message",
]


class DropTextSaysNothing(Invalid):
    """The text is empty, or too long."""

    message = _("Write what you know, in up to {limit} characters.")


class NobodyHoldsAKey(Unavailable):
    """The receiver has no key in force, so nothing can be sealed."""

    message = _(
        "The drop box cannot take anything at present: nobody of this receiver holds a key with which it could be "
        "read. Nothing of what you wrote was stored."
    )


class ReportIsAccepted(Conflict):
    """The same words were accepted before: the form was sent twice."""

    message = _("This report has already been accepted. Open the box with your words.")


class BoxTakesNothing(Missing):
    """There is no box under these words."""

    message = _("There is no box under these words, or its time is over and it was destroyed.")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An encrypted message with the salt and the digest of what it says."""

    message: SealedMessage
    salt: bytes
    digest: str

    @property
    def size(self) -> int:
        return sum(map(len, self.message.parts))


def open_box(city_id: int, receiver: str, keys: BoxKeys, *, text: str, files: Sequence[CleanFile]) -> None:
    """Take a report into a new box under the words from which `keys` were derived.

    Raises DropTextSaysNothing, NobodyHoldsAKey, ReportIsAccepted.
    """
    receivers = _receivers(city_id, receiver)
    reference, today = secrets.token_hex(8), today_of(city_id)
    sealed = _sealed(text, files, receivers, context_of(reference, 1))
    box = DropBox(
        city_id=city_id,
        receiver=receiver,
        reference=reference,
        lookup=keys.lookup,
        public=keys.public,
        receipt=seal(keys.public, sealed.salt),
        opened_on=today,
        last_on=today,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                box.save(force_insert=True)
        except IntegrityError as error:
            raise ReportIsAccepted() from error
        store_message(box, 1, sealed.message.parts, _by_id(sealed, receivers), on=today)
        event = DropBoxOpened(receiver=receiver, digest=sealed.digest)
        record(box, event, by=str(ANONYMOUS), at=without_hour(today))


def receive_message(city_id: int, keys: BoxKeys, *, text: str, files: Sequence[CleanFile]) -> None:
    """Take a further message into the box of these words; a closed box is open again.

    Raises DropTextSaysNothing, NobodyHoldsAKey, BoxTakesNothing, BoxIsFull.
    """
    with transaction.atomic():
        rows = DropBox.objects.select_for_update(no_key=True).filter(city_id=city_id, lookup=keys.lookup)
        box = rows.first()
        if box is None:
            raise BoxTakesNothing()
        number = next_number(box, sum(len(file.data) for file in files))
        receivers, today = _receivers(city_id, box.receiver), today_of(city_id)
        sealed = _sealed(text, files, receivers, context_of(box.reference, number))
        store_message(box, number, sealed.message.parts, _by_id(sealed, receivers), on=today)
        if box.state == DropBoxState.CLOSED:
            box.state, box.closed_on = DropBoxState.OPEN, None
            record(box, DropBoxReopened(), by=str(ANONYMOUS), at=without_hour(today), write=["state", "closed_on"])
        box.is_answered, box.last_on = False, today
        event = DropMessageReceived(message=number, digest=sealed.digest)
        record(box, event, by=str(ANONYMOUS), at=without_hour(today), write=["is_answered", "last_on"])


def _receivers(city_id: int, receiver: str) -> list[DropKeyFacts]:
    keys = keys_in_force(city_id, receiver)
    if not keys:
        raise NobodyHoldsAKey()
    return keys


def _sealed(text: str, files: Sequence[CleanFile], receivers: Sequence[DropKeyFacts], context: str) -> _Sealed:
    if not says_something(text) or len(text) > LONGEST_TEXT:
        raise DropTextSaysNothing(limit=LONGEST_TEXT)
    salt = secrets.token_bytes(_SALT)
    listed = [{"name": file.name, "kind": file.kind, "bytes": len(file.data)} for file in files]
    contents = [file.data for file in files]
    parts = [text_part(text, listed, salt=salt.hex()), *contents]
    message = seal_message(parts, [key.public for key in receivers], context)
    return _Sealed(message, salt, commitment(salt, [text.encode(), *contents]))


def _by_id(sealed: _Sealed, receivers: Sequence[DropKeyFacts]) -> dict[int | None, bytes]:
    return {key.id: sealed.message.seals[key.public] for key in receivers}
