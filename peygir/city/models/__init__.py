"""What we remember of a city: its ground (`ground`), and what it knows before anybody reports (`lore`)."""

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
from peygir.city.models.lore import CollectionDay, Landmark, PlannedWork, Rung, Season, SeasonRun, TopicAttribute

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
    "TopicAttribute",
    "TopicTerms",
    "Unit",
]
