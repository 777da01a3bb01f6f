"""Looks up the phones on which staff keep work: by the key in a cookie, and those of a unit or of the inspectors."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.people.models import StaffPhone
from peygir.people.permissions import Permission
from peygir.people.role_cache import roles_that_may

_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A phone with its holder; `waiting` entries were not sent when it was last seen."""

    id: int
    staff_id: int
    name_fa: str
    name_en: str
    device: str
    made_at: datetime
    seen_at: datetime
    waiting: int
    withdrawn_at: datetime | None
    emptied_at: datetime | None
    is_active: bool

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing may lie on it any more: the key was withdrawn, or its holder's account closed."""
        return self.withdrawn_at is not None or not self.is_active


def phone_of_key(secret: str) -> PhoneLine | None:
    """The phone with this key, also a withdrawn one; None for any other text. At most one statement."""
    if not secret or len(secret) > _LONGEST or not secret.isascii():
        return None
    digest = hashlib.sha256(secret.encode()).hexdigest()
    row = StaffPhone.objects.select_related("staff").filter(digest=digest).first()
    return _line(row) if row is not None else None


def phones_of_unit(unit_id: int) -> list[PhoneLine]:
    """The phones of the people of a unit, those in use first, then by name; one statement."""
    rows = StaffPhone.objects.select_related("staff").filter(staff__unit_id=unit_id)
    lines = [_line(row) for row in rows.order_by("staff__name_fa", "-seen_at")]
    return sorted(lines, key=lambda line: line.is_withdrawn)


def phones_of_inspectors() -> list[PhoneLine]:
    """The phones of those who inspect, those in use first, then by name; one statement."""
    rows = StaffPhone.objects.select_related("staff").filter(staff__role__in=roles_that_may(Permission.INSPECT))
    lines = [_line(row) for row in rows.order_by("staff__name_fa", "-seen_at")]
    return sorted(lines, key=lambda line: line.is_withdrawn)


def _line(row: StaffPhone) -> PhoneLine:
    staff = row.staff
    return PhoneLine(
        row.pk,
        staff.pk,
        staff.name_fa or staff.username,
        staff.name_en,
        row.device,
        row.made_at,
        row.seen_at,
        row.waiting,
        row.withdrawn_at,
        row.emptied_at,
        staff.is_active,
    )
