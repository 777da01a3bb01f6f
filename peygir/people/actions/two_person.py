"""Two-person changes of the highest accounts: one person proposes, a second one of these roles confirms or refuses."""

from typing import Any, TypedDict

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import (
    AccountChangeConfirmed,
    AccountChangeProposed,
    AccountChangeRefused,
    AccountChangeWithdrawn,
    PasswordReset,
    SecondStepReset,
)
from peygir.people.actions.accounts import (
    ACCESS,
    SECOND_STEP_FIELDS,
    ChangedSince,
    begin_anew,
    fresh_password,
    lock_account,
    standing_of,
    take_second_step_off,
    write_change,
)
from peygir.people.actions.post_changes import put_into_effect
from peygir.people.actions.post_writing import held_by
from peygir.people.actions.staff import NotYourWork
from peygir.people.models import AccountChange, Staff
from peygir.people.permissions import Permission
from peygir.people.post_rules import PostChange
from peygir.people.role_catalogue import highest_roles, roles_with
from peygir.people.rules import Actor, may_administer
from peygir.people.two_person_rules import CHANGE, PASSWORD, POST, STANDING, begins_anew, is_in_time, may_confirm


class NobodyCouldConfirm(Conflict):
    """No other open account of these roles could confirm the change."""

    message = _(
        "Besides this account nobody of the inspectorate or the mayor's desk could confirm the change. "
        "Make or change it on the server: ./run add-staff and ./run change-staff."
    )


class ChangeIsWaiting(Conflict):
    """Another change of this account waits for confirmation."""

    message = _("Another change of this account waits for confirmation; withdraw it first, or let it be decided.")


class NoSuchAccountChange(Missing):
    """The proposal does not exist, or is decided already."""

    message = _("There is no such proposal, or it has been decided about already.")


class SecondPersonIsNeeded(NotAllowed):
    """The person who would confirm is the subject or the proposer."""

    message = _("This is confirmed by somebody who neither proposed it nor holds the account.")


class ProposalIsTooOld(Conflict):
    """The proposal is older than a proposal may be."""

    message = _("This proposal has run out; refuse it, and let it be proposed anew.")


class _ChangeFacts(TypedDict):
    """The fields of the events of a proposed change."""

    change: int
    deed: str
    role: str
    was: str


def propose(
    staff: Staff, deed: str, values: dict[str, Any] | None = None, *, by: Actor, undoes: int | None = None
) -> None:
    """Store a change of a locked account for a second person to decide; the account stays unchanged.

    Raises NobodyCouldConfirm, ChangeIsWaiting.
    """
    others = Staff.objects.filter(is_active=True, role__in=roles_with(Permission.CONFIRM_ACCOUNTS)).exclude(
        pk__in={staff.pk, by.id}
    )
    if not others.exists():
        raise NobodyCouldConfirm()
    if AccountChange.objects.filter(subject=staff, outcome="").exists():
        raise ChangeIsWaiting()
    now = clock.now()
    change = AccountChange(
        subject=staff,
        deed=deed,
        values={**(values or {}), **({"undoes": undoes} if undoes is not None else {})},
        before=standing_of(staff),
        proposed_by=str(by),
        proposed_at=now,
    )
    change.save(force_insert=True)
    record(staff, AccountChangeProposed(**_facts_of(change)), by=str(by), at=now)


@transaction.atomic
def confirm_account_change(change_id: int, *, by: Actor) -> str:
    """Put a proposed change into effect.

    Returns the new password for the account's holder, to be given in person, "" if the change sets none.
    Raises NoSuchAccountChange, NotYourWork, SecondPersonIsNeeded, ProposalIsTooOld, ChangedSince, what `write_change`
    and `put_into_effect` do.
    """
    staff, change = _decide(change_id, "confirmed", by)
    if not is_in_time(change.proposed_at, clock.now()):
        raise ProposalIsTooOld()
    if change.before != standing_of(staff):
        raise ChangedSince()
    event = AccountChangeConfirmed(**_facts_of(change), proposed_by=change.proposed_by)
    record(staff, event, by=str(by), at=clock.now())
    return _put_into_effect(staff, change, by)


@transaction.atomic
def refuse_account_change(change_id: int, *, by: Actor) -> None:
    """Refuse a proposed change. Raises NoSuchAccountChange, NotYourWork, SecondPersonIsNeeded."""
    staff, change = _decide(change_id, "refused", by)
    record(staff, AccountChangeRefused(**_facts_of(change)), by=str(by), at=clock.now())


@transaction.atomic
def withdraw_account_change(change_id: int, *, by: Actor) -> None:
    """Withdraw a proposal, as an administrator. Raises NoSuchAccountChange, NotYourWork."""
    if not may_administer(by):
        raise NotYourWork()
    staff, change = _locked(change_id)
    _settle(change, "withdrawn", by)
    record(staff, AccountChangeWithdrawn(**_facts_of(change)), by=str(by), at=clock.now())


def _decide(change_id: int, outcome: str, by: Actor) -> tuple[Staff, AccountChange]:
    """Settle a proposal by a second person, whose account must be open and of these roles now, not only at sign-in.

    Raises NoSuchAccountChange, NotYourWork, SecondPersonIsNeeded.
    """
    if (
        by.kind != "staff"
        or not Staff.objects.filter(pk=by.id, is_active=True, role__in=roles_with(Permission.CONFIRM_ACCOUNTS)).exists()
    ):
        raise NotYourWork()
    staff, change = _locked(change_id)
    if not may_confirm(by, subject_id=staff.pk, proposed_by=change.proposed_by):
        raise SecondPersonIsNeeded()
    _settle(change, outcome, by)
    return staff, change


def _locked(change_id: int) -> tuple[Staff, AccountChange]:
    """The account and the proposal that waits for it, both locked. Raises NoSuchAccountChange."""
    subject_id = AccountChange.objects.filter(pk=change_id, outcome="").values_list("subject_id", flat=True).first()
    if subject_id is None:
        raise NoSuchAccountChange()
    staff = lock_account(subject_id)
    change = AccountChange.objects.select_for_update(no_key=True).get(pk=change_id)
    if change.outcome:
        raise NoSuchAccountChange()
    return staff, change


def _settle(change: AccountChange, outcome: str, by: Actor) -> None:
    """Close the proposal; its row stores no personal text from then on (`change.values` still does)."""
    kept = {name: value for name, value in change.values.items() if name in STANDING}
    if "post" in change.values:
        kept["post"] = {**change.values["post"], "reason": ""}
    AccountChange.objects.filter(pk=change.pk).update(
        outcome=outcome, decided_by=str(by), decided_at=clock.now(), values=kept
    )


def _put_into_effect(staff: Staff, change: AccountChange, by: Actor) -> str:
    now, password = clock.now(), ""
    if change.deed == CHANGE:
        new_values = {name: value for name, value in change.values.items() if name in STANDING}
        own = {name: value for name, value in change.values.items() if name in ("name_fa", "name_en", "email")}
        if begins_anew(change.before, {**change.before, **new_values}):
            password = begin_anew(staff)
        write_change(
            staff,
            new_values,
            by=by,
            own=own or None,
            undoes=change.values.get("undoes"),
            also=ACCESS if password else (),
        )
    elif change.deed == POST:
        password = _change_post(staff, PostChange.of_json(change.values["post"]), by)
    elif change.deed == PASSWORD:
        password = fresh_password(staff)
        record(staff, PasswordReset(), by=str(by), at=now, write=["password", "must_change_password"])
    else:
        take_second_step_off(staff)
        record(staff, SecondStepReset(), by=str(by), at=now, write=list(SECOND_STEP_FIELDS))
    return password


def _change_post(staff: Staff, change: PostChange, by: Actor) -> str:
    """Put a change of posts into effect; who enters the highest roles by it gets a fresh password, which it returns."""
    password = ""
    if change.deed != "end" and change.role in highest_roles() and highest_roles().isdisjoint(held_by(staff)):
        password = begin_anew(staff)
        record(staff, PasswordReset(), by=str(by), at=clock.now(), write=list(ACCESS))
    put_into_effect(staff, change, by=by)
    return password


def _facts_of(change: AccountChange) -> _ChangeFacts:
    """The event fields of a proposal: its number, its action and the role it leads to, no name and no address."""
    role = change.values.get("role") or change.values.get("post", {}).get("role") or change.before["role"]
    return {"change": change.pk, "deed": change.deed, "role": role, "was": change.before["role"]}
