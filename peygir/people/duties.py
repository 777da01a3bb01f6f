"""What a person must do for their own account before anything else."""

from typing import Final, Literal

from django.conf import settings

from peygir.people.first_roles import FIRST_ROLES
from peygir.people.models import Staff
from peygir.people.role_catalogue import RoleCatalogue, strict_roles

Duty = Literal["", "password", "second_step"]
PASSWORD_DUTY: Final = "password"  # noqa: S105 - the name of a duty
SECOND_STEP_DUTY: Final = "second_step"
_STRICT_AT_FIRST: Final = RoleCatalogue(None, FIRST_ROLES).strict


def duty_of(staff: Staff) -> Duty:
    """Return the duty: a new password, if somebody else set the present one; a second factor, if the role requires it.

    Empty if there is none. No statement.
    """
    if staff.must_change_password:
        return PASSWORD_DUTY
    if demands_second_step(staff.role) and not staff.totp_secret and not staff.has_passkey:
        return SECOND_STEP_DUTY
    return ""


def demands_second_step(role: str) -> bool:
    """Whether a second factor is required of a role: by the setting, which names roles, or by what it allows.

    A role that came to the permissions of the strict ones later, or was made with them, is asked too unless the setting
    is empty: the setting could not name it.
    """
    demanded: frozenset[str] = settings.SECOND_STEP_ROLES
    return role in demanded or (bool(demanded) and role in strict_roles() - _STRICT_AT_FIRST)
