"""What we remember of a city: its ground (`ground`, `names`), and what it knows before anybody reports (`lore`)."""

from peygir.city.models.ground import (
    Agency,
    CalendarDay,
    City,
    CityLoad,
    Dated,
    District,
    Named,
    Neighbourhood,
    Ownership,
    Topic,
    TopicTerms,
    Unit,
)
from peygir.city.models.lore import CollectionDay, Landmark, PlannedWork, Rung, Season, SeasonRun
from peygir.city.models.names import UnitName

__all__ = [
    "Agency",
    "CalendarDay",
    "City",
    "CityLoad",
    "CollectionDay",
    "Dated",
    "District",
    "Landmark",
    "Named",
    "Neighbourhood",
    "Ownership",
    "PlannedWork",
    "Rung",
    "Season",
    "SeasonRun",
    "Topic",
    "TopicTerms",
    "Unit",
    "UnitName",
]
