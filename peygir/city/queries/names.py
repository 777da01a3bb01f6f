"""The names and texts of a city's things in every language that the city has them in, answered from memory."""

from typing import Any, Final

from peygir.city import facts
from peygir.city.local_knowledge_facts import LandmarkFacts, SeasonFacts
from peygir.city.models import Agency, City, District, Landmark, Neighbourhood, Season, Topic, Unit
from peygir.city.queries.ground import view_of
from peygir.core.translation import HasNames, Names

_KINDS: Final[dict[type[Any], str]] = {
    **dict.fromkeys((facts.CityFacts, City), "city"),
    **dict.fromkeys((facts.UnitFacts, Unit), "unit"),
    **dict.fromkeys((facts.AgencyFacts, Agency), "agency"),
    **dict.fromkeys((facts.TopicFacts, Topic), "topic"),
    **dict.fromkeys((facts.DistrictFacts, District), "district"),
    **dict.fromkeys((facts.NeighbourhoodFacts, Neighbourhood), "neighbourhood"),
    **dict.fromkeys((LandmarkFacts, Landmark), "landmark"),
    **dict.fromkeys((SeasonFacts, Season), "season"),
}


def names_of(thing: HasNames) -> Names:
    """The name of a thing: in Persian and English, and for a thing of the city in each language of its texts."""
    kind = _KINDS.get(type(thing))
    others = _texts(thing, kind, "name") if kind is not None else ()
    return Names.of(thing.name_fa, thing.name_en, others)


def group_names(topic: facts.TopicFacts) -> Names:
    """The name of a topic's group."""
    others = texts_of(topic.city_id, "group", topic.group_code)
    return Names.of(topic.group_fa, topic.group_en, others)


def texts_of(city_id: int, kind: str, code: str, field: str = "name") -> tuple[tuple[str, str], ...]:
    """The texts of one thing's field beyond Persian and English, as (language, text); see `city.text_rows`."""
    return view_of(city_id).texts.get((kind, code, field), ())


def _texts(thing: Any, kind: str, field: str) -> tuple[tuple[str, str], ...]:
    city_id = thing.id if kind == "city" else thing.city_id
    return texts_of(city_id, kind, thing.code, field)
