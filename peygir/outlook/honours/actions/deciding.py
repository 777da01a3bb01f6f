"""Keeps the vetting file and the committee's decisions, and seals them by a second person."""

from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.kinds.honours import CandidateDecided, CandidateFlagCleared, CandidateFlagged, EditionSealed
from peygir.history.queries import timeline
from peygir.outlook.honours.actions.consent import EditionIsSealed
from peygir.outlook.honours.actions.counting import EditionIsNotFrozen
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.actions.thanking import thank_neighbourhoods
from peygir.outlook.honours.models import HonourCandidate, HonourConsent, HonourEdition, VettingFlag
from peygir.outlook.honours.rules import categories_of
from peygir.outlook.honours.states import EditionState, FlagKind, HonourConsentAnswer, HonourDecision
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

LONGEST_REASON: Final = 500
_OF_THE_COMMITTEE: Final = frozenset({CandidateDecided.kind, CandidateFlagCleared.kind})
LONGEST_NOTE: Final = 300


class NoSuchCandidate(Missing):
    """There is no candidate with this number."""

    message = _("There is no such candidate.")


class FlagIsUnknown(Invalid):
    """The flag is none of the list, or it is open already."""

    message = _("Choose a flag of the list that is not open already.")


class HonourHasNoReason(Invalid):
    """A decision or a cleared flag came without its reason."""

    message = _("Please give the reason in a few words.")


class CategoryIsUnknown(Invalid):
    """Who is honoured has one of the edition's categories."""

    message = _("Please choose one of the categories of this edition.")


class ConsentIsMissing(Conflict):
    """The citizen has not agreed to be a candidate."""

    message = _("This citizen has not agreed to be a candidate.")


class FlagsAreOpen(Conflict):
    """What was found against the candidate was not looked at."""

    message = _("Look at the open flags first: clear each with a reason, or decide otherwise.")


class TooManyHonoured(Conflict):
    """There are more honoured than places, or none."""

    message = _("There are {places} places, and {honoured} are honoured. Please change the decisions.")


class SealNeedsSecondPerson(NotAllowed):
    """Who recorded a decision cannot seal the list."""

    message = _("The decisions are sealed by a second person, not by one who recorded them or cleared a flag.")


class SomeHaveChanged(Conflict):
    """Somebody who is honoured withdrew the consent, or got a new flag."""

    message = _("Somebody who is honoured has withdrawn the consent or has an open flag. Please decide again.")


@transaction.atomic
def flag_candidate(candidate_id: int, *, kind: str, note: str, by: Actor) -> None:
    """Note what may speak against a candidate. Raises NotYourWork, NoSuchCandidate, EditionIsSealed, FlagIsUnknown."""
    edition, candidate = open_candidate(candidate_id, by)
    is_open = candidate.flags.filter(kind=kind, cleared_at=None).exists()
    if kind not in FlagKind.labels() or is_open:
        raise FlagIsUnknown()
    note = plain(note)[:LONGEST_NOTE]
    VettingFlag.objects.create(candidate=candidate, kind=kind, note=note, by=str(by), at=clock.now())
    record_in(edition, CandidateFlagged(candidate=candidate.pk, flag=kind), by=by)


@transaction.atomic
def clear_flag(candidate_id: int, *, kind: str, reason: str, by: Actor) -> None:
    """Say that an open flag does not stand in the way, and why.

    Raises NotYourWork, NoSuchCandidate, EditionIsSealed, FlagIsUnknown, HonourHasNoReason.
    """
    edition, candidate = open_candidate(candidate_id, by)
    flag = candidate.flags.filter(kind=kind, cleared_at=None).first()
    if flag is None:
        raise FlagIsUnknown()
    if not says_something(reason):
        raise HonourHasNoReason()
    flag.cleared_by_id, flag.cleared_at, flag.cleared_reason = by.id, clock.now(), plain(reason)[:LONGEST_NOTE]
    flag.save(update_fields=["cleared_by", "cleared_at", "cleared_reason"])
    record_in(edition, CandidateFlagCleared(candidate=candidate.pk, flag=kind), by=by)


@transaction.atomic
def decide_candidate(candidate_id: int, *, decision: str, category: str, reason: str, by: Actor) -> None:
    """Record the committee's decision about a candidate, with its reason; it may change until the list is sealed.

    Honoured and reserve need the citizen's consent and no open flag. Raises NotYourWork, NoSuchCandidate,
    EditionIsSealed, HonourHasNoReason, CategoryIsUnknown, ConsentIsMissing, FlagsAreOpen.
    """
    edition, candidate = open_candidate(candidate_id, by)
    if decision not in HonourDecision.labels() or decision == HonourDecision.NONE or not says_something(reason):
        raise HonourHasNoReason()
    if decision != HonourDecision.PASSED:
        if category not in {row.code for row in categories_of(edition.categories)}:
            raise CategoryIsUnknown()
        _refuse_unfit(candidate)
    candidate.decision, candidate.reason = decision, plain(reason)[:LONGEST_REASON]
    candidate.category = "" if decision == HonourDecision.PASSED else category
    candidate.decided_by_id, candidate.decided_at = by.id, clock.now()
    candidate.save(update_fields=["decision", "reason", "category", "decided_by", "decided_at"])
    event = CandidateDecided(candidate=candidate.pk, decision=decision, category=candidate.category)
    record_in(edition, event, by=by)


@transaction.atomic
def seal_edition(edition_id: int, *, by: Actor) -> None:
    """Seal the committee's decisions as a second person; from then on invitations go out.

    Who recorded any decision of the edition, also one that another has recorded again since, or cleared a flag is not
    a second person.

    Raises NotYourWork, NoSuchEdition, EditionIsNotFrozen, EditionIsSealed, SealNeedsSecondPerson, TooManyHonoured,
    SomeHaveChanged.
    """
    edition = open_edition(edition_id, Permission.DECIDE_HONOURS, by)
    _refuse_sealed(edition)
    rows = list(HonourCandidate.objects.filter(edition=edition).exclude(decision=HonourDecision.NONE))
    honoured = [row for row in rows if row.decision == HonourDecision.HONOURED]
    reserve = [row for row in rows if row.decision == HonourDecision.RESERVE]
    hands = {event.by for event in timeline("edition", edition.pk) if event.kind in _OF_THE_COMMITTEE}
    if str(by) in hands or any(row.decided_by_id == by.id for row in rows):
        raise SealNeedsSecondPerson()
    if not 0 < len(honoured) <= edition.places:
        raise TooManyHonoured(places=edition.places, honoured=len(honoured))
    if not all(is_fit(row) for row in [*honoured, *reserve]):
        raise SomeHaveChanged()
    thanked = thank_neighbourhoods(edition)
    edition.state, edition.sealed_by_id, edition.sealed_at = EditionState.SEALED.value, by.id, clock.now()
    event = EditionSealed(honoured=len(honoured), reserve=len(reserve), neighbourhoods=thanked)
    record_in(edition, event, by=by, write=["state", "sealed_by", "sealed_at"])


def open_candidate(candidate_id: int, by: Actor) -> tuple[HonourEdition, HonourCandidate]:
    """Return the locked edition and a candidate of it, before the seal.

    Raises NotYourWork, NoSuchCandidate, EditionIsNotFrozen, EditionIsSealed.
    """
    known = HonourCandidate.objects.filter(pk=candidate_id).values_list("edition_id", flat=True).first()
    edition = open_edition(known or 0, Permission.PREPARE_HONOURS, by) if known else None
    candidate = HonourCandidate.objects.filter(pk=candidate_id, edition=edition).first() if edition else None
    if edition is None or candidate is None:
        raise NoSuchCandidate()
    _refuse_sealed(edition)
    return edition, candidate


def is_fit(candidate: HonourCandidate) -> bool:
    """Whether the citizen agreed and no flag is open."""
    return _has_consent(candidate) and not candidate.flags.filter(cleared_at=None).exists()


def _refuse_unfit(candidate: HonourCandidate) -> None:
    if not _has_consent(candidate):
        raise ConsentIsMissing()
    if candidate.flags.filter(cleared_at=None).exists():
        raise FlagsAreOpen()


def _has_consent(candidate: HonourCandidate) -> bool:
    if candidate.citizen_id is None:
        return False
    rows = HonourConsent.objects.filter(citizen_id=candidate.citizen_id).exclude(answer=HonourConsentAnswer.NO)
    return rows.exists()


def _refuse_sealed(edition: HonourEdition) -> None:
    if edition.state == EditionState.SEALED:
        raise EditionIsSealed()
    if edition.state != EditionState.COUNTED:
        raise EditionIsNotFrozen()
