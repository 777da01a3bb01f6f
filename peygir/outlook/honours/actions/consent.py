"""Asks candidates whether they want to be candidates, and keeps each citizen's own answer."""

from collections.abc import Collection
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import Names, known_language
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers import actions as answers
from peygir.history.actions import record
from peygir.history.kinds.honours import ConsentsAsked, HonourConsentAnswered
from peygir.outlook.honours.actions.counting import EditionIsNotFrozen
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.models import HonourCandidate, HonourConsent, HonourEdition
from peygir.outlook.honours.states import EditionState, HonourConsentAnswer
from peygir.people.channels import Channel
from peygir.people.models import Citizen
from peygir.people.permissions import Permission
from peygir.people.privacy_rules import is_erased
from peygir.people.rules import Actor

AT_ONCE: Final = 200


class NotYourName(Missing):
    """The name does not belong to the phone that was proven."""

    message = _("This name does not belong to your number.")


class ConsentIsUnknown(Invalid):
    """The answer is none of the three."""

    message = _("Please choose one of the answers.")


class NameNeedsAnAdult(Invalid):
    """The name of a minor is not published."""

    message = _("A name is published only of somebody of at least 18 years. Please confirm your age or choose another.")


class EditionIsSealed(Conflict):
    """The decisions are sealed: nothing of them changes any more."""

    message = _("The decisions of this edition are sealed.")


@transaction.atomic
def ask_consents(edition_id: int, *, by: Actor) -> int:
    """Ask by SMS all candidates who were not asked and have not answered; returns how many.

    Who asked for no messages is not asked. Raises NotYourWork, NoSuchEdition, EditionIsNotFrozen, EditionIsSealed.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    if edition.state == EditionState.SEALED:
        raise EditionIsSealed()
    if edition.state != EditionState.COUNTED:
        raise EditionIsNotFrozen()
    rows = HonourCandidate.objects.select_related("citizen").filter(edition=edition, asked_at=None)
    known = set(HonourConsent.objects.values_list("citizen_id", flat=True))
    selected = [row for row in rows.order_by("place")[:AT_ONCE] if row.citizen_id not in known and can_be_told(row)]
    now = clock.now()
    for row in selected:
        tell("honour_asked", row, edition)
        row.asked_at = now
        row.save(update_fields=["asked_at"])
    if selected:
        record_in(edition, ConsentsAsked(candidates=[row.pk for row in selected]), by=by)
    return len(selected)


def can_be_told(candidate: HonourCandidate) -> bool:
    """Whether a message can go to the candidate: a number is known, and messages are wanted."""
    citizen = candidate.citizen
    return citizen is not None and not citizen.is_silent and not is_erased(citizen.phone)


def tell(kind: str, candidate: HonourCandidate, edition: HonourEdition) -> None:
    """Put a message of a kind into the outbox, in the citizen's language."""
    citizen = candidate.citizen
    assert citizen is not None
    language = known_language(citizen.language)
    what = Names.of(edition.title_fa, edition.title_en).in_language(language)
    values = {"what": what, "link": f"{settings.PUBLIC_URL}{reverse('me_honours')}"}
    answers.say(kind, channel=Channel.SMS, address=citizen.phone, language=language, values=values)


@transaction.atomic
def answer_consent(citizen_id: int, *, answer: str, is_adult: bool, own: Collection[int]) -> None:
    """Keep a citizen's answer; `own` are the ids of the names of the phone that was proven.

    It stands for all editions until it is changed; a "no" takes the name out of public at once. Raises NotYourName,
    ConsentIsUnknown, NameNeedsAnAdult.
    """
    if citizen_id not in own:
        raise NotYourName()
    if answer not in HonourConsentAnswer.labels():
        raise ConsentIsUnknown()
    if answer == HonourConsentAnswer.NAMED and not is_adult:
        raise NameNeedsAnAdult()
    citizen, now = Citizen.objects.select_for_update(no_key=True).get(pk=citizen_id), clock.now()
    HonourConsent.objects.update_or_create(
        citizen=citizen, defaults={"answer": answer, "is_adult": is_adult, "at": now}
    )
    record(citizen, HonourConsentAnswered(answer=answer), by=str(Actor("citizen", citizen_id)), at=now)
