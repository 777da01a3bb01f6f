"""Receivers answer, and give each other's keys access; both come encrypted from a browser and are stored so."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.dropbox.actions.storing import next_number, store_message, today_of
from peygir.desks.dropbox.models import DropBox, DropMessage, DropSeal
from peygir.desks.dropbox.queries import keys_in_force
from peygir.desks.dropbox.rules import MOST_FILES, DropBoxState, receivers_of
from peygir.desks.dropbox.sealing import SEAL
from peygir.history.actions import record
from peygir.history.kinds.dropbox import DropMessagesResealed, DropReplySent
from peygir.people.rules import Actor
from peygir.storage.rows import insert_all

LONGEST_PART: Final = 8 * 1024 * 1024


class NoSuchDropBox(Missing):
    """There is no such box of the actor's office, or it was destroyed."""

    message = _("There is no such box, or its time is over and it was destroyed.")


class SealsDoNotFit(Conflict):
    """The answer is not sealed to exactly the keys that are in force, and to the writer of the report."""

    message = _("The keys have changed, or somebody has answered meanwhile. Please reload the page and send it again.")


@transaction.atomic
def send_reply(
    box_id: int,
    number: int,
    parts: Sequence[bytes],
    seals: Mapping[int | None, bytes],
    *,
    by: Actor,
) -> None:
    """Store an answer that was encrypted as message `number`; its seals are by key id, None: the writer's.

    Raises NoSuchDropBox, SealsDoNotFit, BoxIsFull.
    """
    box = _locked(box_id, by)
    expected = {key.id for key in keys_in_force(box.city_id, box.receiver)} | {None}
    fits = set(seals) == expected and all(len(sealed) == SEAL for sealed in seals.values())
    is_short = 0 < len(parts) <= MOST_FILES + 1 and all(0 < len(part) <= LONGEST_PART for part in parts)
    if not fits or not is_short or number != next_number(box, sum(map(len, parts))):
        raise SealsDoNotFit()
    today = today_of(box.city_id)
    store_message(box, number, parts, seals, on=today, staff_id=by.id)
    box.is_answered, box.last_on = True, today
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    event = DropReplySent(message=number, digest=digest)
    record(box, event, by=str(by), at=clock.now(), write=["is_answered", "last_on"])


@transaction.atomic
def reseal(box_id: int, key_id: int, seals: Mapping[int, bytes], *, by: Actor) -> None:
    """Give a key of the same receiver access to messages (`seals` by message number) that came before it.

    Raises NoSuchDropBox, SealsDoNotFit.
    """
    box = _locked(box_id, by)
    if key_id not in {key.id for key in keys_in_force(box.city_id, box.receiver)}:
        raise SealsDoNotFit()
    messages = dict(DropMessage.objects.filter(box=box, number__in=list(seals)).values_list("number", "pk"))
    sealed_already = set(
        DropSeal.objects.filter(message_id__in=messages.values(), key_id=key_id).values_list("message_id", flat=True)
    )
    if not seals or set(messages) != set(seals) or sealed_already or any(len(one) != SEAL for one in seals.values()):
        raise SealsDoNotFit()
    insert_all(
        [DropSeal(message_id=messages[number], key_id=key_id, sealed=sealed) for number, sealed in seals.items()]
    )
    record(box, DropMessagesResealed(key=key_id, messages=len(seals)), by=str(by), at=clock.now())


def _locked(box_id: int, by: Actor) -> DropBox:
    rows = DropBox.objects.select_for_update(no_key=True).filter(pk=box_id, receiver__in=receivers_of(by))
    box = rows.exclude(state=DropBoxState.DESTROYED).first()
    if box is None:
        raise NoSuchDropBox()
    return box
