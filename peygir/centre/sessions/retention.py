"""Which conversations with managers are due for erasure, and those of a phone."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from peygir.centre.sessions.models import LiveOrder, LiveSession, Registration

ERASED_WORDS: Final = "—"
"""In place of the words of an order that were erased."""


def registrations_due(before: datetime, held: Q) -> QuerySet[Registration]:
    """Registrations of sessions that ended before a moment, with words, none of whose orders is open; none `held`."""
    rows = _ended(before, held).exclude(phone="", name="", words="", notes="")
    return rows.exclude(orders__state="open")


def sessions_due(before: datetime, held: Q) -> QuerySet[LiveSession]:
    """Sessions that ended before a moment, with notes, none of whose registrations is `held`."""
    rows: QuerySet[LiveSession] = LiveSession.objects.filter(~Q(notes=""), ends_at__lt=before)
    return rows.exclude(Exists(Registration.objects.filter(held, session=OuterRef("pk"))))


def orders_due(before: datetime, held: Q) -> QuerySet[LiveOrder]:
    """Orders with words that are not open any more, of sessions that ended before a moment."""
    return orders_with_words(LiveOrder.objects.filter(registration__in=_ended(before, held)))


def orders_with_words(rows: QuerySet[LiveOrder]) -> QuerySet[LiveOrder]:
    """Those of these orders that are not open any more, and hold words."""
    return rows.exclude(state="open").exclude(words=ERASED_WORDS, answer="")


def count_talks(before: datetime) -> int:
    """How many registrations, sessions' notes and orders are due."""
    nothing = Q(pk__in=[])
    parts = (registrations_due(before, nothing), sessions_due(before, nothing), orders_due(before, nothing))
    return sum(rows.count() for rows in parts)


def registrations_of_phones(phones: Collection[str], *, since: datetime) -> list[Registration]:
    """The registrations of these phones since a moment, oldest first."""
    return list(Registration.objects.filter(phone__in=phones, at__gte=since).order_by("at", "pk"))


def _ended(before: datetime, held: Q) -> QuerySet[Registration]:
    return Registration.objects.filter(session__ends_at__lt=before).exclude(held)
