"""Reads proposed changes of the highest accounts: those that wait for confirmation, and the latest decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from peygir.people.models import AccountChange, Staff
from peygir.people.role_catalogue import highest_roles
from peygir.people.two_person_rules import CHANGE, PASSWORD, VALID_FOR, begins_anew

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A proposal with the account that it would change; `outcome` is empty while it waits."""

    id: int
    staff_id: int
    username: str
    name_fa: str
    name_en: str
    deed: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]  # only fields that would differ; names and addresses by "name_fa", "name_en", "email"
    proposed_by: str
    proposed_at: datetime
    valid_until: datetime
    outcome: str
    gives_password: bool  # whether confirming sets a fresh password


def waiting_changes() -> list[ProposedChange]:
    """The proposals that wait for a second person, the oldest first; one statement."""
    return [_facts(row) for row in _rows().filter(outcome="").order_by("proposed_at", "pk")[:MOST]]


def waiting_change_of(staff_id: int) -> ProposedChange | None:
    """The proposal that waits for one account, if any; one statement."""
    row = _rows().filter(outcome="", subject_id=staff_id).first()
    return _facts(row) if row is not None else None


def highest_staff() -> list[Staff]:
    """The accounts of the highest roles, open ones first; one statement."""
    rows = Staff.objects.filter(role__in=highest_roles()).select_related("unit")
    return list(rows.order_by("-is_active", "role", "name_fa", "username")[:MOST])


def _rows() -> "QuerySet[AccountChange]":
    return AccountChange.objects.select_related("subject")


def _facts(row: AccountChange) -> ProposedChange:
    subject, values = row.subject, row.values
    after = {
        name: value for name, value in values.items() if name != "undoes" and getattr(subject, name, None) != value
    }
    gives = row.deed == PASSWORD or (row.deed == CHANGE and begins_anew(row.before, {**row.before, **values}))
    return ProposedChange(
        row.pk,
        subject.pk,
        subject.username,
        subject.name_fa,
        subject.name_en,
        row.deed,
        row.before,
        after,
        row.proposed_by,
        row.proposed_at,
        row.proposed_at + VALID_FOR,
        row.outcome,
        gives,
    )
