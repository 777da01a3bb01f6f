"""The names of followed cases and neighbourhoods."""

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.writing import writing_of
from peygir.desks.answers.facts import FollowingFacts


def followed_name(following: FollowingFacts, language: str) -> str:
    """The case's topic and code, or the neighbourhood."""
    if following.case is None:
        return area_name(following.city_id, following.area_code, language=language)
    case = following.case
    topic = city.topic(following.city_id, case.topic_id) if case.topic_id else None
    name = city.names_of(topic).in_language(language) if topic else ""
    return f"{name} {writing_of(language).number(case.code)}".strip()


def area_name(city_id: int, area_code: str, *, language: str) -> str:
    """The present name of a neighbourhood; its code where the city no longer has it."""
    place = city.place_by_label(city_id, area_code, on=city.day_of(city_id, clock.now()))
    row = city.neighbourhood(city_id, place.neighbourhood_id) if place and place.neighbourhood_id else None
    return city.names_of(row).in_language(language) if row else area_code
