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
from peygir.city.models.languages import CityText
from peygir.city.models.local_knowledge import (
    CollectionDay,
    EscalationLevel,
    Landmark,
    PlannedWork,
    Season,
    SeasonRun,
    TopicAttribute,
)
from peygir.city.models.names import UnitName
from peygir.city.models.topics import Ownership, Topic, TopicPolicy

__all__ = [
    "Agency",
    "CalendarDay",
    "City",
    "CityLoad",
    "CityText",
    "CollectionDay",
    "Dated",
    "District",
    "EscalationLevel",
    "Landmark",
    "Named",
    "Neighbourhood",
    "OfficeHours",
    "Ownership",
    "PlannedWork",
    "Season",
    "SeasonFace",
    "SeasonRun",
    "Topic",
    "TopicAttribute",
    "TopicFace",
    "TopicPolicy",
    "Unit",
    "UnitName",
]
