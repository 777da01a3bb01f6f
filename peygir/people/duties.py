"""What a person must do for their own account before anything else."""

from typing import Final, Literal

from django.conf import settings

from peygir.people.models import Staff

Duty = Literal["", "password", "second_step"]
PASSWORD_DUTY: Final = "password"  # noqa: S105 - the name of a duty
SECOND_STEP_DUTY: Final = "second_step"


def duty_of(staff: Staff) -> Duty:
    """Return the duty: a new password, if somebody else set the present one; a second factor, if the role requires it.

    Empty if there is none. No statement.
    """
    if staff.must_change_password:
        return PASSWORD_DUTY
    if staff.role in settings.SECOND_STEP_ROLES and not staff.totp_secret:
        return SECOND_STEP_DUTY
    return ""
