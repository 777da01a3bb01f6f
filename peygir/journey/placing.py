"""Takes the place of a report from its text, where no point, address or neighbourhood came with it."""

from dataclasses import replace

from peygir.cases.new_report import NewReport
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.words import says_something
from peygir.desks.understanding.places import place_said

MOST_READ = 4000
"""The most characters of a text that are read for a place: as long as a report may be."""


def with_place_of_text(city_code: str, report: NewReport) -> NewReport:
    """The report with the address words of its text as its address, if it came without a place and its text names one.

    The neighbourhood itself is read from them when the case is read, and is marked there as read from words. A report
    about a topic without a place, and one that joins a case, stays as it is.
    """
    has_place = report.lat is not None or says_something(report.address) or says_something(report.place_label)
    if has_place or report.asset_tag or report.join_code or not report.text:
        return report
    city_facts = city.current_city(city_code)
    topic = city.topic_by_code(city_facts.id, report.topic_code) if report.topic_code else None
    if topic is not None and not topic.needs_place:
        return report
    said = place_said(city_facts.id, report.text[:MOST_READ], on=city.day_of(city_facts.id, clock.now()))
    return replace(report, address=said.address) if said.is_named else report


def is_area_open(city_id: int, *, text: str, address: str, is_street_enough: bool) -> bool:
    """Whether neither an address nor the text beside it tells in which neighbourhood it is.

    `is_street_enough`: whether a named street is enough, which may cross several of them, or be unknown to us.
    """
    said = place_said(city_id, f"{address}\n{text}"[:MOST_READ], on=city.day_of(city_id, clock.now()))
    return said.place is None and not (is_street_enough and said.may_be_found)
