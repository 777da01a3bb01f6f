"""The tables of a city: areas and names, calendar, local knowledge, and decided descriptions."""

from peygir.city.models.days import CalendarDay, CityLoad, OfficeHours
from peygir.city.models.faces import SeasonFace, TopicFace
from peygir.city.models.ground import (
    Agency,
    City,
    Dated,
    District,
    Named,
    Neighbourhood,
    Unit,
)
from peygir.city.models.local_knowledge import (
    CollectionDay,
    Landmark,
    PlannedWork,
    Rung,
    Season,
    SeasonRun,
    TopicAttribute,
)
from peygir.city.models.names import UnitName
from peygir.city.models.topics import Ownership, Topic, TopicTerms

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
    "OfficeHours",
    "Ownership",
    "PlannedWork",
    "Rung",
    "Season",
    "SeasonFace",
    "SeasonRun",
    "Topic",
    "TopicAttribute",
    "TopicFace",
    "TopicTerms",
    "Unit",
    "UnitName",
]
