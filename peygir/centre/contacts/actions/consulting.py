"""How the operator ends a consultation before a transfer: the colleague gets the call, or the operator keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.actions.passing import phone_with, take_back
from peygir.centre.contacts.models import PassOrder
from peygir.centre.contacts.rules import may_tell
from peygir.centre.contacts.words import BACK, GIVE
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import ConsultationEndRequested
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor

PATIENCE: Final = timedelta(seconds=6)
"""The time in which the PBX carries out the operator's command; afterwards a new command is accepted."""


class NobodyIsAsked(Conflict):
    """No colleague is being consulted about this call."""

    message = _("You do not speak with a colleague about this call now.")


class ColleagueHasNotAnswered(Conflict):
    """The colleague's phone is still ringing."""

    message = _("Your colleague has not picked up yet. Give the call when they answer, or take it back.")


class EndIsUnderWay(Conflict):
    """The consultation is already being ended."""

    message = _("You have just asked the exchange for something else. Wait a few seconds.")


@dataclass(frozen=True, slots=True)
class AskingEnds:
    """A request to end a consultation: `own` is the consulting phone of call `key`, `extension` the consulted one."""

    id: int
    key: str
    own: str
    extension: str
    wish: str


def end_asking(contact_id: int, *, wish: str, by: Actor) -> None:
    """End a consultation: the colleague gets the call ("give") or the operator keeps it ("back"); idempotent.

    The PBX is asked a moment later; if it was not yet asked to dial, the call is taken back at once.
    Raises NoSuchContact, NotYourWork, NobodyIsAsked, ColleagueHasNotAnswered, EndIsUnderWay.
    """
    assert wish in (GIVE, BACK)
    with open_contact(contact_id) as contact:
        if not may_tell(by, contact.operator_id):
            raise NotYourWork()
        order = PassOrder.objects.filter(contact=contact, settled_at__isnull=True, is_asked_first=True).first()
        if order is None:
            raise NobodyIsAsked()
        if wish == GIVE and order.consulted_at is None:
            raise ColleagueHasNotAnswered()
        now = clock.now()
        if order.wished_at is not None and order.wish and now < order.wished_at + PATIENCE:
            if order.wish == wish:
                return
            raise EndIsUnderWay()
        if wish == BACK and take_back(order, contact, by=by, at=now):
            return
        order.wish, order.wished_at, order.wish_taken_at, order.wish_words = wish, now, None, ""
        order.save(update_fields=["wish", "wished_at", "wish_taken_at", "wish_words"])
        record(contact, ConsultationEndRequested(to=order.to_staff_id, wish=wish), by=str(by), at=now)


@transaction.atomic
def take_ends(city_id: int, *, now: datetime, limit: int = 10) -> list[AskingEnds]:
    """Return the ends of consultations that the PBX is to carry out now; each is returned once."""
    waiting = PassOrder.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        contact__city_id=city_id, settled_at__isnull=True, wish_taken_at__isnull=True
    )
    rows = list(waiting.exclude(wish="").select_related("contact").order_by("wished_at")[:limit])
    PassOrder.objects.filter(pk__in=[row.pk for row in rows]).update(wish_taken_at=now)
    return [
        AskingEnds(row.pk, str(row.contact.pbx_key), phone_with(row.contact_id), row.extension, row.wish)
        for row in rows
    ]


def refuse_end(order_id: int, *, text: str) -> None:
    """Record that the PBX refused to end the consultation: nothing changes, and the operator may try again."""
    rows = PassOrder.objects.filter(pk=order_id, settled_at__isnull=True)
    rows.update(wish="", wish_words=text[:120])
