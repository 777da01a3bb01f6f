"""The second factor of a staff member's sign-in: enrolled, checked and removed."""

import secrets

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import SecondStepDisabled, SecondStepEnabled
from peygir.people.actions.proving import proven_account
from peygir.people.duties import demands_second_step
from peygir.people.models import Staff
from peygir.people.rules import Actor
from peygir.people.totp import secret_from, step_of


class SecondStepIsWrong(Invalid):
    """The code does not match now, or was used already."""

    message = _("The authenticator's code is wrong or was used already. Please write the next one.")


class SecondStepIsDemanded(Conflict):
    """The role requires a second factor."""

    message = _("Your role needs the second step; it cannot be turned off.")


def new_secret() -> str:
    """Return a new secret, to be shown once before enrolment."""
    return secret_from(secrets.token_bytes(20))


@transaction.atomic
def take_up_second_step(*, secret: str, code: str, password: str, opened: float = 0.0, by: Actor) -> None:
    """Enrol the second factor; the first code proves that the app has the secret.

    Raises SecondStepIsWrong, what `proven_account` does.
    """
    staff = proven_account(by, password=password, opened=opened)
    step = step_of(secret, code, seconds=clock.now().timestamp())
    if step is None:
        raise SecondStepIsWrong()
    staff.totp_secret, staff.totp_last_step = secret, step
    record(staff, SecondStepEnabled(), by=str(by), at=clock.now(), write=["totp_secret", "totp_last_step"])


@transaction.atomic
def use_second_step(staff_id: int, *, code: str) -> None:
    """Check a code at sign-in; each is valid once. Raises SecondStepIsWrong."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    staff.totp_last_step = _step_used(staff, code)
    staff.save(update_fields=["totp_last_step"])


@transaction.atomic
def give_up_second_step(*, code: str, password: str, opened: float = 0.0, by: Actor) -> None:
    """Remove the codes of the authenticator app; password and code prove that the owner asks. Passkeys stay.

    Raises SecondStepIsWrong, SecondStepIsDemanded, what `proven_account` does.
    """
    staff = proven_account(by, password=password, opened=opened)
    if demands_second_step(staff.role) and not staff.has_passkey:
        raise SecondStepIsDemanded()
    _step_used(staff, code)
    staff.totp_secret, staff.totp_last_step = "", 0
    record(staff, SecondStepDisabled(), by=str(by), at=clock.now(), write=["totp_secret", "totp_last_step"])


def _step_used(staff: Staff, code: str) -> int:
    step = step_of(staff.totp_secret, code, seconds=clock.now().timestamp(), after=staff.totp_last_step)
    if not staff.totp_secret or step is None:
        raise SecondStepIsWrong()
    return step
