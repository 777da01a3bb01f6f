"""Boxes are closed and opened again by their receivers, and destroyed by time alone."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.dropbox.actions.replying import NoSuchDropBox
from peygir.desks.dropbox.actions.storing import today_of
from peygir.desks.dropbox.models import DropBox, DropMessage, DropPart, DropSeal
from peygir.desks.dropbox.rules import (
    KEPT_CLOSED,
    KEPT_SILENT,
    DropBoxState,
    is_due_for_destruction,
    receivers_of,
)
from peygir.history.actions import record
from peygir.history.kinds.dropbox import DropBoxClosed, DropBoxDestroyed, DropBoxReopened
from peygir.people.rules import CLOCK, Actor

BATCH: Final = 50


@transaction.atomic
def close_box(box_id: int, *, by: Actor) -> None:
    """Close an open box; it is destroyed after `KEPT_CLOSED`, unless somebody writes into it. Raises NoSuchDropBox."""
    box = _locked(box_id, DropBoxState.OPEN, by)
    box.state, box.closed_on = DropBoxState.CLOSED, today_of(box.city_id)
    event = DropBoxClosed(destroyed_on=(box.closed_on + KEPT_CLOSED).isoformat())
    record(box, event, by=str(by), at=clock.now(), write=["state", "closed_on"])


@transaction.atomic
def reopen_box(box_id: int, *, by: Actor) -> None:
    """Open a closed box again. Raises NoSuchDropBox."""
    box = _locked(box_id, DropBoxState.CLOSED, by)
    box.state, box.closed_on, box.last_on = DropBoxState.OPEN, None, today_of(box.city_id)
    record(box, DropBoxReopened(), by=str(by), at=clock.now(), write=["state", "closed_on", "last_on"])


def destroy_due_boxes(city_id: int, now: datetime) -> int:
    """Destroy the boxes whose time is over, each in a transaction of its own; returns how many."""
    today = city.day_of(city_id, now)
    is_over = Q(state=DropBoxState.CLOSED, closed_on__lte=today - KEPT_CLOSED) | Q(
        state=DropBoxState.OPEN, last_on__lte=today - KEPT_SILENT
    )
    ids = list(DropBox.objects.filter(is_over, city_id=city_id).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_destroy(box_id, now) for box_id in ids)


@transaction.atomic
def _destroy(box_id: int, now: datetime) -> bool:
    """Delete the sealed content keys first, then what they would open, then all that tells one box from another."""
    box = DropBox.objects.select_for_update(no_key=True).get(pk=box_id)
    today = city.day_of(box.city_id, now)
    if not is_due_for_destruction(state=box.state, last_on=box.last_on, closed_on=box.closed_on, today=today):
        return False
    seals, _ = DropSeal.objects.filter(message__box=box).delete()
    DropPart.objects.filter(message__box=box).delete()
    messages, _ = DropMessage.objects.filter(box=box).delete()
    box.state, box.lookup, box.public, box.receipt = DropBoxState.DESTROYED, None, b"", b""
    event = DropBoxDestroyed(messages=messages, seals=seals)
    record(box, event, by=str(CLOCK), at=now, write=["state", "lookup", "public", "receipt"])
    return True


def _locked(box_id: int, state: DropBoxState, by: Actor) -> DropBox:
    rows = DropBox.objects.select_for_update(no_key=True).filter(pk=box_id, receiver__in=receivers_of(by), state=state)
    box = rows.first()
    if box is None:
        raise NoSuchDropBox()
    return box
