"""Takes petitions and their signatures: one of each proven phone, kept as a keyed hash that goes with the end."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.panel import (
    PetitionEnded,
    PetitionMade,
    PetitionOpened,
    PetitionReached,
    PetitionRefused,
)
from peygir.outlook.panel.actions.interests import ThingIsUnknown
from peygir.outlook.panel.actions.opening import open_panel, record_in, refuse_unless_at_work, refuse_without_office
from peygir.outlook.panel.actions.owed import owe_answer
from peygir.outlook.panel.actions.sessions import put_petitions_on
from peygir.outlook.panel.models import PanelSession, Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.rules import checked_words, signer_of
from peygir.outlook.panel.states import SIGNABLE, PanelSessionState, PetitionRefusal, PetitionState
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import CLOCK, SYSTEM, Actor

KEY_BYTES = 32
PROVEN_PHONE = Actor("citizen")
"""Who acts in the history of a petition: somebody with a proven phone, and nobody learns who."""


class NoSuchPetition(Missing):
    """There is no such petition."""

    message = _("There is no such petition.")


class PetitionIsNotOpen(Conflict):
    """Nothing is signed: the petition was not opened, or has ended."""

    message = _("This petition cannot be signed: it is not open, or has ended.")


class PetitionWasLookedAt(Conflict):
    """The petition was opened or refused already."""

    message = _("This petition was opened or refused already.")


class PetitionRefusalHasNoReason(Invalid):
    """A petition is refused for a reason of the list alone."""

    message = _("Please choose why the petition is not opened.")


@transaction.atomic
def make_petition(term_id: int, phone: str, *, title: str, text: str) -> int:
    """Keep a petition of the holder of a proven phone (+98…), which the secretary looks at first; returns its id.

    Raises NoSuchPanel, PanelIsNotAtWork, TextIsTooShort, WordsArePersonal.
    """
    term, now = open_panel(term_id), clock.now()
    refuse_unless_at_work(term)
    title, text = checked_words(title, text)
    refuse_the_personal(f"{title}\n{text}")
    key = secrets.token_bytes(KEY_BYTES)
    last = Petition.objects.filter(term=term).aggregate(last=Max("number"))["last"] or 0
    row = Petition(
        term=term,
        number=last + 1,
        title=title,
        text=text,
        author=signer_of(phone, key),
        threshold=term.threshold,
        made_at=now,
    )
    row.save(force_insert=True)
    PetitionKey.objects.create(petition=row, key=key)
    event = PetitionMade(title_digest=hashlib.sha256(title.encode()).hexdigest())
    record(row, event, by=str(PROVEN_PHONE), at=now)
    return int(row.pk)


@transaction.atomic
def open_petition(petition_id: int, *, unit_id: int, by: Actor) -> None:
    """Open a petition, which its author signs first; the unit will owe the answer.

    Raises NotYourWork, NoSuchPetition, PetitionWasLookedAt, ThingIsUnknown, OwnInterest.
    """
    row, now = _open_review(petition_id, by), clock.now()
    if not any(unit.id == unit_id for unit in city.units(row.term.city_id)):
        raise ThingIsUnknown()
    refuse_interested(by, unit_id=unit_id)
    row.state, row.unit_id, row.opened_at = PetitionState.OPEN.value, unit_id, now
    row.closes_at = now + timedelta(days=row.term.petition_days)
    event = PetitionOpened(unit=unit_id, threshold=row.threshold, until=row.closes_at.isoformat())
    record_in(row, event, by=by, write=["state", "unit", "opened_at", "closes_at"])
    PetitionSignature.objects.create(petition=row, signer=row.author)


@transaction.atomic
def refuse_petition(petition_id: int, *, reason: str, by: Actor) -> None:
    """Do not open a petition, for a reason of the closed list; its key goes at once.

    Raises NotYourWork, NoSuchPetition, PetitionWasLookedAt, PetitionRefusalHasNoReason.
    """
    row = _open_review(petition_id, by)
    if not reason or reason not in PetitionRefusal.labels():
        raise PetitionRefusalHasNoReason()
    row.state, row.refused_why, row.author = PetitionState.REFUSED.value, reason, ""
    PetitionKey.objects.filter(petition=row).delete()
    record_in(row, PetitionRefused(reason=reason), by=by, write=["state", "refused_why", "author"])


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
    planned = PanelSession.objects.filter(term=row.term, state=PanelSessionState.PLANNED).order_by("held_on").first()
    if planned is not None:
        put_petitions_on(planned)


def _open_review(petition_id: int, by: Actor) -> Petition:
    refuse_without_office(by)
    row = Petition.objects.select_for_update(no_key=True).filter(pk=petition_id).first()
    if row is None:
        raise NoSuchPetition()
    if row.state != PetitionState.REVIEW:
        raise PetitionWasLookedAt()
    return row


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
