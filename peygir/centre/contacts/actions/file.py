"""Opens a contact under its row lock, and finds who is at a workstation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from peygir.centre.contacts.models import Contact, Workstation
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _


class NoSuchContact(Missing):
    """The contact does not exist, or the caller may not see it."""

    message = _("There is no such contact.")


class ContactIsTold(Conflict):
    """The contact's outcome is already recorded."""

    message = _("The outcome of this contact is recorded already.")


@contextmanager
def open_contact(contact_id: int | None = None, *, key: str = "") -> Iterator[Contact]:
    """Yield the contact under a row lock, in its own transaction or the caller's. Raises NoSuchContact."""
    with transaction.atomic():
        rows = Contact.objects.select_for_update(no_key=True)
        row = rows.filter(pk=contact_id).first() if contact_id is not None else rows.filter(pbx_key=key).first()
        if row is None:
            raise NoSuchContact()
        yield row


def operator_at(city_id: int, extension: str) -> int | None:
    """Return the id of the operator who is at a phone now, None if nobody is."""
    seat = Workstation.objects.filter(city_id=city_id, extension=extension).first() if extension else None
    return seat.staff_id if seat else None
