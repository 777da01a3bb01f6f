"""The orders of a session: each has a unit and a promise, and stays in that unit's list until it is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from peygir.centre.sessions.actions.queue import NoSuchPlace
from peygir.centre.sessions.models import LiveOrder, Registration
from peygir.centre.sessions.rules import check_due, may_answer, may_sit
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.sessions import LiveOrderDone, LiveOrderDropped, LiveOrderGiven
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


class NoSuchLiveOrder(Missing):
    """The order does not exist, or is not this unit's."""

    published_as = "NoSuchOrder"
    message = _("There is no such order.")


class OrderIsDone(Conflict):
    """The order was answered or dropped before."""

    message = _("This order was answered or taken back already.")


class OrderNeedsWords(Invalid):
    """The order has no unit or no text, or the answer has no text."""

    message = _("The words and the unit are needed.")


@dataclass(frozen=True, slots=True)
class OrderRecipients:
    """Who is notified of an order's answer; an empty phone means nobody."""

    phone: str
    language: str
    words: str
    unit: tuple[str, str]


@transaction.atomic
def give_order(place_id: int, *, unit_id: int, text: str, due_at: datetime, by: Actor) -> int:
    """Record an order that a manager gave in a conversation; returns its id.

    Raises NotYourWork, NoSuchPlace, OrderNeedsWords, OrderDateIsWrong.
    """
    if not may_sit(by):
        raise NotYourWork()
    place = Registration.objects.select_related("session").filter(pk=place_id).first()
    if place is None:
        raise NoSuchPlace()
    unit, now = city.unit(unit_id), clock.now()
    if unit is None or unit.city_id != place.session.city_id or not unit.is_open or not says_something(text):
        raise OrderNeedsWords()
    check_due(due_at, now=now)
    row = LiveOrder(
        session=place.session,
        registration=place,
        city_id=unit.city_id,
        unit_id=unit.id,
        words=plain(text)[:2000],
        due_at=due_at,
        given_at=now,
        given_by=str(by),
    )
    row.save(force_insert=True)
    record(
        row,
        LiveOrderGiven(session=place.session_id, unit=unit.id, due=due_at.isoformat()),
        by=str(by),
        at=now,
    )
    return row.pk


def finish_order(order_id: int, *, answer: str, by: Actor) -> OrderRecipients:
    """Record the unit's answer that an order is done; returns who is to be notified.

    Raises NoSuchLiveOrder, OrderIsDone, OrderNeedsWords.
    """
    with _open(order_id) as row:
        if not may_answer(by, row.unit_id):
            raise NoSuchLiveOrder()
        if not says_something(answer):
            raise OrderNeedsWords()
        row.answer = plain(answer)[:1000]
        _settle(row, "done", by, "answer")
        unit = city.unit(row.unit_id)
        names = (unit.name_fa, unit.name_en or unit.name_fa) if unit else ("", "")
        return OrderRecipients(row.registration.phone, row.registration.language, row.words, names)


def drop_order(order_id: int, *, by: Actor) -> None:
    """Drop an order that was given in error. Raises NotYourWork, NoSuchLiveOrder, OrderIsDone."""
    if not may_sit(by):
        raise NotYourWork()
    with _open(order_id) as row:
        _settle(row, "dropped", by)


def _settle(row: LiveOrder, state: str, by: Actor, *also: str) -> None:
    row.state, row.done_at, row.done_by = state, clock.now(), str(by)
    is_kept = row.done_at <= row.due_at
    event = LiveOrderDone(is_kept=is_kept) if state == "done" else LiveOrderDropped(is_kept=is_kept)
    record(row, event, by=str(by), at=row.done_at, write=["state", "done_at", "done_by", *also])


@contextmanager
def _open(order_id: int) -> Iterator[LiveOrder]:
    with transaction.atomic():
        row = (
            LiveOrder.objects.select_for_update(no_key=True, of=("self",))
            .select_related("registration")
            .filter(pk=order_id)
            .first()
        )
        if row is None:
            raise NoSuchLiveOrder()
        if row.state != "open":
            raise OrderIsDone()
        yield row
