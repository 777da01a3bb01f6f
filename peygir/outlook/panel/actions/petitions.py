"""Takes petitions, and opens or refuses them; once the time to look at one is over, it opens by itself."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers.actions import see_notices_of_file
from peygir.history.actions import record
from peygir.history.kinds.panel import (
    PetitionMade,
    PetitionOpened,
    PetitionOpenedByClock,
    PetitionRefused,
    PetitionReviewLate,
)
from peygir.outlook.panel.actions.interests import ThingIsUnknown
from peygir.outlook.panel.actions.opening import open_panel, record_in, refuse_unless_at_work, refuse_without_office
from peygir.outlook.panel.models import Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.rules import checked_words, signer_of
from peygir.outlook.panel.states import REFUSABLE_LATER, PetitionRefusal, PetitionState
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import CLOCK, Actor

KEY_BYTES: Final = 32
REVIEW_DAYS: Final = 5
"""Working days of the city within which somebody looks at a petition; after as many again it opens by itself."""
PROVEN_PHONE = Actor("citizen")
"""Who acts in the history of a petition: somebody with a proven phone, and nobody learns who."""


class NoSuchPetition(Missing):
    """There is no such petition."""

    message = _("There is no such petition.")


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
        review_due_at=_review_ends(term.city_id, now, REVIEW_DAYS),
        review_next_at=_review_ends(term.city_id, now, REVIEW_DAYS),
    )
    row.save(force_insert=True)
    PetitionKey.objects.create(petition=row, key=key)
    event = PetitionMade(title_digest=hashlib.sha256(title.encode()).hexdigest())
    record(row, event, by=str(PROVEN_PHONE), at=now)
    return int(row.pk)


@transaction.atomic
def open_petition(petition_id: int, *, unit_id: int, by: Actor) -> None:
    """Open a petition, which its author signs first; the unit will owe the answer.

    One that opened by itself stays open; it has been looked at then, and the unit is the one that is given here.
    Raises NotYourWork, NoSuchPetition, PetitionWasLookedAt, ThingIsUnknown, OwnInterest.
    """
    row, now = _open_review(petition_id, by), clock.now()
    if not any(unit.id == unit_id for unit in city.units(row.term.city_id)):
        raise ThingIsUnknown()
    refuse_interested(by, unit_id=unit_id)
    row.looked_at = now
    until = _open(row, unit_id, now)
    event = PetitionOpened(unit=unit_id, threshold=row.threshold, until=until.isoformat())
    record_in(row, event, by=by, write=[*_OPENED, "looked_at"])


@transaction.atomic
def refuse_petition(petition_id: int, *, reason: str, by: Actor) -> None:
    """Do not open a petition, for a reason of the closed list; its key goes at once.

    One that opened by itself is taken down only if it is about a private person, or is abuse; its signatures go, too.
    Raises NotYourWork, NoSuchPetition, PetitionWasLookedAt, PetitionRefusalHasNoReason.
    """
    row = _open_review(petition_id, by)
    if not reason or reason not in PetitionRefusal.labels():
        raise PetitionRefusalHasNoReason()
    if row.opened_by_clock and reason not in REFUSABLE_LATER:
        raise PetitionRefusalHasNoReason()
    row.state, row.refused_why, row.author = PetitionState.REFUSED.value, reason, ""
    row.looked_at, row.review_next_at, row.closes_at = clock.now(), None, None
    PetitionSignature.objects.filter(petition=row).delete()
    PetitionKey.objects.filter(petition=row).delete()
    names = ["state", "refused_why", "author", "looked_at", "review_next_at", "closes_at"]
    record_in(row, PetitionRefused(reason=reason), by=by, write=names)


def see_review(petition_id: int, *, by: Actor) -> None:
    """Mark this person's notices of a petition that waits as seen."""
    see_notices_of_file(Petition.history_file, petition_id, by=by)


def follow_reviews(now: datetime) -> int:
    """Follow the petitions that nobody has looked at: late, then open by themselves. Returns how many were looked at.

    One from before the time was promised gets its due moment first.
    """
    due = Q(review_next_at__lte=now) | Q(review_next_at=None)
    waiting = list(Petition.objects.filter(due, state=PetitionState.REVIEW).values_list("pk", flat=True)[:200])
    for petition_id in waiting:
        with transaction.atomic():
            row = Petition.objects.select_for_update(no_key=True).get(pk=petition_id)
            if row.state == PetitionState.REVIEW:
                _step(row, now)
    return len(waiting)


def _step(row: Petition, now: datetime) -> None:
    """One step of the clock with a locked petition that waits for a look."""
    first, second = (_review_ends(row.term.city_id, row.made_at, days) for days in (REVIEW_DAYS, 2 * REVIEW_DAYS))
    if row.review_next_at is None or row.review_due_at is None:
        row.review_due_at = row.review_next_at = first
        row.save(update_fields=["review_due_at", "review_next_at"])
    elif row.review_next_at < second and now < second:
        row.review_next_at = second
        event = PetitionReviewLate(days=REVIEW_DAYS, opens=second.isoformat())
        record_in(row, event, by=CLOCK, write=["review_next_at"])
    else:
        top = next(unit for unit in city.units(row.term.city_id) if unit.parent_id is None and unit.is_open)
        row.opened_by_clock = True
        until = _open(row, top.id, now)
        opened = PetitionOpenedByClock(unit=top.id, threshold=row.threshold, until=until.isoformat())
        record_in(row, opened, by=CLOCK, write=[*_OPENED, "opened_by_clock"])


_OPENED: Final = ("state", "unit", "opened_at", "closes_at", "review_next_at")


def _open(row: Petition, unit_id: int, now: datetime) -> datetime:
    """Fill in the columns of a petition that can be signed, its author's signature first; returns its last moment."""
    if row.opened_at is None or row.closes_at is None:
        row.opened_at, row.closes_at = now, now + timedelta(days=row.term.petition_days)
        if row.author:  # whoever had the own data erased signs nothing
            PetitionSignature.objects.create(petition=row, signer=row.author)
    row.state, row.unit_id, row.review_next_at = PetitionState.OPEN.value, unit_id, None
    return row.closes_at


def _review_ends(city_id: int, made_at: datetime, days: int) -> datetime:
    """When so many working days of the city after a petition was written are over."""
    return city.office_week(city_id, None, city.day_of(city_id, made_at)).closes_after(made_at, days)


def _open_review(petition_id: int, by: Actor) -> Petition:
    refuse_without_office(by)
    row = Petition.objects.select_for_update(no_key=True).filter(pk=petition_id).first()
    if row is None:
        raise NoSuchPetition()
    waits = row.opened_by_clock and row.looked_at is None and row.state == PetitionState.OPEN
    if row.state != PetitionState.REVIEW and not waits:
        raise PetitionWasLookedAt()
    return row
