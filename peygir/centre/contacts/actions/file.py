"""Opening a contact under its lock, and the seat from which it is spoken to."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from peygir.centre.contacts.models import Contact, Seat
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _


class NoSuchContact(Missing):
    """There is no such contact, or not for the one who asks."""

    message = _("There is no such contact.")


class ContactIsTold(Conflict):
    """Its outcome was said before."""

    message = _("The outcome of this contact has been said already.")


@contextmanager
def open_contact(contact_id: int | None = None, *, key: str = "") -> Iterator[Contact]:
    """The contact under its row's lock, in a transaction of its own or the caller's. Raises NoSuchContact."""
    with transaction.atomic():
        rows = Contact.objects.select_for_update(no_key=True)
        row = rows.filter(pk=contact_id).first() if contact_id is not None else rows.filter(pbx_key=key).first()
        if row is None:
            raise NoSuchContact()
        yield row


def operator_at(city_id: int, extension: str) -> int | None:
    """Who sits at a phone now."""
    seat = Seat.objects.filter(city_id=city_id, extension=extension).first() if extension else None
    return seat.staff_id if seat else None
