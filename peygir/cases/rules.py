"""What a case shows to a permission rule, and how its times are counted."""

from datetime import datetime
from typing import Literal, Protocol

from peygir.people.rules import Sight

PromiseColour = Literal["none", "green", "yellow", "orange", "red"]


class Seen(Protocol):
    """The columns of a case that permissions ask for."""

    unit_id: int | None
    is_confidential: bool
    about_unit_id: int | None
    about_staff_id: int | None
    assignee_id: int | None


def sight_of(case: Seen) -> Sight:
    """The values that decide who may see and move this case."""
    return Sight(
        unit_id=case.unit_id,
        is_confidential=case.is_confidential,
        about_unit_id=case.about_unit_id,
        about_staff_id=case.about_staff_id,
        assignee_id=case.assignee_id,
    )


def colour_of(opened_at: datetime, due_at: datetime | None, now: datetime) -> PromiseColour:
    """Green, yellow from 50 % of the time, orange from 80 %, red once late; none without a promise."""
    if due_at is None:
        return "none"
    if now > due_at:
        return "red"
    share = (now - opened_at) / (due_at - opened_at) if due_at > opened_at else 1.0
    return "orange" if share >= 0.8 else "yellow" if share >= 0.5 else "green"
