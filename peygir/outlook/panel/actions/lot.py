"""Makes a panel, takes volunteers, closes their list, and draws the lot by the seed that was named beforehand."""

import secrets
from dataclasses import asdict
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.sortition import draw_panel
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.panel import PanelDrawn, PanelEnded, PanelJoined, PanelListClosed, PanelMade
from peygir.outlook.panel.actions.opening import (
    as_citizen,
    open_office,
    open_panel,
    record_in,
    refuse_unless_at_work,
    refuse_without_office,
)
from peygir.outlook.panel.actions.seats import offer_seat
from peygir.outlook.panel.lot_list import digest_of_list, lot_list, record_root_on
from peygir.outlook.panel.models import PanelTerm, PanelVolunteer
from peygir.outlook.panel.rules import PanelTerms, checked_terms, population_of
from peygir.outlook.panel.states import AgeGroup, PanelSex, PanelState, SeatOrigin, SeedKind
from peygir.outlook.panel.volunteers import entrants_of
from peygir.people.actions import find_or_make_citizen
from peygir.people.rules import Actor

CODE_BYTES: Final = 5


class AnotherPanelComes(Conflict):
    """A panel whose lot was not drawn yet is there already."""

    message = _("There is already a panel whose lot was not drawn yet.")


class SignUpIsOver(Conflict):
    """The list of volunteers is closed."""

    message = _("The list of volunteers is closed.")


class VolunteerIsNotRight(Invalid):
    """The district, the age group or the sex is none of the list, or the conditions were not accepted."""

    message = _("Please choose your district, age group and sex, and confirm the conditions.")


class SignUpIsOpen(Conflict):
    """The list is closed after the last day of signing up."""

    message = _("Citizens can still sign up until {day}; the list is closed after that.")


class ListIsNotClosed(Conflict):
    """The lot is drawn from a closed list, once."""

    message = _("The lot is drawn once, from a closed list.")


class SeedDayIsToCome(Conflict):
    """The seed's day has not come, or is not over."""

    message = _("The seed of the lot is known after {day}.")


class SeedIsMissing(Invalid):
    """The public number was not entered."""

    message = _("Please enter the public number, as {source} published it.")


@transaction.atomic
def make_panel(city_id: int, terms: PanelTerms, *, by: Actor) -> int:
    """Make a panel, for which citizens sign up at once; returns its id.

    Raises NotYourWork, AnotherPanelComes, and what `checked_terms` raises.
    """
    refuse_without_office(by)
    now = clock.now()
    today = city.day_of(city_id, now)
    checked = checked_terms(terms, [row.code for row in city.districts(city_id, on=today)])
    to_come = [PanelState.OPEN, PanelState.CLOSED]
    if PanelTerm.objects.filter(city_id=city_id, state__in=to_come).exists():
        raise AnotherPanelComes()
    term = PanelTerm(city_id=city_id, made_by=str(by), made_at=now, **asdict(checked))
    term.save(force_insert=True)
    event = PanelMade(
        from_on=term.from_on.isoformat(),
        to_on=term.to_on.isoformat(),
        seats=term.seats,
        seed_on=term.seed_on.isoformat(),
        seed_kind=term.seed_kind,
    )
    record(term, event, by=str(by), at=now)
    return int(term.pk)


@transaction.atomic
def join_lot(term_id: int, phone: str, *, name: str, district: str, age: str, sex: str, agrees: bool) -> str:
    """Enter the holder of a proven phone (+98…) in the lot; returns the code in the public list.

    `agrees` says that the conditions were accepted: an adult who lives in the city, holds no post in the municipality
    or the council, and agrees that code and stratum are published. Who signs up again corrects what was said.
    Raises NoSuchPanel, SignUpIsOver, VolunteerIsNotRight, PhoneIsNotValid.
    """
    term, now = open_panel(term_id), clock.now()
    today = city.day_of(term.city_id, now)
    if term.state != PanelState.OPEN or today > term.sign_up_until:
        raise SignUpIsOver()
    is_known = district in term.population and age in AgeGroup.labels() and sex in PanelSex.labels()
    if not (is_known and agrees and says_something(name)):
        raise VolunteerIsNotRight()
    citizen_id = find_or_make_citizen(phone, name=plain(name)[:120], is_proven=True, at=now)
    row, is_new = PanelVolunteer.objects.get_or_create(
        term=term,
        citizen_id=citizen_id,
        defaults={
            "code": secrets.token_hex(CODE_BYTES),
            "district_code": district,
            "age": age,
            "sex": sex,
            "at": now,
        },
    )
    if not is_new:
        row.district_code, row.age, row.sex = district, age, sex
        row.save(update_fields=["district_code", "age", "sex"])
    else:
        record_in(term, PanelJoined(volunteer=row.code, stays=True), by=as_citizen(citizen_id))
    return str(row.code)


@transaction.atomic
def leave_lot(term_id: int, own: list[int]) -> bool:
    """Take the citizens of a proven phone out of the lot, before its list is closed; whether somebody was in it.

    Raises NoSuchPanel, SignUpIsOver.
    """
    term = open_panel(term_id)
    if term.state != PanelState.OPEN:
        raise SignUpIsOver()
    rows = list(PanelVolunteer.objects.filter(term=term, citizen_id__in=own))
    for row in rows:
        row.delete()
        record_in(term, PanelJoined(volunteer=row.code, stays=False), by=as_citizen(row.citizen_id))
    return bool(rows)


@transaction.atomic
def close_list(term_id: int, *, by: Actor) -> str:
    """Close the list of volunteers after the last day of signing up; returns its SHA-256.

    Raises NotYourWork, NoSuchPanel, SignUpIsOver, SignUpIsOpen.
    """
    term = open_office(term_id, by)
    if term.state != PanelState.OPEN:
        raise SignUpIsOver()
    if city.day_of(term.city_id, clock.now()) <= term.sign_up_until:
        raise SignUpIsOpen(day=term.sign_up_until.isoformat())
    entrants = entrants_of(term.pk)
    term.state, term.list_digest = PanelState.CLOSED.value, digest_of_list(lot_list(entrants))
    event = PanelListClosed(volunteers=len(entrants), digest=term.list_digest)
    record_in(term, event, by=by, write=["state", "list_digest"])
    return term.list_digest


@transaction.atomic
def draw_lot(term_id: int, *, seed: str = "", by: Actor) -> int:
    """Draw the lot by the seed of the named day, and offer the seats; returns how many were drawn.

    `seed` is the public number, where no root of the record is used. Raises NotYourWork, NoSuchPanel, ListIsNotClosed,
    SeedDayIsToCome, SeedIsMissing, SeedIsNotThere.
    """
    term, now = open_office(term_id, by), clock.now()
    if term.state != PanelState.CLOSED:
        raise ListIsNotClosed()
    if city.day_of(term.city_id, now) <= term.seed_on:
        raise SeedDayIsToCome(day=term.seed_on.isoformat())
    if term.seed_kind == SeedKind.RECORD:
        zone = city.city_by_id(term.city_id).time_zone
        term.seed = record_root_on(settings.HOME, term.seed_on, zone)
    elif says_something(seed):
        term.seed = " ".join(plain(seed).split())[:200]
    else:
        raise SeedIsMissing(source=term.seed_source)
    entrants = entrants_of(term.pk)
    population = population_of(term.population, term.ages)
    result = draw_panel(entrants, population, term.seats - term.honoured_seats, term.seed)
    rows = {row.code: row for row in PanelVolunteer.objects.filter(term=term)}
    term.state, term.drawn_at, term.empty_seats = PanelState.DRAWN.value, now, result.empty
    codes = [seat.entrant.code for seat in result.drawn]
    event = PanelDrawn(seed=term.seed, members=codes, empty=result.empty)
    record_in(term, event, by=by, write=["state", "seed", "drawn_at", "empty_seats"])
    for place, seat in enumerate(result.drawn, start=1):
        row = rows[seat.entrant.code]
        row.place = place
        row.save(update_fields=["place"])
        stratum = f"{seat.stratum.district}|{seat.stratum.age}|{seat.stratum.sex}"
        offer_seat(term, row.citizen_id or 0, origin=SeatOrigin.LOT, volunteer=row, stratum=stratum, by=by)
    return len(result.drawn)


@transaction.atomic
def end_panel(term_id: int, *, by: Actor) -> None:
    """End a term; what is owed stays owed. Raises NotYourWork, NoSuchPanel, PanelIsNotAtWork."""
    term = open_office(term_id, by)
    if city.day_of(term.city_id, clock.now()) <= term.to_on:
        refuse_unless_at_work(term)
    if term.state != PanelState.DRAWN:
        raise ListIsNotClosed()
    term.state = PanelState.ENDED.value
    record_in(term, PanelEnded(), by=by, write=["state"])
