"""Passkeys of staff: added, removed, and used to sign in."""

import secrets

from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.people import PasskeyAdded, PasskeyRemoved
from peygir.people.actions.proving import proven_account
from peygir.people.actions.second_step import SecondStepIsDemanded
from peygir.people.duties import demands_second_step
from peygir.people.models import Staff, StaffPasskey
from peygir.people.provider_proof import refuse_old_proof
from peygir.people.relying_party import RelyingParty
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import MOST_PASSKEYS
from peygir.people.webauthn import (
    KnownPasskey,
    PasskeyIsNotRight,
    State,
    ask_for_new,
    check_proof,
    credential_in,
    is_verifying,
    read_new,
)


class PasskeysAreTooMany(Conflict):
    """The account has as many passkeys as one may have."""

    message = _("You have {count} passkeys already; first remove one that you do not use.")


def begin_passkey(party: RelyingParty, *, by: Actor) -> tuple[str, State]:
    """What the browser is asked for a new passkey of this person, and the state with which its answer is checked.

    Raises PasskeysAreTooMany.
    """
    staff = Staff.objects.get(pk=by.id)
    rows = list(StaffPasskey.objects.filter(staff=staff))
    if len(rows) >= MOST_PASSKEYS:
        raise PasskeysAreTooMany(count=MOST_PASSKEYS)
    handle = bytes(rows[0].handle) if rows else secrets.token_bytes(32)
    options, state = ask_for_new(
        party, handle=handle, username=staff.username, name=str(staff), known=[bytes(row.credential) for row in rows]
    )
    return options, {**state, "handle": handle.hex()}


@transaction.atomic
def add_passkey(
    party: RelyingParty, state: State, answer: str, *, name: str, password: str, opened: float, by: Actor
) -> None:
    """Keep the passkey in a browser's answer, after the password was checked.

    Raises what `proven_account` does, PasskeyIsNotRight, PasskeysAreTooMany.
    """
    staff = proven_account(by, password=password, opened=opened)
    made = read_new(party, state, answer)
    if StaffPasskey.objects.filter(staff=staff).count() >= MOST_PASSKEYS:
        raise PasskeysAreTooMany(count=MOST_PASSKEYS)
    row = StaffPasskey(
        staff=staff,
        credential=made.credential,
        public_key=made.public_key,
        handle=bytes.fromhex(state["handle"]),
        sign_count=made.sign_count,
        name=plain(name)[:60],
        added_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise PasskeyIsNotRight() from error
    staff.has_passkey = True
    record(staff, PasskeyAdded(passkey=row.pk), by=str(by), at=clock.now(), write=["has_passkey"])


@transaction.atomic
def remove_passkey(passkey_id: int, *, password: str, opened: float, by: Actor) -> None:
    """Remove one of one's own passkeys; one that is gone already changes nothing.

    Raises what `proven_account` does, SecondStepIsDemanded.
    """
    staff = proven_account(by, password=password, opened=opened)
    rows = StaffPasskey.objects.filter(staff=staff)
    has_others = rows.exclude(pk=passkey_id).exists()
    if not has_others and not staff.totp_secret and demands_second_step(staff.role):
        raise SecondStepIsDemanded()
    count, _rows = rows.filter(pk=passkey_id).delete()
    if count:
        staff.has_passkey = has_others
        record(staff, PasskeyRemoved(passkey=passkey_id), by=str(by), at=clock.now(), write=["has_passkey"])


@transaction.atomic
def use_passkey(party: RelyingParty, state: State, answer: str, *, only: int = 0) -> int:
    """The id of the open account whose passkey a browser proved; `only`: nobody but this account will do.

    Where anybody will do, the question must have asked for finger, face or PIN. Raises PasskeyIsNotRight, without a
    difference between an unknown passkey and a wrong answer; ProofIsTooOld.
    """
    if not only and not is_verifying(state):
        raise PasskeyIsNotRight()
    row = StaffPasskey.objects.select_for_update().filter(credential=credential_in(answer)).first()
    if row is None or (only and row.staff_id != only):
        raise PasskeyIsNotRight()
    known = KnownPasskey(bytes(row.credential), bytes(row.public_key), bytes(row.handle), row.sign_count)
    row.sign_count, row.used_at = check_proof(party, state, answer, known), clock.now()
    staff = Staff.objects.filter(pk=row.staff_id, is_active=True).first()
    if staff is None:
        raise PasskeyIsNotRight()
    refuse_old_proof(staff)
    row.save(update_fields=["sign_count", "used_at"])
    return row.staff_id
