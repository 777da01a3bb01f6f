"""What a session requires, who may register until when, the state of an order's promise, and the days of a week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

MOST_PLACES: Final = 200
LONGEST: Final = timedelta(hours=8)
LONGEST_ORDER: Final = timedelta(days=366)
_SATURDAY: Final = 5


class SessionTimesAreWrong(Invalid):
    """A session that ends before it begins, is over already, or lasts the whole day."""

    message = _("The times are not right: a session ends after it begins, on the same day, and lies in the future.")


class OrderDateIsWrong(Invalid):
    """The order is due in the past, or years ahead."""

    message = _("An order is due in the future, within a year.")


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to plan: the manager and unit, the times, and the phone number."""

    unit_id: int
    who_fa: str
    begins_at: datetime
    ends_at: datetime
    line: str
    who_en: str = ""
    role_fa: str = ""
    role_en: str = ""
    about: str = ""
    places: int = 20


def week_of(day: date) -> date:
    """The Saturday on which the week of a day begins."""
    return day - timedelta(days=(day.weekday() - _SATURDAY) % 7)


def check_session(new: NewSession, *, now: datetime) -> None:
    """Raises SessionTimesAreWrong."""
    is_right = new.begins_at < new.ends_at <= new.begins_at + LONGEST and new.ends_at > now
    if not is_right or not 1 <= new.places <= MOST_PLACES:
        raise SessionTimesAreWrong()


def check_due(due_at: datetime, *, now: datetime) -> None:
    """Raises OrderDateIsWrong."""
    if not now < due_at <= now + LONGEST_ORDER:
        raise OrderDateIsWrong()


def may_register(*, state: str, ends_at: datetime, taken: int, places: int, now: datetime) -> bool:
    """Whether a citizen may still be added to the queue."""
    return state == "planned" and now < ends_at and taken < places


def promise_of(
    *, state: str, due_at: datetime, done_at: datetime | None, now: datetime
) -> Literal["kept", "late", "running", "none"]:
    """The state of an order's promise: kept or broken by the time it was done, or by now."""
    if state == "dropped":
        return "none"
    if done_at is not None:
        return "kept" if done_at <= due_at else "late"
    return "late" if now > due_at else "running"


def may_sit(actor: Actor) -> bool:
    """Whether the actor works in a session: the queue, the notes, the orders."""
    return actor.is_system or actor.may(Permission.WORK_AT_CENTRE)


def may_answer(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may answer an order: the unit that has it, and the centre for its own."""
    at_the_desk = actor.may(Permission.WORK_AT_DESK)
    return actor.is_system or (at_the_desk and actor.unit_id is not None and actor.unit_id == unit_id)


def units_seen(actor: Actor) -> frozenset[int] | None:
    """The units whose orders the actor may read; None for those who see the whole city."""
    if actor.is_system or actor.may(Permission.SEE_SESSION_ORDERS):
        return None
    if actor.rights.scope == RoleScope.BELOW:
        return actor.unit_ids_below
    if actor.unit_id is None or actor.rights.scope not in (RoleScope.OWN_UNIT, RoleScope.CITY):
        return frozenset()
    return frozenset({actor.unit_id})
