"""Reads the passkeys and recovery codes of an account."""

from dataclasses import dataclass
from datetime import datetime

from peygir.people.models import RecoveryCode, StaffPasskey


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey in its holder's list."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


def passkeys_of(staff_id: int) -> list[PasskeyLine]:
    """The passkeys of an account, the newest first; one statement."""
    rows = StaffPasskey.objects.filter(staff_id=staff_id).order_by("-added_at", "-pk")
    return [PasskeyLine(row.pk, row.name, row.added_at, row.used_at) for row in rows]


def credentials_of(staff_id: int) -> list[bytes]:
    """What a browser is told of these passkeys to ask for one of them; one statement."""
    rows = StaffPasskey.objects.filter(staff_id=staff_id).order_by("pk").values_list("credential", flat=True)
    return [bytes(row) for row in rows]


def recovery_codes_left(staff_id: int) -> int:
    """How many recovery codes of an account are not used yet; one statement."""
    return RecoveryCode.objects.filter(staff_id=staff_id).count()
