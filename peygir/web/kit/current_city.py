"""The city that the pages speak of, and today's date on its clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from peygir.city import queries as city
from peygir.city.facts import CityFacts, TopicFacts
from peygir.core import clock
from peygir.web.kit.badges import GROUP_ICONS


def current_city() -> CityFacts:
    """The city that this house serves."""
    return city.current_city(settings.CITY)


def zone() -> ZoneInfo:
    """The city's own time zone: every clock on the pages shows it."""
    return ZoneInfo(current_city().time_zone)


def today() -> date:
    """The day it is in the city."""
    return clock.now().astimezone(zone()).date()


def end_of(day: date) -> datetime:
    """The last moment of a day in the city: where the next one begins."""
    return datetime.combine(day + timedelta(days=1), time(), zone())


def start_of(day: date) -> datetime:
    """The first moment of a day in the city."""
    return datetime.combine(day, time(), zone())


def topic_groups() -> list[tuple[tuple[str, str], str, list[TopicFacts]]]:
    """((Persian, English) name, code, topics) of each group, what people report most first."""
    groups_by_code: dict[str, tuple[tuple[str, str], str, list[TopicFacts]]] = {}
    for topic in city.topics(current_city().id):
        row = groups_by_code.setdefault(topic.group_code, ((topic.group_fa, topic.group_en), topic.group_code, []))
        row[2].append(topic)
    order = list(GROUP_ICONS)
    return sorted(groups_by_code.values(), key=lambda row: order.index(row[1]) if row[1] in order else len(order))
