"""The terms of agencies, their people, and the sign-ins of these people."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.words import plain, says_something
from peygir.desks.partners.agency_rules import (
    ENTRY_LIVES,
    LINK_LIVES,
    SESSION_LIVES,
    AgencyAddressIsTaken,
    AgencyDays,
    AgencyPersonHasNoName,
    NoSuchAgencyPerson,
    checked_address,
    checked_days,
)
from peygir.desks.partners.agency_tokens import (
    AgencyLinkIsNotOurs,
    entry_address,
    link_address,
    read_entry,
    read_session,
    session_token,
)
from peygir.desks.partners.models import AgencyLink, AgencyPerson, AgencySession, AgencyTerms
from peygir.history.actions import record
from peygir.history.kinds.agencies import AgencyPersonAdded, AgencyPersonEnded, AgencyTermsSet
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre

MOST_NAME = 80


def set_agency_terms(agency_id: int, *, email: str, days: AgencyDays, by: Actor) -> None:
    """From today on, tell an agency by mail to this address, with these working days; earlier referrals keep theirs.

    Raises NotYourWork, AgencyAddressIsNotRight, AgencyTermsAreNotRight, NoSuchAgencyPerson for no agency of the city.
    """
    _may(by)
    address, days = checked_address(email), checked_days(days)
    city_row, now = _city_of(agency_id), clock.now()
    with transaction.atomic():
        locked = City.objects.select_for_update(no_key=True).get(pk=city_row)
        today = city.day_of(locked.pk, now)
        _end_terms(agency_id)
        AgencyTerms.objects.create(
            agency_id=agency_id,
            email=address,
            confirm_days=days.confirm,
            answer_days=days.answer,
            escalate_days=days.escalate,
            valid_from=today,
            made_by=str(by),
            made_at=now,
        )
        told = AgencyTermsSet(agency=agency_id, days=[days.confirm, days.answer, days.escalate])
        record(locked, told, by=str(by), at=now)


def end_agency_terms(agency_id: int, *, by: Actor) -> None:
    """From today on, people tell this agency again; nothing happens if they do. Raises NotYourWork."""
    _may(by)
    city_id, now = _city_of(agency_id), clock.now()
    with transaction.atomic():
        locked = City.objects.select_for_update(no_key=True).get(pk=city_id)
        if _end_terms(agency_id):
            record(locked, AgencyTermsSet(agency=agency_id, days=[]), by=str(by), at=now)


def _end_terms(agency_id: int) -> int:
    """End the terms in force today; those that began today too, which then were in force for a part of it."""
    row = AgencyTerms.objects.filter(agency_id=agency_id, valid_to=None).first()
    if row is None:
        return 0
    row.valid_to = max(city.day_of(_city_of(agency_id), clock.now()), row.valid_from)
    row.save(update_fields=["valid_to"])
    return 1


def add_agency_person(agency_id: int, *, name: str, email: str, by: Actor) -> int:
    """Let a person of an agency sign in; returns the account's id.

    Raises NotYourWork, AgencyPersonHasNoName, AgencyAddressIsNotRight, AgencyAddressIsTaken.
    """
    _may(by)
    clean, address = plain(name)[:MOST_NAME], checked_address(email)
    if not says_something(clean):
        raise AgencyPersonHasNoName()
    city_id, now = _city_of(agency_id), clock.now()
    try:
        with transaction.atomic():
            locked = City.objects.select_for_update(no_key=True).get(pk=city_id)
            row = AgencyPerson.objects.create(
                agency_id=agency_id, name=clean, email=address, made_by=str(by), made_at=now
            )
            record(locked, AgencyPersonAdded(agency=agency_id, person=row.pk), by=str(by), at=now)
    except IntegrityError as taken:
        raise AgencyAddressIsTaken() from taken
    return int(row.pk)


def end_agency_person(person_id: int, *, by: Actor) -> None:
    """End the account of a person, and every sign-in of it. Raises NotYourWork, NoSuchAgencyPerson."""
    _may(by)
    now = clock.now()
    with transaction.atomic():
        row = AgencyPerson.objects.select_for_update(no_key=True).filter(pk=person_id, ended_at=None).first()
        if row is None:
            raise NoSuchAgencyPerson()
        locked = City.objects.select_for_update(no_key=True).get(pk=_city_of(row.agency_id))
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        AgencySession.objects.filter(person=row).delete()
        record(locked, AgencyPersonEnded(agency=row.agency_id, person=row.pk), by=str(by), at=now)


def ask_to_enter(email: str) -> tuple[AgencyPerson, str] | None:
    """A person of an agency asks to sign in: (who, the address to mail); None for an address without an account."""
    row = AgencyPerson.objects.filter(email=email.strip().lower()[:254], ended_at=None).first()
    if row is None:
        return None
    now = clock.now()
    session = AgencySession.objects.create(
        person=row, nonce=secrets.token_hex(16), asked_at=now, expires_at=now + ENTRY_LIVES
    )
    return row, entry_address(session.pk, session.nonce)


def enter(token: str) -> str:
    """Sign in by the link of a mail, once; returns the value of the cookie. Raises AgencyLinkIsNotOurs."""
    number, nonce = read_entry(token)
    now = clock.now()
    rows = AgencySession.objects.filter(
        pk=number, nonce=nonce, entered_at=None, expires_at__gt=now, person__ended_at=None
    )
    if not rows.update(entered_at=now, expires_at=now + SESSION_LIVES):
        raise AgencyLinkIsNotOurs()
    return session_token(number, nonce)


def leave(token: str) -> None:
    """End a sign-in, here and in every copy of its cookie; a wrong one changes nothing."""
    try:
        number, nonce = read_session(token)
    except AgencyLinkIsNotOurs:
        return
    AgencySession.objects.filter(pk=number, nonce=nonce).delete()


def make_agency_link(request_id: int) -> str:
    """Make a link to one referral for whoever reads the agency's mail; returns its address."""
    now = clock.now()
    row = AgencyLink.objects.create(
        request_id=request_id, nonce=secrets.token_hex(6), made_at=now, expires_at=now + LINK_LIVES
    )
    return link_address(row.pk, row.nonce)


def forget_agency_sessions(*, now_minus: timedelta = timedelta(days=2)) -> int:
    """Delete sign-ins that expired days ago; returns how many."""
    count, _by_table = AgencySession.objects.filter(expires_at__lt=clock.now() - now_minus).delete()
    return count


def _city_of(agency_id: int) -> int:
    agency = city.agency(agency_id)
    if agency is None:
        raise NoSuchAgencyPerson()
    return agency.city_id


def _may(by: Actor) -> None:
    if not may_lead_centre(by):
        raise NotYourWork()
