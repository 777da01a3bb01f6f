"""Planning a session, changing it, cancelling it, and ending it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TypedDict

from django.db import transaction

from peygir.centre.sessions.models import LiveSession
from peygir.centre.sessions.rules import NewSession, check_session, may_sit
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.sessions import LiveSessionCalledOff, LiveSessionChanged, LiveSessionEnded, LiveSessionPlanned
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre


class NoSuchSession(Missing):
    """There is no such session."""

    message = _("There is no such session.")


class SessionIsOver(Conflict):
    """The session was held or cancelled."""

    message = _("This session was held already, or called off.")


class SessionLacksSomething(Invalid):
    """The session lacks a manager, a unit or a phone number."""

    message = _("A session needs a name, a unit and a number to call.")


class _SessionFacts(TypedDict):
    """The fields of a session that its event keeps when it is planned or changed."""

    unit: int
    from_: str
    to: str
    phone_line: str


@transaction.atomic
def plan_session(city_id: int, new: NewSession, *, by: Actor, is_sample: bool = False) -> int:
    """Plan a session with a manager on the phone; returns its id.

    Raises NotYourWork, SessionTimesAreWrong, SessionLacksSomething.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    _check(city_id, new)
    row = LiveSession(city_id=city_id, is_sample=is_sample, **_values(new))
    row.save(force_insert=True)
    record(row, LiveSessionPlanned(**_facts_of(row)), by=str(by), at=clock.now())
    return row.pk


def change_session(session_id: int, new: NewSession, *, by: Actor) -> None:
    """Change a session's times, number or name. Raises as `plan_session`, and NoSuchSession, SessionIsOver."""
    with open_session(session_id) as row:
        if not may_lead_centre(by):
            raise NotYourWork()
        _check(row.city_id, new)
        values = _values(new)
        for name, value in values.items():
            setattr(row, name, value)
        record(row, LiveSessionChanged(**_facts_of(row)), by=str(by), at=clock.now(), write=list(values))


def call_off_session(session_id: int, *, by: Actor) -> list[tuple[str, str]]:
    """Cancel a session; returns (phone, language) of those who had registered.

    Raises NotYourWork, NoSuchSession, SessionIsOver.
    """
    with open_session(session_id) as row:
        if not may_lead_centre(by):
            raise NotYourWork()
        row.state = "off"
        record(row, LiveSessionCalledOff(), by=str(by), at=clock.now(), write=["state"])
        waiting = row.registrations.filter(state="waiting").exclude(phone="")
        return list(waiting.order_by("pk").values_list("phone", "language"))


def end_session(session_id: int, *, by: Actor) -> None:
    """End a session; citizens still waiting count as not reached. Raises NotYourWork, NoSuchSession, SessionIsOver."""
    with open_session(session_id) as row:
        if not may_sit(by):
            raise NotYourWork()
        now = clock.now()
        missed = row.registrations.filter(state="waiting").update(state="missed", state_at=now)
        row.state = "over"
        record(row, LiveSessionEnded(missed=missed), by=str(by), at=now, write=["state"])


def keep_notes(session_id: int, *, notes: str, by: Actor) -> None:
    """Keep notes on the session as a whole, also after it. Raises NotYourWork, NoSuchSession."""
    if not may_sit(by):
        raise NotYourWork()
    if not LiveSession.objects.filter(pk=session_id).update(notes=plain(notes)):
        raise NoSuchSession()


@contextmanager
def open_session(session_id: int, *, also_over: bool = False) -> Iterator[LiveSession]:
    """Yield a session under its row lock. Raises NoSuchSession, SessionIsOver."""
    with transaction.atomic():
        row = LiveSession.objects.select_for_update(no_key=True).filter(pk=session_id).first()
        if row is None:
            raise NoSuchSession()
        if row.state != "planned" and not (also_over and row.state == "over"):
            raise SessionIsOver()
        yield row


def _check(city_id: int, new: NewSession) -> None:
    unit = city.unit(new.unit_id)
    has_all = says_something(new.who_fa) and says_something(new.line)
    if unit is None or unit.city_id != city_id or not unit.is_open or not has_all:
        raise SessionLacksSomething()
    check_session(new, now=clock.now())


def _values(new: NewSession) -> dict[str, Any]:
    return {name: plain(value) if isinstance(value, str) else value for name, value in asdict(new).items()}


def _facts_of(row: LiveSession) -> _SessionFacts:
    return {
        "unit": row.unit_id,
        "from_": row.begins_at.isoformat(),
        "to": row.ends_at.isoformat(),
        "phone_line": row.line,
    }
