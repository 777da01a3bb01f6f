"""Changes by two people: one proposes, another confirms exactly that, or refuses it with a reason."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from django.db import transaction

from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.two_person import (
    ChangeCarriedOut,
    ChangeConfirmed,
    ChangeProposed,
    ChangeRefused,
    ChangeWithdrawn,
)
from peygir.people.actions.role_refusals import could_confirm, refuse_wrong_confirmer
from peygir.people.actions.staff import NotYourWork
from peygir.people.actions.two_person import ProposalIsTooOld
from peygir.people.change_kinds import CARRIED_OUT_LATER, LONGEST_WHY, digest_of_change
from peygir.people.models import Staff, TwoPersonChange
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import roles_with
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_queries import ChangeByTwo
from peygir.people.two_person_rules import is_in_time

Carry = Callable[[Mapping[str, Any], Actor], object]
"""Carries out a confirmed change: takes its content, and who confirmed it."""


class NoSuchChange(Missing):
    """The proposal does not exist, or is decided already."""

    message = _("There is no such proposal, or it has been decided about already.")


class SuchAChangeWaits(Conflict):
    """Another change of the same waits for a second person."""

    message = _("Another change of the same waits for a second person; withdraw it first, or let it be decided.")


class ShownIsNotWhatIs(Conflict):
    """What was shown of the proposal is not what it is."""

    message = _("This is not what was shown on the page; look at it again.")


class ChangeReasonIsMissing(Invalid):
    """A proposal, or its refusal, gives no reason."""

    message = _("Give the reason; it stays on record.")


class NobodyElseCouldConfirm(Conflict):
    """Nobody but the proposer could confirm the change."""

    message = _(
        "Besides you nobody could confirm this: it needs another administrator whose account is not yours and was not "
        "made by you, or somebody of the inspectorate or the mayor's desk."
    )


class _StepFacts(TypedDict):
    """The fields of the events of a change."""

    change: int
    what: str
    subject: str
    digest: str


@transaction.atomic
def propose_change(
    city_id: int,
    kind: str,
    subject: str,
    content: Mapping[str, Any],
    *,
    why: str,
    by: Actor,
    right: Permission = Permission.ADMINISTER,
) -> int:
    """Store a change for a second person to decide; nothing is in force yet. Returns the id of the proposal.

    `right` is what the proposer must be allowed.
    Raises NotYourWork, ChangeReasonIsMissing, SuchAChangeWaits, NobodyElseCouldConfirm.
    """
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    if not by.may(right) or by.kind != "staff" or not Staff.objects.filter(pk=by.id, is_active=True).exists():
        raise NotYourWork()
    clean_why = _clean(why)
    if TwoPersonChange.objects.filter(city=city, kind=kind, subject=subject, outcome="").exists():
        raise SuchAChangeWaits()
    if not could_confirm(by, _who_confirms()):
        raise NobodyElseCouldConfirm()
    change = TwoPersonChange(
        city=city,
        kind=kind,
        subject=subject,
        content=dict(content),
        why=clean_why,
        proposed_by=str(by),
        proposed_at=clock.now(),
    )
    change.save(force_insert=True)
    record(city, ChangeProposed(**_step(change)), by=str(by), at=clock.now())
    return change.pk


@transaction.atomic
def confirm_change(city_id: int, change_id: int, *, shown: str, by: Actor, carry: Carry) -> bool:
    """Confirm exactly what was `shown`, and carry it out in the same transaction, unless a command or the night has to.

    Returns whether it is left to these.
    Raises NoSuchChange, ShownIsNotWhatIs, ProposalIsTooOld, what `refuse_wrong_confirmer` and `carry` do.
    """
    city, change = _waiting(city_id, change_id)
    _refuse(by, change.proposed_by)
    if digest_of_change(change.kind, change.subject, change.content) != shown:
        raise ShownIsNotWhatIs()
    if not is_in_time(change.proposed_at, clock.now()):
        raise ProposalIsTooOld()
    _settle(change, "confirmed", by)
    record(city, ChangeConfirmed(**_step(change), proposed_by=change.proposed_by), by=str(by), at=clock.now())
    is_left = change.kind in CARRIED_OUT_LATER
    if not is_left:
        carry(change.content, by)
        change.carried_out_at = clock.now()
        change.save(update_fields=["carried_out_at"])
    return is_left


@transaction.atomic
def refuse_change(city_id: int, change_id: int, *, reason: str, by: Actor) -> None:
    """Refuse a change with a reason, as somebody who could confirm it.

    Raises NoSuchChange, ChangeReasonIsMissing, what `refuse_wrong_confirmer` does.
    """
    city, change = _waiting(city_id, change_id)
    _refuse(by, change.proposed_by)
    _settle(change, "refused", by, reason=_clean(reason))
    record(city, ChangeRefused(**_step(change), proposed_by=change.proposed_by), by=str(by), at=clock.now())


@transaction.atomic
def withdraw_change(city_id: int, change_id: int, *, by: Actor) -> None:
    """Withdraw a proposal, as an administrator or as who made it. Raises NoSuchChange, NotYourWork."""
    city, change = _waiting(city_id, change_id)
    if not may_administer(by) and str(by) != change.proposed_by:
        raise NotYourWork()
    _settle(change, "withdrawn", by)
    record(city, ChangeWithdrawn(**_step(change)), by=str(by), at=clock.now())


@transaction.atomic
def note_carried_out(city_id: int, change_id: int, *, result: str, by: Actor) -> None:
    """Keep that a command or the night carried out a confirmed change, and what came of it. Raises NoSuchChange."""
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    rows = TwoPersonChange.objects.select_for_update(no_key=True).filter(city=city, pk=change_id, outcome="confirmed")
    change = rows.filter(carried_out_at__isnull=True).first()
    if change is None:
        raise NoSuchChange()
    change.carried_out_at = clock.now()
    change.save(update_fields=["carried_out_at"])
    record(city, ChangeCarriedOut(**_step(change), result=result), by=str(by), at=clock.now())


def refusal_to_decide(by: Actor, change: ChangeByTwo) -> NotAllowed | None:
    """Why the actor may not decide a change, for its page; None: the actor may."""
    try:
        _refuse(by, change.proposed_by)
    except NotAllowed as refusal:
        return refusal
    return None


def _who_confirms() -> frozenset[str]:
    return roles_with(Permission.ADMINISTER, Permission.CONFIRM_ACCOUNTS)


def _refuse(by: Actor, proposed_by: str) -> None:
    refuse_wrong_confirmer(by, proposed_by=int(proposed_by.partition(":")[2] or 0), roles=_who_confirms())


def _waiting(city_id: int, change_id: int) -> tuple[City, TwoPersonChange]:
    """The city and the waiting change, both locked. Raises NoSuchChange."""
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    change = TwoPersonChange.objects.select_for_update(no_key=True).filter(city=city, pk=change_id, outcome="").first()
    if change is None:
        raise NoSuchChange()
    return city, change


def _settle(change: TwoPersonChange, outcome: str, by: Actor, *, reason: str = "") -> None:
    change.outcome, change.decided_by, change.decided_at, change.reason = outcome, str(by), clock.now(), reason
    change.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])


def _clean(text: str) -> str:
    """Raises ChangeReasonIsMissing."""
    clean_text = " ".join(plain(text).split())[:LONGEST_WHY]
    if not says_something(clean_text):
        raise ChangeReasonIsMissing()
    return clean_text


def _step(change: TwoPersonChange) -> _StepFacts:
    return {
        "change": change.pk,
        "what": change.kind,
        "subject": change.subject,
        "digest": digest_of_change(change.kind, change.subject, change.content),
    }
