"""The cities, their units, and the outside agencies."""

from dataclasses import replace
from datetime import date, datetime

from peygir.city.city_cache import CITY_CACHE, CityView, named_on
from peygir.city.facts import AgencyFacts, CityFacts, UnitFacts, UnitNameFacts
from peygir.city.models import City
from peygir.city.rules import CENTRE_KIND
from peygir.core.jalali import local
from peygir.core.refusals import Missing, Unavailable
from peygir.core.translation import gettext_lazy as _


class NoSuchCity(Missing):
    """No city of this code or id is loaded."""

    message = _("No city “{city}” is loaded.")


class CityIsNotLoaded(Unavailable):
    """The city of this installation is not in the database yet: it was just installed."""

    message = _("This system is not set up yet. Whoever runs it loads the city by “import-city”.")


def forget() -> None:
    """Check the database at the next query (after a load; between tests)."""
    CITY_CACHE.forget()


def view_of(city_id: int) -> CityView:
    """Return the cached view of a city. Raises NoSuchCity."""
    view = CITY_CACHE.views().get(city_id) or CITY_CACHE.views(now=True).get(city_id)
    if view is None:
        raise NoSuchCity(city=city_id)
    return view


def current_city(code: str) -> CityFacts:
    """The city of this installation's code. Raises CityIsNotLoaded."""
    for is_second_look in (False, True):
        for view in CITY_CACHE.views(now=is_second_look).values():
            if view.city.code == code:
                return view.city
    raise CityIsNotLoaded()


def city_by_id(city_id: int) -> CityFacts:
    """The city of an id. Raises NoSuchCity."""
    return view_of(city_id).city


def day_of(city_id: int, moment: datetime) -> date:
    """The date on the city's own calendar at a moment (aware); what `on` means everywhere. Raises NoSuchCity."""
    return local(moment, city_by_id(city_id).time_zone).date()


def stamp_of(city_id: int) -> tuple[int, bytes]:
    """A stamp that changes whenever a city is loaded, or anything of it is planned or edited."""
    return view_of(city_id).stamp


def state_of(city_id: int) -> tuple[int, bytes, date]:
    """The stamp with the day whose names of units hold: pages with the same state name the same city."""
    view = view_of(city_id)
    return *view.stamp, view.named_on


def cities() -> list[CityFacts]:
    """All loaded cities, by code."""
    return sorted((view.city for view in CITY_CACHE.views().values()), key=lambda city: city.code)


def is_known(code: str) -> bool:
    """Whether a city of this code is loaded; queries the database."""
    return City.objects.filter(code=code).exists()


def unit(unit_id: int) -> UnitFacts | None:
    """A unit of any city, closed ones too."""
    return next((view.units[unit_id] for view in CITY_CACHE.views().values() if unit_id in view.units), None)


def unit_on(unit_id: int, on: date) -> UnitFacts | None:
    """A unit with its name on a day, past or future."""
    for view in CITY_CACHE.views().values():
        if unit_id in view.units:
            name_fa, name_en = view.file_names[unit_id]
            plain = replace(view.units[unit_id], name_fa=name_fa, name_en=name_en)
            return named_on(plain, view.unit_names, on)
    return None


def unit_names(unit_id: int) -> tuple[UnitNameFacts, ...]:
    """Every name given to a unit in the product, the newest first; names never in force are left out."""
    views = CITY_CACHE.views().values()
    rows = next((view.unit_names.get(unit_id, ()) for view in views if unit_id in view.units), ())
    return tuple(row for row in rows if row.valid_from != row.valid_to)


def unit_by_code(city_id: int, code: str) -> UnitFacts | None:
    """A unit by its code, closed ones too."""
    return view_of(city_id).units_by_code.get(code)


def units(city_id: int) -> list[UnitFacts]:
    """The units in force, by code."""
    return [unit for unit in view_of(city_id).units.values() if unit.is_open]


def unit_chain(unit_id: int) -> list[UnitFacts]:
    """The unit and those it reports to, upwards to the mayor; empty for an unknown unit."""
    chain: list[UnitFacts] = []
    unit_facts = unit(unit_id)
    while unit_facts is not None and unit_facts not in chain:
        chain.append(unit_facts)
        unit_facts = unit(unit_facts.parent_id) if unit_facts.parent_id is not None else None
    return chain


def units_below(unit_id: int) -> frozenset[int]:
    """The ids of the unit and of all that report to it, however far down; closed ones too."""
    unit_ids = {unit_id}
    home = unit(unit_id)
    everyone = view_of(home.city_id).units.values() if home is not None else ()
    grown = True
    while grown:
        new = {one.id for one in everyone if one.parent_id in unit_ids} - unit_ids
        grown = bool(new)
        unit_ids |= new
    return frozenset(unit_ids)


def centre_of(city_id: int) -> UnitFacts:
    """The citizen-contact centre; every loaded city has exactly one."""
    return next(unit for unit in units(city_id) if unit.kind == CENTRE_KIND)


def agency(agency_id: int) -> AgencyFacts | None:
    """An agency of any city, closed ones too."""
    views = CITY_CACHE.views().values()
    return next((view.agencies[agency_id] for view in views if agency_id in view.agencies), None)


def agencies(city_id: int) -> list[AgencyFacts]:
    """The agencies in force, by code."""
    return [agency for agency in view_of(city_id).agencies.values() if agency.is_open]
