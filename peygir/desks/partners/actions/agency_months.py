"""Keeps which month of an agency went out by which letter, with the figures as they then were."""

from datetime import date

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.desks.partners.agency_facts import AgencyFigures
from peygir.desks.partners.models import AgencyMonth
from peygir.history.actions import record
from peygir.history.kinds.agencies import AgencyMonthWritten
from peygir.people.rules import Actor


def keep_agency_month(agency_id: int, *, first: date, figures: AgencyFigures, letter: str, by: Actor) -> None:
    """Keep the letter of a month; call it in the letter's transaction, after its city was locked."""
    agency = city.agency(agency_id)
    if agency is None:
        return
    now = clock.now()
    locked = City.objects.select_for_update(no_key=True).get(pk=agency.city_id)
    AgencyMonth.objects.create(
        agency_id=agency_id, first_on=first, figures=figures.as_json(), letter=letter, made_at=now
    )
    told = AgencyMonthWritten(agency=agency_id, first=first.isoformat(), letter=letter)
    record(locked, told, by=str(by), at=now)
