"""Which contacts, call-backs and marks are due for erasure, and the contacts of a phone."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from peygir.centre.contacts.models import CallBack, CallerMark, Contact
from peygir.people.privacy_rules import NOBODY

_HOLDS: Final = ~Q(phone="") | ~Q(notes="") | ~Q(keys="") | Q(citizen__isnull=False)


def contacts_due(before: datetime) -> QuerySet[Contact]:
    """Ended contacts from before a moment that still hold a number, a person, keys or notes."""
    return Contact.objects.filter(_HOLDS, began_at__lt=before).exclude(ended_at__isnull=True, outcome="")


def call_backs_due(before: datetime) -> QuerySet[CallBack]:
    """Settled call-backs from before a moment with a number."""
    return CallBack.objects.filter(due_at__lt=before).exclude(state="open").exclude(phone__startswith=NOBODY)


def marks_due(before: datetime) -> QuerySet[CallerMark]:
    """Marks from before a moment, no longer in force, with a number."""
    ended = Q(until__isnull=True) | Q(until__lt=before)
    return CallerMark.objects.filter(ended, proposed_at__lt=before).exclude(phone__startswith=NOBODY)


def recordings_due(before: datetime) -> QuerySet[Contact]:
    """Contacts from before a moment with a link to a recording."""
    return Contact.objects.filter(~Q(recording=""), began_at__lt=before)


def count_calls(before: datetime) -> int:
    """How many contacts, call-backs and marks are due."""
    return contacts_due(before).count() + call_backs_due(before).count() + marks_due(before).count()


def count_recordings(before: datetime) -> int:
    """How many links to recordings are due."""
    return recordings_due(before).count()


def contacts_of_phones(phones: Collection[str], *, since: datetime) -> list[Contact]:
    """The contacts of these phones since a moment, oldest first."""
    return list(Contact.objects.filter(phone__in=phones, began_at__gte=since).order_by("began_at", "pk"))


def calls_of_phones(phones: Collection[str]) -> list[datetime]:
    """When these phones called or wrote, or their holders came."""
    own = Contact.objects.filter(phone__in=phones, direction="in")
    return list(own.values_list("began_at", flat=True))


def phones_seen(phones: Collection[str], *, since: datetime) -> set[str]:
    """Those of these phones that had a contact after a moment."""
    return set(Contact.objects.filter(phone__in=phones, began_at__gte=since).values_list("phone", flat=True))
