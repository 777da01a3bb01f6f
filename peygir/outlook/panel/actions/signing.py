"""Takes signatures: one of each proven phone, kept as a keyed hash that goes with the end of the petition."""

from datetime import datetime

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.panel import PetitionEnded, PetitionReached
from peygir.outlook.panel.actions.opening import record_in
from peygir.outlook.panel.actions.owed import owe_answer
from peygir.outlook.panel.actions.petitions import NoSuchPetition
from peygir.outlook.panel.actions.sessions import put_petitions_on
from peygir.outlook.panel.models import PanelSession, Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.rules import signer_of
from peygir.outlook.panel.states import SIGNABLE, PanelSessionState, PetitionState
from peygir.people.rules import CLOCK, SYSTEM


class PetitionIsNotOpen(Conflict):
    """Nothing is signed: the petition was not opened, or has ended."""

    message = _("This petition cannot be signed: it is not open, or has ended.")


@transaction.atomic
def sign_petition(petition_id: int, phone: str) -> bool:
    """Sign with a proven phone (+98…); whether it is a new signature. At the threshold an answer is owed.

    Raises NoSuchPetition, PetitionIsNotOpen.
    """
    row = _signable(petition_id)
    _signature, is_new = PetitionSignature.objects.get_or_create(petition=row, signer=_own(row, phone))
    if is_new and row.state == PetitionState.OPEN:
        count = PetitionSignature.objects.filter(petition=row).count()
        if count >= row.threshold:
            _reach(row, count)
    return is_new


@transaction.atomic
def unsign_petition(petition_id: int, phone: str) -> bool:
    """Take the own signature back while the petition is open; whether there was one.

    Raises NoSuchPetition, PetitionIsNotOpen.
    """
    row = _signable(petition_id)
    count, _by_model = PetitionSignature.objects.filter(petition=row, signer=_own(row, phone)).delete()
    return bool(count)


def end_due_petitions(now: datetime) -> int:
    """End petitions whose last day passed: the signatures are counted, then they and the key go. Returns how many."""
    due = list(Petition.objects.filter(ended_at=None, closes_at__lte=now).values_list("pk", flat=True))
    for petition_id in due:
        with transaction.atomic():
            row = Petition.objects.select_for_update(no_key=True).get(pk=petition_id)
            if row.ended_at is not None:
                continue
            rows = PetitionSignature.objects.filter(petition=row)
            row.signatures, row.ended_at, row.author = rows.count(), now, ""
            if row.state == PetitionState.OPEN:
                row.state = PetitionState.ENDED.value
            names = ["signatures", "ended_at", "author", "state"]
            record_in(row, PetitionEnded(signatures=row.signatures), by=CLOCK, write=names)
            rows.delete()
            PetitionKey.objects.filter(petition=row).delete()
    return len(due)


def _reach(row: Petition, count: int) -> None:
    """Enough have signed a locked petition: it comes on the next agenda, and the unit owes an answer."""
    row.state, row.reached_at = PetitionState.REACHED.value, clock.now()
    record_in(row, PetitionReached(signatures=count), by=SYSTEM, write=["state", "reached_at"])
    assert row.unit_id is not None
    owe_answer(row.term, unit_id=row.unit_id, petition=row, by=SYSTEM)
    of_city = PanelSession.objects.filter(term__city_id=row.term.city_id, state=PanelSessionState.PLANNED)
    planned = of_city.order_by("held_on").first()
    if planned is not None:
        put_petitions_on(planned)


def _signable(petition_id: int) -> Petition:
    row = Petition.objects.select_for_update(no_key=True).filter(pk=petition_id).first()
    if row is None or row.state in (PetitionState.REVIEW, PetitionState.REFUSED):
        raise NoSuchPetition()
    is_running = row.ended_at is None and row.closes_at is not None and clock.now() < row.closes_at
    if row.state not in SIGNABLE or not is_running:
        raise PetitionIsNotOpen()
    return row


def _own(row: Petition, phone: str) -> str:
    return signer_of(phone, bytes(PetitionKey.objects.values_list("key", flat=True).get(petition=row)))
