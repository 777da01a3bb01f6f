"""Proof that whoever changes how an account signs in is its holder, and not somebody at a screen left open."""

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions.passwords import PasswordIsWrong
from peygir.people.models import Staff
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import PROVEN_SECONDS


class SignInIsTooOld(Invalid):
    """The account has no password here, and its holder signed in too long ago."""

    message = _("Your account has no password here. Please sign out, sign in again, and do this within 15 minutes.")


@transaction.atomic
def prove_oneself(by: Actor, *, password: str, opened: float) -> None:
    """As `proven_account`, where nothing of the account itself changes."""
    proven_account(by, password=password, opened=opened)


def proven_account(by: Actor, *, password: str, opened: float) -> Staff:
    """The person's own account under its lock, once the password was checked.

    An account that has none is proven by a sign-in (`opened`, seconds since 1970) of the last minutes. Raises
    PasswordIsWrong, SignInIsTooOld. The caller counts the attempts.
    """
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.id)
    if staff.has_usable_password():
        if not staff.check_password(password):
            raise PasswordIsWrong()
    elif clock.now().timestamp() - opened > PROVEN_SECONDS:
        raise SignInIsTooOld()
    return staff
