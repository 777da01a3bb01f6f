"""Changing one's own password, and confirming one's identity by it."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import PasswordChanged
from peygir.people.actions.staff import PasswordIsWeak
from peygir.people.actions.staff_sessions import end_sessions_of
from peygir.people.models import Staff
from peygir.people.rules import Actor


class PasswordIsWrong(Invalid):
    """The password is not the present one."""

    message = _("The present password is not right.")


class PasswordIsTheSame(Invalid):
    """The new password equals the present one."""

    message = _("The new password is the present one; choose another.")


def prove_password(staff_id: int, *, password: str) -> None:
    """Raises PasswordIsWrong unless this is the person's password. The caller counts the attempts."""
    if not Staff.objects.get(pk=staff_id).check_password(password):
        raise PasswordIsWrong()


@transaction.atomic
def change_own_password(*, present: str, new: str, session_key: str, by: Actor) -> None:
    """Set the person's new password; every other session of theirs ends.

    Raises PasswordIsWrong, PasswordIsTheSame, PasswordIsWeak.
    """
    staff = Staff.objects.select_for_update(no_key=True).get(pk=by.id)
    if not staff.check_password(present):
        raise PasswordIsWrong()
    if present == new:
        raise PasswordIsTheSame()
    try:
        validate_password(new, staff)
    except ValidationError as error:
        raise PasswordIsWeak() from error
    staff.set_password(new)
    staff.must_change_password = False
    write = ["password", "must_change_password"]
    record(staff, PasswordChanged(), by=str(by), at=clock.now(), write=write)
    end_sessions_of(staff.pk, besides=session_key)
