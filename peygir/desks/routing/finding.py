"""Collects the city's data about one case for the routing rules: ownership table, rules, map and units above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import SeasonFacts
from peygir.core.geometry import read_polygon
from peygir.core.jalali import local
from peygir.desks.routing.book import RULES, CityRules
from peygir.desks.routing.conditions import Facts
from peygir.desks.routing.nearby import nearest
from peygir.desks.routing.rules import ChosenOwner, Offer, OwnershipEntry, OwnershipQuestion, choose_owner

INSPECTORATE: Final = "V-insp"  # the unit that alone works on confidential reports
MAYOR_KIND: Final = "mayor"


class Placed(Protocol):
    """The columns of a case that routing looks at."""

    city_id: int
    topic_id: int | None
    district_id: int | None
    neighbourhood_id: int | None
    lat: float | None
    lon: float | None
    urgency: str
    opened_at: datetime
    season_code: str
    is_confidential: bool
    about_unit_id: int | None
    return_count: int


@dataclass(frozen=True, slots=True)
class FirstReport:
    """The first report's text and channel."""

    text: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """A case's returns: the units that returned it, the last reason, and whether an agency had it."""

    units: frozenset[int] = frozenset()
    reason: str = ""
    was_announced: bool = False


@dataclass(frozen=True, slots=True)
class Offices:
    """The special units of a city."""

    centre_id: int
    inspectorate_id: int | None
    mayor_id: int | None


def offices(city_id: int) -> Offices:
    """The centre, the inspectorate and the mayor's desk of a city."""
    inspectorate = city.unit_by_code(city_id, INSPECTORATE)
    mayor = next((unit for unit in city.units(city_id) if unit.kind == MAYOR_KIND), None)
    return Offices(
        city.centre_of(city_id).id,
        inspectorate.id if inspectorate is not None else None,
        mayor.id if mayor is not None else None,
    )


def above_of(unit_ids: set[int]) -> Mapping[int, tuple[int, ...]]:
    """The units above each, nearest first."""
    return {unit: tuple(one.id for one in city.unit_chain(unit)[1:]) for unit in unit_ids}


def find_owner(
    case: Placed,
    first_report: FirstReport,
    *,
    on: date,
    back: Back | None = None,
    accused: frozenset[int] = frozenset(),
    rules: CityRules | None = None,
) -> ChosenOwner:
    """The owner of a case by the data in force on a day; from caches that are checked now and then.

    `rules` replaces the rules that are on (for a dry run); `accused` are the units complained about.
    """
    back, known = back or Back(), rules or RULES.of(case.city_id)
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    district_code = _district_code(case, back, on)
    ownership_entry = _by_the_table(topic, district_code, on)
    ownership_question = OwnershipQuestion(
        topic_id=case.topic_id,
        district_code=district_code,
        needs_district=topic is not None and topic.unit_type.startswith("D"),
        is_confidential=case.is_confidential,
        accused=accused,
        returned_by=back.units,
        return_count=case.return_count,
        was_announced=back.was_announced,
    )
    season = _season(case, topic, district_code)
    offers = _by_the_rules(case, first_report, topic, district_code, season, known, on) if known.rules else []
    if season is not None and season.unit_id is not None:
        offers.append(Offer(season.unit_id, "season", season_code=season.code))
    neighbours = _around(case, topic, district_code, on) if back.reason == "wrong_district" else []
    known_offices = offices(case.city_id)
    units = {known_offices.centre_id, *(offer.unit_id for offer in (*offers, *neighbours))}
    units |= {
        office_id
        for office_id in (
            known_offices.inspectorate_id,
            known_offices.mayor_id,
            ownership_entry.unit_id if ownership_entry else None,
        )
        if office_id is not None
    }
    # The units above matter only where somebody is complained about.
    above = above_of(units | {office_id for unit in units for office_id in _ids_above(unit)}) if accused else {}
    answer = choose_owner(
        ownership_question,
        ownership_entry,
        centre_id=known_offices.centre_id,
        inspectorate_id=known_offices.inspectorate_id,
        mayor_id=known_offices.mayor_id,
        above=above,
        rules=offers,
        neighbours=neighbours,
    )
    return answer if answer.district_code else replace(answer, district_code=district_code)


def _ids_above(unit_id: int) -> list[int]:
    return [one.id for one in city.unit_chain(unit_id)[1:]]


def _district_code(case: Placed, back: Back, on: date) -> str:
    """The case's district; looked up again from the point when it was returned as the wrong one."""
    if back.reason == "wrong_district" and case.lat is not None and case.lon is not None:
        place = city.place_of(case.city_id, case.lat, case.lon, on=on) if city.has_polygons(case.city_id) else None
        if place is not None:
            return place.district_code
    return city.district_code(case.city_id, case.district_id) if case.district_id else ""


def _by_the_table(topic: TopicFacts | None, district_code: str, on: date) -> OwnershipEntry | None:
    row = city.owner_of(topic.id, district_code, on=on) if topic is not None else None
    return OwnershipEntry(row.unit_id, row.agency_id, row.branch) if row is not None else None


def _season(case: Placed, topic: TopicFacts | None, district_code: str) -> SeasonFacts | None:
    """The season in force for such a case when it was opened; it applies to the case after the season's end too."""
    if topic is None:
        return None
    return city.season_of(case.city_id, topic_id=topic.id, district_code=district_code, at=case.opened_at)


def _by_the_rules(
    case: Placed,
    first_report: FirstReport,
    topic: TopicFacts | None,
    district_code: str,
    season: SeasonFacts | None,
    rules: CityRules,
    on: date,
) -> list[Offer]:
    facts = _facts(case, first_report, topic, district_code, season)
    # A rule's unit that a city import has closed since is skipped.
    return [rule.offer for rule in rules.fitting(facts, on=on) if _is_open(rule.unit_id)]


def _is_open(unit_id: int) -> bool:
    unit = city.unit(unit_id)
    return unit is not None and unit.is_open


def _facts(
    case: Placed, first_report: FirstReport, topic: TopicFacts | None, district_code: str, season: SeasonFacts | None
) -> Facts:
    """The facts of the case for conditions, as of its opening."""
    small = city.neighbourhood(case.city_id, case.neighbourhood_id) if case.neighbourhood_id else None
    return Facts(
        at=local(case.opened_at, city.city_by_id(case.city_id).time_zone),
        lat=case.lat,
        lon=case.lon,
        district=district_code,
        neighbourhood=small.code if small is not None else "",
        topic=topic.code if topic is not None else "",
        group=topic.group_code if topic is not None else "",
        urgency=case.urgency,
        channel=first_report.channel,
        season=case.season_code or (season.code if season else ""),
        campaigns=frozenset(run.code for run in city.running_seasons(case.city_id, at=case.opened_at)),
        words=first_report.text,
    )


def _around(case: Placed, topic: TopicFacts | None, district_code: str, on: date) -> Sequence[Offer]:
    """The topic's owners in the districts whose boundary is near, nearest first."""
    if topic is None or case.lat is None or case.lon is None or not city.has_polygons(case.city_id):
        return []
    drawn = city.polygons(case.city_id, on=on)["districts"]["features"]
    shapes = [
        (str(one["properties"]["code"]), read_polygon(one["geometry"]))
        for one in drawn
        if one["properties"]["code"] != district_code
    ]
    offers = []
    for code, _metres in nearest(case.lat, case.lon, shapes):
        row = city.owner_of(topic.id, code, on=on)
        if row is not None and row.unit_id is not None:
            offers.append(Offer(row.unit_id, "neighbour", row.branch, district_code=code))
    return offers
