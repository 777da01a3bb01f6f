"""Follows who last set an account's password, and theirs, to tell whether one person could hold two accounts."""

from typing import Final

from peygir.history.kinds.people import AccountChangeConfirmed, PasswordReset, StaffAdded
from peygir.history.queries import stories
from peygir.people.models import Staff
from peygir.people.role_rules import PersonTraits

# Whoever did one of these knew the account's password then. A reset of the second step gives nobody a password.
_ACCESS: Final = (StaffAdded.kind, PasswordReset.kind, AccountChangeConfirmed.kind)


def lineage_of(staff_id: int) -> frozenset[int]:
    """The account itself, whoever last set its password, whoever set theirs, and so on.

    It ends at an account that was made on the server, or came with the city's data. One statement for each step.
    """
    chain: list[int] = []
    current: int | None = staff_id
    while current is not None and current not in chain:
        chain.append(current)
        current = _giver_of(current)
    return frozenset(chain)


def traits_of(staff_id: int) -> PersonTraits | None:
    """What tells whether an account may be the same person's as another; None for no account."""
    row = Staff.objects.filter(pk=staff_id).first()
    return PersonTraits(row.pk, row.email, row.name_fa, row.name_en) if row is not None else None


def _giver_of(staff_id: int) -> int | None:
    events = stories("staff", [staff_id], _ACCESS)
    last = max(events, key=lambda event: event.number, default=None)
    if last is None or not last.by.startswith("staff:"):
        return None
    return int(last.by.partition(":")[2])
