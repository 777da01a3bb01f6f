"""Reads proposed changes of roles, who may decide them, and who holds a role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count

from peygir.people.first_roles import NO_ROLE, RoleFacts
from peygir.people.models import RoleChange, Staff
from peygir.people.role_catalogue import role_facts
from peygir.people.role_rules import digest_of
from peygir.people.two_person_rules import VALID_FOR

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class ProposedRole:
    """A proposal: the role before and after it; `shown` is the digest that its confirmation sends back.

    `is_stale`: the role was changed since, so that it can only be refused or withdrawn. `outcome` is empty while it
    waits.
    """

    id: int
    deed: str
    before: RoleFacts
    after: RoleFacts
    why: str
    proposed_by: str
    proposed_at: datetime
    valid_until: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    shown: str
    is_stale: bool


def waiting_roles() -> list[ProposedRole]:
    """The proposals that wait for a second person, the oldest first; one statement."""
    return [_facts(row) for row in RoleChange.objects.filter(outcome="").order_by("proposed_at", "pk")[:MOST]]


def decided_roles(*, role: str = "", limit: int = 20) -> list[ProposedRole]:
    """The latest decisions, of one role or of all, the last first; one statement."""
    rows = RoleChange.objects.exclude(outcome="").order_by("-decided_at", "-pk")
    return [_facts(row) for row in (rows.filter(role=role) if role else rows)[:limit]]


def role_proposal(change_id: int) -> ProposedRole | None:
    """One proposal, or None; one statement."""
    row = RoleChange.objects.filter(pk=change_id).first()
    return _facts(row) if row is not None else None


def waiting_change_of_role(role: str) -> int | None:
    """The id of the proposal that waits for a role; one statement."""
    return RoleChange.objects.filter(role=role, outcome="").values_list("pk", flat=True).first()


def count_waiting_roles() -> int:
    """How many proposals wait; one statement."""
    return RoleChange.objects.filter(outcome="").count()


def holders_by_role() -> dict[str, int]:
    """How many open accounts act in each role now; one statement."""
    rows = Staff.objects.filter(is_active=True).exclude(role="").values("role").annotate(count=Count("pk"))
    return {row["role"]: row["count"] for row in rows.order_by()}


def people_in_role(role: str) -> list[Staff]:
    """The open accounts that act in a role now, by name; one statement."""
    rows = Staff.objects.filter(role=role, is_active=True).select_related("unit")
    return list(rows.order_by("name_fa", "username")[:MOST])


def _facts(row: RoleChange) -> ProposedRole:
    before = RoleFacts.of_content(row.role, row.before, version=row.base) if row.before else NO_ROLE
    present = role_facts(row.role)
    return ProposedRole(
        row.pk,
        row.deed,
        before,
        RoleFacts.of_content(row.role, row.content),
        row.why,
        row.proposed_by,
        row.proposed_at,
        row.proposed_at + VALID_FOR,
        row.outcome,
        row.decided_by,
        row.decided_at,
        row.reason,
        digest_of(row.role, row.deed, row.base, row.content),
        present.version != row.base,
    )
