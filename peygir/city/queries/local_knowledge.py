"""Landmarks, collection days, works, seasons, escalation steps and topics' attributes, answered from memory."""

from datetime import date, datetime
from typing import Literal

from peygir.city.facts import TopicFacts, as_fact, in_force
from peygir.city.local_knowledge import EscalationVersion, SeasonNow, whole_run
from peygir.city.local_knowledge_facts import (
    AttributeFacts,
    CollectionFacts,
    EscalationStepFacts,
    LandmarkFacts,
    SeasonFacts,
    WorkFacts,
)
from peygir.city.local_knowledge_rules import escalation_keys, escalation_of, reaches
from peygir.city.queries.ground import day_of, view_of
from peygir.city.queries.places import place_of
from peygir.core import clock

Waste = Literal["household", "recycling"]


def landmarks(city_id: int, *, on: date) -> list[LandmarkFacts]:
    """The landmarks in force on a day, by code."""
    return [row for row in view_of(city_id).knowledge.landmarks if in_force((row,), on)]


def collection(city_id: int, neighbourhood_id: int | None, *, kind: Waste, on: date) -> CollectionFacts | None:
    """The collection days of a neighbourhood's version: its own, else those for any other; None: not known."""
    view = view_of(city_id)
    place = view.neighbourhoods.get(neighbourhood_id) if neighbourhood_id is not None else None
    own = in_force(view.knowledge.collection.get((place.code, kind), ()), on) if place is not None else None
    return own or in_force(view.knowledge.collection.get(("", kind), ()), on)


def collection_kind_of(topic: TopicFacts) -> Waste | None:
    """The kind of waste whose collection days a topic is about, by the city's marks; None for any other topic."""
    return topic.collection_kind or None


def planned_works(
    city_id: int,
    *,
    at: datetime,
    topic_id: int | None = None,
    lat: float | None = None,
    lon: float | None = None,
    neighbourhood_id: int | None = None,
) -> list[WorkFacts]:
    """The works in force at a moment, the earliest first: for a topic (None: any), at a place.

    A place is a point, or a neighbourhood's version; with neither, works anywhere. If only the neighbourhood is
    known, a circle counts whose centre lies in it.
    """
    view = view_of(city_id)
    works = [
        work
        for work in view.knowledge.works
        if work.from_at <= at < work.to_at and (topic_id is None or topic_id in work.topic_ids)
    ]
    has_point = lat is not None and lon is not None
    if not works or (not has_point and neighbourhood_id is None):
        return works
    own = view.neighbourhoods.get(neighbourhood_id) if neighbourhood_id is not None else None
    code = own.code if own is not None else ""
    on = day_of(city_id, at)
    if not code and any(work.neighbourhood_code and work.lat is None for work in works):
        code = _code_at(city_id, lat, lon, on)
    return [
        work
        for work in works
        if reaches(
            work,
            lat=lat,
            lon=lon,
            neighbourhood=code,
            centre_lies_in="" if has_point else _code_at(city_id, work.lat, work.lon, on),
        )
    ]


def _code_at(city_id: int, lat: float | None, lon: float | None, on: date) -> str:
    place = place_of(city_id, lat, lon, on=on) if lat is not None and lon is not None else None
    return place.neighbourhood_code if place is not None else ""


def works_of(city_id: int, *, unit_ids: frozenset[int] | None = None) -> list[WorkFacts]:
    """The works of some units (None: all, those of no unit too) of the last year and to come, the newest first."""
    rows = view_of(city_id).knowledge.works
    return [work for work in reversed(rows) if unit_ids is None or work.unit_id in unit_ids]


def work(city_id: int, code: str) -> WorkFacts | None:
    """One planned work of the last year by its code."""
    return next((work for work in view_of(city_id).knowledge.works if work.code == code), None)


def season_of(city_id: int, *, topic_id: int, district_code: str, at: datetime) -> SeasonFacts | None:
    """The season in force for a topic in a district (empty: no known district) at a moment.

    Of several, the one that began last: the night of snow overrides Nowruz.
    """
    found = [run for run in running_seasons(city_id, at=at) if topic_id in run.topic_ids]
    here = [run for run in found if not run.district_codes or district_code in run.district_codes]
    return here[-1] if here else None


def running_seasons(city_id: int, *, at: datetime) -> list[SeasonFacts]:
    """The seasons in force at a moment, in the order of their beginnings."""
    return [run for run in view_of(city_id).knowledge.runs if run.from_at <= at < run.to_at]


def season_runs(city_id: int) -> list[SeasonFacts]:
    """All runs of seasons of the last year and to come, in the order of their beginnings."""
    parts: dict[int, list[SeasonFacts]] = {}
    for part in view_of(city_id).knowledge.runs:
        parts.setdefault(part.run_id, []).append(part)
    return [run for listed in parts.values() if (run := whole_run(listed)) is not None]


def seasons(city_id: int, *, on: date | None = None) -> list[SeasonNow]:
    """The seasons that the city has on a day (None: today) or later, running or not, by code."""
    day = on or day_of(city_id, clock.now())
    known_seasons = []
    for season in view_of(city_id).knowledge.seasons:
        coming = [face for face in season.faces if face.valid_from > day and face.valid_from != face.valid_to]
        says = season.on(day) or (coming[-1].says if coming else None)
        if says is not None:
            known_seasons.append(
                as_fact(SeasonNow, says, id=season.id, code=season.code, is_own=season.is_own, faces=season.faces)
            )
    return known_seasons


def escalation_steps(
    city_id: int, *, topic_id: int | None, unit_id: int | None, on: date, urgency: str = ""
) -> tuple[EscalationStepFacts, ...]:
    """Who is notified at which share of a promise's time, in the order of the shares.

    The most specific steps win: for the topic and the unit, the topic, the unit, the urgency, the city; a city
    without steps has the default ones.
    """
    wanted_keys = frozenset(escalation_keys(topic_id, unit_id, urgency))
    rungs: dict[tuple[int | None, int | None, str], list[EscalationStepFacts]] = {}
    for row in view_of(city_id).knowledge.rungs:
        key = (row.topic_id, row.unit_id, row.urgency)
        if key in wanted_keys and in_force((row,), on):
            rungs.setdefault(key, []).append(row.step)
    return escalation_of(rungs, topic_id, unit_id, urgency)


def escalation_versions(city_id: int) -> tuple[EscalationVersion, ...]:
    """Every version of every escalation step, by share."""
    return view_of(city_id).knowledge.rungs


def attributes_of(city_id: int, topic_id: int, *, on: date) -> tuple[AttributeFacts, ...]:
    """The attributes of a topic in force on a day, in their order."""
    versions = view_of(city_id).knowledge.attributes.get(topic_id, ())
    return tuple(row for row in versions if in_force((row,), on) is not None)
