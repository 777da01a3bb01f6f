"""Recovery codes: made by their holder, shown once, and each used once in place of the second step."""

import hashlib
import secrets
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.people import RecoveryCodesMade, RecoveryCodeUsed
from peygir.people.actions.proving import proven_account
from peygir.people.actions.second_step import SecondStepIsWrong
from peygir.people.models import RecoveryCode, Staff
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import RECOVERY_CODES

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters that are easily confused
_PARTS, _PART = 4, 4  # 79 bits, so that a plain hash keeps them


class NothingToRecover(Conflict):
    """The account has no second step that a code could replace."""

    message = _("First turn the second step on or add a passkey; recovery codes stand in for it.")


@transaction.atomic
def make_recovery_codes(*, password: str, opened: float, by: Actor) -> list[str]:
    """New codes, to be shown once; former ones are void. Raises what `proven_account` does, NothingToRecover."""
    staff = proven_account(by, password=password, opened=opened)
    if not staff.totp_secret and not staff.has_passkey:
        raise NothingToRecover()
    codes = ["-".join(_part() for _each in range(_PARTS)) for _code in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(staff=staff).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff=staff, digest=_digest(staff.pk, code), made_at=clock.now()) for code in codes
    )
    record(staff, RecoveryCodesMade(count=len(codes)), by=str(by), at=clock.now())
    return codes


@transaction.atomic
def use_recovery_code(staff_id: int, code: str) -> None:
    """Use one of an account's codes up, at the sign-in. Raises SecondStepIsWrong."""
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff_id)
    used, _rows = RecoveryCode.objects.filter(staff=staff, digest=_digest(staff_id, code)).delete()
    if not used:
        raise SecondStepIsWrong()
    left = RecoveryCode.objects.filter(staff=staff).count()
    record(staff, RecoveryCodeUsed(left=left), by=f"staff:{staff_id}", at=clock.now())


def is_recovery_code(code: str) -> bool:
    """Whether a text has the length of a recovery code, and so is none of an authenticator app."""
    return len(_letters(code)) == _PARTS * _PART


def _part() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(_PART))


def _letters(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _digest(staff_id: int, code: str) -> str:
    return hashlib.sha256(f"{staff_id}\n{_letters(code)}".encode()).hexdigest()
