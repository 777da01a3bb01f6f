"""The queue of a session: registering, withdrawing, calls without registration, and the notes of conversations."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from peygir.cases import queries as cases
from peygir.cases.models import Case
from peygir.centre.sessions.actions.planning import open_session
from peygir.centre.sessions.models import LiveSession, Registration
from peygir.centre.sessions.rules import may_register, may_sit
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.sessions import SessionPlaceGivenUp, SessionPlaceTaken, SessionTalkRecorded
from peygir.people.actions import NotYourWork
from peygir.people.queries import citizen_ids_of_phone
from peygir.people.rules import Actor


class NoPlaceLeft(Conflict):
    """The queue is full, or the session has ended."""

    message = _("There is no place left in this session, or its time is over.")


class RegisteredAlready(Conflict):
    """The phone has a place already."""

    message = _("This number is registered for the session already.")


class NoSuchPlace(Missing):
    """There is no such place in the queue, or it is not this citizen's."""

    message = _("There is no such place in the queue.")


class WordsAreMissing(Invalid):
    """The registration has no text, so nobody can prepare for it."""

    message = _("Please write in a few words what you want to speak about.")


class NoSuchCaseOfYours(Invalid):
    """The tracking code belongs to no case of this person."""

    message = _("There is no case of yours with this tracking code.")


def register(
    session_id: int,
    *,
    phone: str,
    name: str = "",
    text: str,
    topic_code: str = "",
    case_code: str = "",
    language: str = "fa",
    by: Actor,
) -> int:
    """Register a citizen with a proven phone; returns the id of their place.

    Raises NoSuchSession, SessionIsOver, NoPlaceLeft, RegisteredAlready, WordsAreMissing, NoSuchCaseOfYours.
    """
    if not says_something(text):
        raise WordsAreMissing()
    with open_session(session_id) as row:
        now, number = clock.now(), normalise_phone(phone)
        waiting = row.registrations.filter(state="waiting")
        if waiting.filter(phone=number).exists():
            raise RegisteredAlready()
        if not may_register(state=row.state, ends_at=row.ends_at, taken=waiting.count(), places=row.places, now=now):
            raise NoPlaceLeft()
        topic = city.topic_by_code(row.city_id, topic_code) if topic_code else None
        case = _own_case(case_code, number) if case_code else None
        place = Registration.objects.create(
            session=row,
            phone=number,
            name=plain(name)[:120],
            words=plain(text)[:2000],
            topic_id=topic.id if topic else None,
            unit_id=row.unit_id,
            case=case,
            language=language,
            at=now,
            by=str(by),
            state_at=now,
        )
        record(row, SessionPlaceTaken(place=place.pk), by=str(by), at=now)
        return place.pk


def withdraw(place_id: int, *, phone: str, by: Actor) -> None:
    """Withdraw a citizen's registration; repeating it changes nothing. Raises NoSuchPlace."""
    with _open(place_id) as (row, place):
        if place.phone != phone or not phone:
            raise NoSuchPlace()
        if place.state == "waiting":
            place.state, place.state_at = "withdrawn", clock.now()
            place.save(update_fields=["state", "state_at"])
            record(row, SessionPlaceGivenUp(place=place.pk), by=str(by), at=place.state_at)


def take_call(
    session_id: int, *, phone: str = "", name: str = "", text: str = "", case_code: str = "", by: Actor
) -> int:
    """Add a caller who had not registered; returns the id of their place. Raises NotYourWork, NoSuchCaseOfYours."""
    if not may_sit(by):
        raise NotYourWork()
    with open_session(session_id) as row:
        number = normalise_phone(phone, city.city_by_id(row.city_id).phone_region) if phone.strip() else ""
        case, now = seen_case(case_code, by) if case_code else None, clock.now()
        if number and (known := row.registrations.filter(phone=number, state="waiting").first()):
            return known.pk
        place = Registration.objects.create(
            session=row,
            phone=number,
            name=plain(name)[:120],
            words=plain(text)[:2000],
            unit_id=row.unit_id,
            case=case,
            at=now,
            by=str(by),
            state_at=now,
        )
        record(row, SessionPlaceTaken(place=place.pk), by=str(by), at=now)
        return place.pk


def tell_talk(place_id: int, *, is_reached: bool, notes: str = "", case_code: str = "", by: Actor) -> None:
    """Record the notes of a conversation, or that nobody answered; recording again corrects it.

    Raises NotYourWork, NoSuchPlace, SessionIsOver, NoSuchCaseOfYours.
    """
    if not may_sit(by):
        raise NotYourWork()
    with _open(place_id) as (row, place):
        place.state, place.state_at = "spoken" if is_reached else "missed", clock.now()
        place.notes = plain(notes)
        if case_code:
            place.case = seen_case(case_code, by)
        place.save(update_fields=["state", "state_at", "notes", "case"])
        record(row, SessionTalkRecorded(place=place.pk, how=place.state), by=str(by), at=place.state_at)


def seen_case(code: str, by: Actor) -> Case:
    """Return the case of a code, if `by` may see it. Raises NoSuchCaseOfYours."""
    case = cases.case_of(code)
    if case is None or not cases.may_open(by, case):
        raise NoSuchCaseOfYours()
    return case


def _own_case(code: str, phone: str) -> Case:
    report = cases.own_report(code, citizen_ids_of_phone(phone))
    if report is None or report.case.is_confidential:
        raise NoSuchCaseOfYours()
    return report.case


@contextmanager
def _open(place_id: int) -> Iterator[tuple[LiveSession, Registration]]:
    """Yield a place under its session's lock; also after the session, when notes may still be corrected."""
    session_id = Registration.objects.filter(pk=place_id).values_list("session_id", flat=True).first()
    if session_id is None:
        raise NoSuchPlace()
    with transaction.atomic(), open_session(session_id, also_over=True) as row:
        yield row, Registration.objects.select_for_update().get(pk=place_id)
