"""Searches all staff accounts."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from peygir.people.models import Staff

PAGE: Final = 50
MOST_SUGGESTED: Final = 2000


@dataclass(frozen=True, slots=True)
class Directory:
    """One page of accounts; `has_more` is true if another page follows."""

    people: list[Staff]
    has_more: bool


def directory(
    *, text: str = "", role: str = "", unit_id: int | None = None, is_active: bool | None = True, page: int = 1
) -> Directory:
    """Accounts by name; `text` matches in a name or user name. One statement."""
    rows = Staff.objects.select_related("unit").order_by("name_fa", "username")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(name_fa__icontains=text) | Q(name_en__icontains=text))
    if role:
        rows = rows.filter(role=role)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    start = (max(page, 1) - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return Directory(found[:PAGE], len(found) > PAGE)


def open_accounts() -> list[Staff]:
    """All open accounts by name, for a list of suggestions; one statement."""
    return list(Staff.objects.filter(is_active=True).order_by("name_fa", "username")[:MOST_SUGGESTED])
