"""Stores an encrypted message of a box: its row, its parts and its sealed content keys."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import Sum
from django.db.models.functions import Length

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.dropbox.models import DropBox, DropMessage, DropPart, DropSeal
from peygir.desks.dropbox.rules import MOST_BYTES, MOST_MESSAGES
from peygir.storage.rows import insert_all


class BoxIsFull(Conflict):
    """The box holds as many messages, or bytes, as one may."""

    message = _("This box is full. Please begin a new report, and say in it that it goes on from an earlier one.")


def store_message(
    box: DropBox,
    number: int,
    parts: Sequence[bytes],
    seals: Mapping[int | None, bytes],
    *,
    on: date,
    staff_id: int | None = None,
) -> None:
    """Insert a message whose parts and seals are encrypted; a seal's name is the id of its key, None: of the words."""
    message = DropMessage(box=box, number=number, is_from_citizen=staff_id is None, staff_id=staff_id, sent_on=on)
    message.save(force_insert=True)
    insert_all([DropPart(message=message, number=place, sealed=part) for place, part in enumerate(parts)])
    insert_all([DropSeal(message=message, key_id=key_id, sealed=sealed) for key_id, sealed in seals.items()])


def next_number(box: DropBox, size: int) -> int:
    """The number of the next message of a locked box, with `size` more bytes. Raises BoxIsFull."""
    count = DropMessage.objects.filter(box=box).count()
    held = DropPart.objects.filter(message__box=box).aggregate(held=Sum(Length("sealed")))["held"] or 0
    if count >= MOST_MESSAGES or held + size > MOST_BYTES:
        raise BoxIsFull()
    return count + 1


def today_of(city_id: int) -> date:
    """Today in the city."""
    return city.day_of(city_id, clock.now())


def without_hour(on: date) -> datetime:
    """The moment that events of citizens bear: noon of the day, whenever they happened."""
    return datetime.combine(on, time(12), tzinfo=clock.now().tzinfo)
