"""What somebody has to do for their own account before anything else."""

from typing import Final, Literal

from django.conf import settings

from peygir.people.models import Staff

Duty = Literal["", "password", "second_step"]
PASSWORD_DUTY: Final = "password"  # noqa: S105 - the name of a duty
SECOND_STEP_DUTY: Final = "second_step"


def duty_of(staff: Staff) -> Duty:
    """Choose a password, when somebody else chose the present one; take up the second step, when the role needs it.

    Empty when there is nothing to do. No statement.
    """
    if staff.must_change_password:
        return PASSWORD_DUTY
    if staff.role in settings.SECOND_STEP_ROLES and not staff.totp_secret:
        return SECOND_STEP_DUTY
    return ""
