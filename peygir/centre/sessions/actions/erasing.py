"""Erases who spoke with a manager and what was written down; the orders and their dates stay."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from peygir.centre.sessions.models import LiveOrder, LiveSession, Registration
from peygir.centre.sessions.retention import (
    ERASED_WORDS,
    orders_due,
    orders_with_words,
    registrations_due,
    sessions_due,
)
from peygir.people.privacy_rules import Traces, is_quoted, traces_of


def erase_talks(*, before: datetime, limit: int, held_cases: Collection[int], held_phones: Collection[str]) -> int:
    """Erase up to `limit` registrations of sessions that ended before a moment, their notes, and words of ended orders.

    Returns how many rows.
    """
    held = Q(phone__in=held_phones) | Q(case__in=held_cases, case__isnull=False)
    ids = registrations_due(before, held).order_by("pk").values_list("pk", flat=True)[:limit]
    count = _empty(ids) + _empty_orders(orders_due(before, held))
    return count + sessions_due(before, held).update(notes="")


def erase_talks_of(phone: str, *, since: datetime, traces: Traces) -> int:
    """Erase the registrations of a phone since a moment, and the words of their orders; returns how many.

    An open order keeps its words, and a session its notes, unless they hold one of the `traces`, or a name that was
    given for the conversation.
    """
    own = Registration.objects.filter(phone=phone, at__gte=since)
    given = traces_of(names=own.values_list("name", flat=True), phones=[], texts=[])
    traces = Traces(traces.names | given.names, traces.numbers, traces.sentences)
    noted = LiveSession.objects.filter(~Q(notes=""), pk__in=own.values("session"))
    quoting = [row.pk for row in noted if is_quoted(row.notes, traces)]
    orders = LiveOrder.objects.filter(registration__in=own, state="open")
    telling = [row.pk for row in orders if is_quoted(row.words, traces)]
    LiveOrder.objects.filter(pk__in=telling).update(words=ERASED_WORDS)
    count = LiveSession.objects.filter(pk__in=quoting).update(notes="")
    return count + _empty(own.values_list("pk", flat=True))


def _empty(rows: Collection[int]) -> int:
    ids = list(rows)
    Registration.objects.filter(pk__in=ids, state="waiting").update(state="withdrawn")
    count = _empty_orders(orders_with_words(LiveOrder.objects.filter(registration__in=ids)))
    return count + Registration.objects.filter(pk__in=ids).update(phone="", name="", words="", notes="")


def _empty_orders(orders: QuerySet[LiveOrder]) -> int:
    return orders.update(words=ERASED_WORDS, answer="")
