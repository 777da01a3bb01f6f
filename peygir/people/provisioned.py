"""Reads the accounts that the organisation's identity system made, and the groups that it put them into."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from peygir.people.models import DirectoryLink
from peygir.people.sign_in_rules import DirectorySource

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ProvisionedAccount:
    """One account, as the identity system may read it back."""

    id: int
    username: str
    external_id: str
    full_name: str
    email: str
    is_active: bool
    groups: tuple[str, ...]


def provisioned(
    *, username: str = "", external_id: str = "", staff_id: int = 0, is_active: bool | None = None, group: str = ""
) -> list[ProvisionedAccount]:
    """The accounts that meet every condition given, by id; one statement."""
    rows = DirectoryLink.objects.filter(source=DirectorySource.SCIM).select_related("staff").order_by("staff_id")
    conditions = Q()
    if username:
        conditions &= Q(staff__username__iexact=username)
    if external_id:
        conditions &= Q(subject=external_id)
    if staff_id:
        conditions &= Q(staff_id=staff_id)
    if is_active is not None:
        conditions &= Q(staff__is_active=is_active)
    if group:
        conditions &= Q(groups__contains=[group])
    return [
        ProvisionedAccount(
            row.staff_id,
            row.staff.username,
            row.subject,
            row.staff.name_fa,
            row.staff.email,
            row.staff.is_active,
            tuple(row.groups),
        )
        for row in rows.filter(conditions)
    ]
