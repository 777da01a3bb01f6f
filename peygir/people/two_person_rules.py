"""Which changes of an account need a second person, and who that may be; plain values."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.people.permissions import Permission
from peygir.people.role_catalogue import highest_roles
from peygir.people.rules import Actor

CHANGE: Final = "change"
PASSWORD: Final = "password"  # noqa: S105 - the name of a deed
SECOND_STEP: Final = "second_step"
POST: Final = "post"
DEEDS: Final = frozenset({CHANGE, PASSWORD, SECOND_STEP, POST})
# A proposal older than this can no longer be confirmed.
VALID_FOR: Final = timedelta(days=14)
# The fields of an account that a proposal stores.
STANDING: Final = ("role", "unit_id", "is_active")


def needs_second_person(by: Actor, *roles_touched: str) -> bool:
    """Whether a change by this actor that touches these roles (before, after) waits for a second person.

    Commands on the server act as the system itself: whoever may run them could change the database as well.
    """
    return by.kind == "staff" and not highest_roles().isdisjoint(roles_touched)


def may_confirm(actor: Actor, *, subject_id: int, proposed_by: str) -> bool:
    """Whether the actor may decide a proposal: who confirms accounts, neither its subject nor its proposer."""
    is_of_them = actor.kind == "staff" and actor.may(Permission.CONFIRM_ACCOUNTS)
    return is_of_them and actor.id != subject_id and str(actor) != proposed_by


def is_in_time(proposed_at: datetime, now: datetime) -> bool:
    """Whether a proposal is recent enough to be confirmed."""
    return now - proposed_at <= VALID_FOR


def begins_anew(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether an account enters the highest roles, or is opened in one: it gets a fresh password, no second factor.

    Whoever knew its password or had its authenticator before (the administrator may have set both) must not
    be able to sign in with them.
    """
    highest = highest_roles()
    was_in_force = before["is_active"] and before["role"] in highest
    return bool(after["is_active"] and after["role"] in highest and not was_in_force)
