"""Erases numbers, notes and recordings' links of calls and visits; their times and outcomes stay."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from peygir.centre.contacts.models import CallBack, CallDraft, CallerMark, Contact
from peygir.centre.contacts.retention import call_backs_due, contacts_due, marks_due, recordings_due
from peygir.people.privacy_rules import NOBODY

_NOBODYS_NUMBER: Final = Concat(Value(NOBODY), Cast(F("pk"), CharField()))


def erase_calls(*, before: datetime, limit: int, held_cases: Collection[int], held_phones: Collection[str]) -> int:
    """Erase up to `limit` ended contacts from before a moment, and call-backs and marks; returns how many rows.

    Links to recordings have a time of their own: see `erase_recordings`.
    """
    old = contacts_due(before).exclude(phone__in=held_phones).exclude(case__in=held_cases).order_by("pk")
    count = _empty(Contact.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])))
    backs = call_backs_due(before).exclude(phone__in=held_phones)
    return count + _unname(backs) + _unname(marks_due(before).exclude(phone__in=held_phones))


def erase_calls_of(phone: str, *, since: datetime, at: datetime) -> int:
    """Erase the contacts of a phone since a moment, and its call-backs and marks; returns how many rows.

    Nobody calls back any more.
    """
    count = _empty(Contact.objects.filter(phone=phone, began_at__gte=since), recording="")
    backs = CallBack.objects.filter(phone=phone)
    backs.filter(state="open").update(state="dropped", settled_at=at)
    return count + _unname(backs) + _unname(CallerMark.objects.filter(phone=phone))


def erase_recordings(*, before: datetime, limit: int, held_cases: Collection[int], held_phones: Collection[str]) -> int:
    """Erase up to `limit` links to recordings of calls from before a moment; returns how many."""
    old = recordings_due(before).exclude(phone__in=held_phones).exclude(case__in=held_cases).order_by("pk")
    return Contact.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).update(recording="")


def _empty(rows: QuerySet[Contact], **more: str) -> int:
    ids = list(rows.values_list("pk", flat=True))
    CallDraft.objects.filter(contact__in=ids).delete()
    empty = {"phone": "", "notes": "", "keys": "", "citizen": None}
    return Contact.objects.filter(pk__in=ids).update(**empty, **more)


def _unname(rows: "QuerySet[CallBack] | QuerySet[CallerMark]") -> int:
    return rows.exclude(phone__startswith=NOBODY).update(phone=_NOBODYS_NUMBER)
