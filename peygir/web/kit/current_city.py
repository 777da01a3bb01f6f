"""The city of this installation, and today's date in its time zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from peygir.city import queries as city
from peygir.city.facts import CityFacts, TopicFacts
from peygir.core import clock
from peygir.core.jalali import DAY_ENDS
from peygir.core.translation import Names
from peygir.web.kit.badges import GROUP_ICONS


def current_city() -> CityFacts:
    """Return the city that this installation serves."""
    return city.current_city(settings.CITY)


def zone() -> ZoneInfo:
    """Return the city's time zone, used for every time on the pages."""
    return ZoneInfo(current_city().time_zone)


def today() -> date:
    """Return today's date in the city."""
    return clock.now().astimezone(zone()).date()


def end_of(day: date) -> datetime:
    """Return the end of a day in the city, which is the start of the next."""
    return datetime.combine(day + timedelta(days=1), time(), zone())


def last_second_of(day: date) -> datetime:
    """Return the last second of a day in the city: what is due by that day, and is told with the day's own date."""
    return datetime.combine(day, DAY_ENDS, zone())


def start_of(day: date) -> datetime:
    """Return the start of a day in the city."""
    return datetime.combine(day, time(), zone())


def topic_groups() -> list[tuple[Names, str, list[TopicFacts]]]:
    """Return (names, code, topics) of each group, the most reported first."""
    groups_by_code: dict[str, tuple[Names, str, list[TopicFacts]]] = {}
    for topic in city.topics(current_city().id):
        row = groups_by_code.setdefault(topic.group_code, (city.group_names(topic), topic.group_code, []))
        row[2].append(topic)
    order = list(GROUP_ICONS)
    return sorted(groups_by_code.values(), key=lambda row: order.index(row[1]) if row[1] in order else len(order))
