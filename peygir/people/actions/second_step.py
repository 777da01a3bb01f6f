"""The second step of a staff member's sign-in: taken up, asked for, given up."""

import secrets

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.people.models import Staff
from peygir.people.totp import secret_from, step_of


class SecondStepIsWrong(Invalid):
    """A code that does not fit now, or was used already."""

    fa = "کد برنامهٔ رمزساز درست نیست یا یک بار به کار رفته است. کد بعدی را بنویسید."
    en = "The authenticator's code is wrong or was used already. Please write the next one."


def new_secret() -> str:
    """A fresh secret to be shown once, before it is taken up."""
    return secret_from(secrets.token_bytes(20))


@transaction.atomic
def take_up_second_step(staff_id: int, *, secret: str, code: str) -> None:
    """From now on sign-in asks for a code too; the first code proves that the app has the secret.

    Raises SecondStepIsWrong.
    """
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    step = step_of(secret, code, seconds=clock.now().timestamp())
    if step is None:
        raise SecondStepIsWrong()
    staff.totp_secret, staff.totp_last_step = secret, step
    staff.save(update_fields=["totp_secret", "totp_last_step"])


@transaction.atomic
def use_second_step(staff_id: int, *, code: str) -> None:
    """Check a code at sign-in; each is good once. Raises SecondStepIsWrong."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    step = step_of(staff.totp_secret, code, seconds=clock.now().timestamp(), after=staff.totp_last_step)
    if not staff.totp_secret or step is None:
        raise SecondStepIsWrong()
    staff.totp_last_step = step
    staff.save(update_fields=["totp_last_step"])


@transaction.atomic
def give_up_second_step(staff_id: int, *, code: str) -> None:
    """Sign-in by password alone again; a code proves that it is the owner who asks. Raises SecondStepIsWrong."""
    use_second_step(staff_id, code=code)
    Staff.objects.filter(pk=staff_id).update(totp_secret="", totp_last_step=0)
