"""Reads a new case: its topic and place, as far as they are clear."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.queries import first_report
from peygir.city import queries as city
from peygir.city.facts import Place
from peygir.city.urgencies import Urgency
from peygir.core import clock
from peygir.core.geometry import cell_of
from peygir.core.persian import normalise
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.understanding.choosing import TopicProposal
from peygir.desks.understanding.incidents import actions as incidents
from peygir.desks.understanding.models import Reading
from peygir.desks.understanding.places import place_in_words
from peygir.desks.understanding.proposing import proposal_for
from peygir.desks.understanding.rules import match_name
from peygir.desks.understanding.tone import says_urgent
from peygir.history.kinds.cases import CaseRead
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.asking import exists
from peygir.storage.rows import insert


class TopicIsUnknown(Invalid):
    """This city does not have the topic (any more)."""

    message = _("The city has no such topic.")


class PlaceIsUnknown(Invalid):
    """The place lies outside the city, or the city has no place of this name."""

    message = _("This place is not known in the city.")


@dataclass(frozen=True, slots=True)
class _Place:
    by: str
    district_id: int | None = None
    neighbourhood_id: int | None = None


def read_case(case_id: int, number: int) -> None:
    """Read a case's first report: topic as chosen or from the text; place by point, label or text."""
    with cases.open_file(case_id) as case:
        if exists(Reading, case_id=case_id, number=number):
            return
        report = first_report(case)
        proposal = proposal_for(case.city_id, report.text)
        topic_id, topic_by = _topic(case.city_id, report, proposal)
        place = _place(case, report, topic_id)
        _write(
            case,
            topic_id=topic_id,
            topic_by=topic_by,
            place=place,
            number=number,
            by=SYSTEM,
            proposal=proposal,
            report=report,
        )


def _topic(city_id: int, report: Report, proposal: TopicProposal | None) -> tuple[int | None, str]:
    """The topic and its source: the citizen's choice, the machine where it is sure, or the topic's name in the text."""
    if report.topic_said_id is not None:
        return report.topic_said_id, "said"
    if proposal is not None:
        chosen = city.topic_by_code(city_id, proposal.chosen) if proposal.chosen else None
        return (chosen.id, "machine") if chosen else (None, "unsure")
    named = match_name(normalise(report.text), city.topic_names(city_id))
    return named, "words" if named else "none"


def correct_case(case: Case, *, topic_id: int | None, by: Actor, note: str = "") -> None:
    """A person sets the topic, with an optional note; the machine's reading is kept. The caller has opened the file.

    Raises TopicIsUnknown.
    """
    topic = city.topic(case.city_id, topic_id) if topic_id is not None else None
    if topic is None or not topic.is_open:
        raise TopicIsUnknown()
    _write(case, topic_id=topic_id, topic_by="person", place=None, number=case.event_count + 1, by=by, note=note)


def correct_place(
    case: Case, *, by: Actor, label: str = "", lat: float | None = None, lon: float | None = None, note: str = ""
) -> None:
    """A person sets the place: a point (such as a photo's), or a neighbourhood or district by its code or name.

    The topic stays. An earlier point outside the place is removed from the case; the report keeps what the citizen
    gave. The caller has opened the file. Raises PlaceIsUnknown.
    """
    on = city.day_of(case.city_id, case.opened_at)
    if lat is not None and lon is not None:
        new_place = city.place_of(case.city_id, lat, lon, on=on)
    else:
        lat = lon = None  # half a point is no point
        new_place = city.place_by_label(case.city_id, label, on=on)
        if new_place is not None and _is_inside(case, new_place, on=on):
            lat, lon = case.lat, case.lon
    if new_place is None:
        raise PlaceIsUnknown()
    number, place = case.event_count + 1, _Place("person", new_place.district_id, new_place.neighbourhood_id)
    insert(_reading(case, topic_id=case.topic_id, topic_by="kept", place=place, number=number))
    placed = CaseRead(place_by="person", district=new_place.district_code, neighbourhood=new_place.neighbourhood_code)
    cases.read_case(
        case,
        placed,
        by=by,
        note=note,
        lat=lat,
        lon=lon,
        cell=cell_of(lat, lon),
        district_id=new_place.district_id,
        neighbourhood_id=new_place.neighbourhood_id,
    )


def _is_inside(case: Case, place: Place, *, on: date) -> bool:
    """Whether the case's own point lies in a place."""
    if case.lat is None or case.lon is None or not city.has_polygons(case.city_id):
        return False
    case_place = city.place_of(case.city_id, case.lat, case.lon, on=on)
    return (
        case_place is not None
        and case_place.district_id == place.district_id
        and place.neighbourhood_id in (None, case_place.neighbourhood_id)
    )


def look_around(case_id: int, number: int) -> None:
    """Record the similar cases, and whether the case belongs to an incident; a person decides what follows."""
    incidents.note_surroundings(case_id)


def _place(case: Case, report: Report, topic_id: int | None) -> _Place:
    """The place by the point, the label, the address, or else the text, if the topic is one of places."""
    label, address = report.place_label, report.address
    on = city.day_of(case.city_id, case.opened_at)
    if case.lat is not None and case.lon is not None and city.has_polygons(case.city_id):
        place = city.place_of(case.city_id, case.lat, case.lon, on=on)
        if place is None:
            return _Place("outside")
        return _Place("point", place.district_id, place.neighbourhood_id)
    if label and (labelled := city.place_by_label(case.city_id, label, on=on)):
        return _Place("label", labelled.district_id, labelled.neighbourhood_id)
    if address and (named := place_in_words(case.city_id, address, on=on)):
        return _Place("words", named.district_id, named.neighbourhood_id)
    topic = city.topic(case.city_id, topic_id) if topic_id is not None else None
    if (topic is None or topic.needs_place) and (named := place_in_words(case.city_id, report.text, on=on)):
        return _Place("words", named.district_id, named.neighbourhood_id)
    return _Place("none")


def _write(
    case: Case,
    *,
    topic_id: int | None,
    topic_by: str,
    place: _Place | None,
    number: int,
    by: Actor,
    proposal: TopicProposal | None = None,
    note: str = "",
    report: Report | None = None,
) -> None:
    facts: dict[str, Any] = {"topic_id": topic_id}
    topic = city.topic(case.city_id, topic_id) if topic_id else None
    if topic is not None:
        terms = city.terms_of(topic.id, on=city.day_of(case.city_id, clock.now()))
        facts["urgency"] = terms.urgency if terms else Urgency.NORMAL
        if by.kind == "staff" and says_urgent(first_report(case).text):
            facts["urgency"] = Urgency.URGENT  # a person corrects the topic, not the urgency in the text
        # A confidential case does not become public by a change of topic.
        facts["is_confidential"] = case.is_confidential or topic.is_confidential
    if proposal is not None and proposal.urgency == Urgency.URGENT:
        facts["urgency"] = Urgency.URGENT
    if place is not None:
        facts |= {"district_id": place.district_id, "neighbourhood_id": place.neighbourhood_id}
    reading = _reading(case, topic_id=topic_id, topic_by=topic_by, place=place, number=number)
    if proposal is not None:
        reading.guesses = [[guess.code, guess.confidence] for guess in proposal.guesses]
        reading.urgency, reading.kind, reading.reader = proposal.urgency, proposal.kind, proposal.version
    insert(reading)
    event = CaseRead(topic=topic.code if topic else "", topic_by=topic_by, place_by=place.by if place else "kept")
    cases.read_case(case, event, by=by, note=note, report=report, **facts)


def _reading(case: Case, *, topic_id: int | None, topic_by: str, place: _Place | None, number: int) -> Reading:
    return Reading(
        case=case,
        number=number,
        topic_id=topic_id,
        topic_by=topic_by,
        read_at=clock.now(),
        place_by=place.by if place else "kept",
        district_id=place.district_id if place else case.district_id,
        neighbourhood_id=place.neighbourhood_id if place else case.neighbourhood_id,
    )
