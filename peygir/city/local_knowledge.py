"""A city's local knowledge (landmarks, works, seasons …), read into plain values; part of the cached `CityView`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from peygir.city.facts import TopicFacts, Version, as_fact, in_force
from peygir.city.local_knowledge_facts import (
    AttributeFacts,
    CollectionFacts,
    EscalationStepFacts,
    LandmarkFacts,
    SeasonFacts,
    WorkFacts,
)
from peygir.city.local_knowledge_rules import circle, topics_named
from peygir.city.models import (
    City,
    CollectionDay,
    EscalationLevel,
    Landmark,
    Neighbourhood,
    PlannedWork,
    Season,
    SeasonFace,
    SeasonRun,
    Topic,
    TopicAttribute,
    Unit,
)
from peygir.core import clock
from peygir.core.jalali import local

KEPT: Final = timedelta(days=400)
"""How long works and runs of seasons stay in memory after their end; older ones are only in the database."""


@dataclass(frozen=True, slots=True)
class EscalationVersion(Version):
    """One version of an escalation step."""

    topic_id: int | None
    unit_id: int | None
    urgency: str
    source: str
    step: EscalationStepFacts


@dataclass(frozen=True, slots=True)
class SeasonSays:
    """A season's values: its names, its reach (topics by code, group or "*"), its hours and texts."""

    name_fa: str
    name_en: str
    topics: tuple[str, ...]
    district_codes: tuple[str, ...]
    unit_id: int | None
    ack_hours: Decimal | None
    visit_hours: Decimal | None
    due_hours: Decimal | None
    clock: str
    text_fa: str
    text_en: str
    menu_key: str


@dataclass(frozen=True, slots=True)
class SeasonVersion(Version):
    """One version of a decision about a season."""

    says: SeasonSays


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A season, running or not: its values in the city's files (`filed`), and the decisions since.

    A season made in the product (`is_own`) has no values on a day without a decision.
    """

    id: int
    code: str
    filed: SeasonSays
    faces: tuple[SeasonVersion, ...]
    is_own: bool

    def on(self, day: date) -> SeasonSays | None:
        """Its values on a day; None before the season begins and after it ends."""
        face = in_force(self.faces, day)
        return face.says if face is not None else None if self.is_own else self.filed


@dataclass(frozen=True, slots=True)
class SeasonNow(SeasonSays):
    """A season with its values on a day, or on its first day."""

    id: int
    code: str
    is_own: bool
    faces: tuple[SeasonVersion, ...]


@dataclass(frozen=True, slots=True)
class LocalKnowledge:
    """A city's landmarks, collection days, works, seasons, escalation steps and attributes."""

    landmarks: tuple[LandmarkFacts, ...]
    collection: dict[tuple[str, str], tuple[CollectionFacts, ...]]
    works: tuple[WorkFacts, ...]
    seasons: tuple[SeasonLine, ...]
    runs: tuple[SeasonFacts, ...]
    rungs: tuple[EscalationVersion, ...]
    attributes: dict[int, tuple[AttributeFacts, ...]]


def read_local_knowledge(city_id: int) -> LocalKnowledge:
    """Read one city's local knowledge from the database: twelve statements."""
    zone = City.objects.values_list("time_zone", flat=True).get(pk=city_id)
    topics = [as_fact(TopicFacts, row, is_open=row.valid_to is None) for row in Topic.objects.filter(city_id=city_id)]
    open_units = frozenset(Unit.objects.filter(city_id=city_id, valid_to=None).values_list("pk", flat=True))
    landmarks = Landmark.objects.filter(city_id=city_id).order_by("code", "valid_from", "pk")
    collection = defaultdict[tuple[str, str], list[CollectionFacts]](list)
    for row in CollectionDay.objects.filter(city_id=city_id).order_by("-valid_from", "-pk"):
        fact = as_fact(CollectionFacts, row, weekdays=frozenset(row.weekdays))
        collection[row.neighbourhood_code, row.kind].append(fact)
    seasons = _seasons(city_id)
    return LocalKnowledge(
        landmarks=tuple(as_fact(LandmarkFacts, row, aliases=tuple(row.aliases)) for row in landmarks),
        collection={key: tuple(facts) for key, facts in collection.items()},
        works=_works(city_id, topics, open_units),
        seasons=tuple(line for line, is_open in seasons if is_open),
        runs=_runs([line for line, _ in seasons], city_id, topics, open_units, zone),
        rungs=tuple(
            as_fact(EscalationVersion, row, step=as_fact(EscalationStepFacts, row))
            for row in EscalationLevel.objects.filter(city_id=city_id).order_by("percent", "pk")
        ),
        attributes=_attributes(city_id),
    )


def _attributes(city_id: int) -> dict[int, tuple[AttributeFacts, ...]]:
    """Every version of every topic's further questions, by the topic's id, in the order in which they are asked."""
    facts_by_topic = defaultdict[int, list[AttributeFacts]](list)
    for row in TopicAttribute.objects.filter(topic__city_id=city_id).order_by("order", "code", "pk"):
        values = tuple((str(one["key"]), str(one["fa"]), str(one["en"])) for one in row.values)
        facts_by_topic[row.topic_id].append(as_fact(AttributeFacts, row, values=values))
    return {topic: tuple(listed) for topic, listed in facts_by_topic.items()}


def _works(city_id: int, topics: list[TopicFacts], open_units: frozenset[int]) -> tuple[WorkFacts, ...]:
    rows = PlannedWork.objects.filter(city_id=city_id, ends_at__gt=clock.now() - KEPT).order_by("begins_at", "pk")
    named = {row.neighbourhood_code for row in rows}
    drawn: dict[str, Any] = dict(
        Neighbourhood.objects.filter(city_id=city_id, code__in=named)
        .order_by("valid_from")
        .values_list("code", "polygon")
    )
    return tuple(
        as_fact(
            WorkFacts,
            row,
            from_at=row.begins_at,
            to_at=min(row.ends_at, row.ended_at or row.ends_at),
            is_ended=row.ended_at is not None,
            topic_ids=topics_named(row.topics, topics),
            area=_area(row, drawn),
            unit_id=row.unit_id if row.unit_id in open_units else None,
        )
        for row in rows
    )


def _area(row: PlannedWork, drawn: dict[str, Any]) -> Any:
    if row.lat is not None and row.lon is not None and row.radius_m is not None:
        return circle(row.lat, row.lon, row.radius_m)
    return drawn.get(row.neighbourhood_code)


def _seasons(city_id: int) -> list[tuple[SeasonLine, bool]]:
    """Every season with its decisions, and whether it is open-ended; two statements."""
    faces = defaultdict[int, list[SeasonVersion]](list)
    for face in SeasonFace.objects.filter(season__city_id=city_id).order_by("-valid_from", "-pk"):
        faces[face.season_id].append(as_fact(SeasonVersion, face, says=_says(face)))
    return [
        (SeasonLine(row.pk, row.code, _says(row), tuple(faces[row.pk]), row.source != "csv"), row.valid_to is None)
        for row in Season.objects.filter(city_id=city_id).order_by("code")
    ]


def _says(row: Any) -> SeasonSays:
    return as_fact(SeasonSays, row, topics=tuple(row.topics), district_codes=tuple(row.district_codes))


def _runs(
    seasons: list[SeasonLine], city_id: int, topics: list[TopicFacts], open_units: frozenset[int], zone: str
) -> tuple[SeasonFacts, ...]:
    """The runs of the last year and to come; a run during which the season's values changed is split."""
    by_id = {season.id: season for season in seasons}
    runs: list[SeasonFacts] = []
    for run in SeasonRun.objects.filter(season__in=by_id, ends_at__gt=clock.now() - KEPT).order_by("begins_at", "pk"):
        season, end = by_id[run.season_id], min(run.ends_at, run.lifted_at or run.ends_at)
        for first, last in _parts(run.begins_at, end, season.faces, zone):
            says = season.on(local(first, zone).date())
            if says is not None:
                runs.append(
                    as_fact(
                        SeasonFacts,
                        says,
                        id=season.id,
                        run_id=run.pk,
                        city_id=city_id,
                        code=season.code,
                        from_at=first,
                        to_at=last,
                        topic_ids=topics_named(says.topics, topics),
                        district_codes=frozenset(says.district_codes),
                        unit_id=says.unit_id if says.unit_id in open_units else None,
                        clock=says.clock or None,
                    )
                )
    return tuple(sorted(runs, key=lambda run: (run.from_at, run.run_id)))


def _parts(
    begin: datetime, end: datetime, faces: Iterable[SeasonVersion], zone: str
) -> list[tuple[datetime, datetime]]:
    days = {day for face in faces for day in (face.valid_from, face.valid_to) if day is not None}
    cuts = (datetime.combine(day, time(), ZoneInfo(zone)) for day in days)
    moments = [begin, *sorted(cut for cut in cuts if begin < cut < end), end]
    return list(pairwise(moments))


def whole_run(parts: Iterable[SeasonFacts]) -> SeasonFacts | None:
    """Join the parts of one run; its values are those of the last part. None for no parts."""
    listed = sorted(parts, key=lambda part: part.from_at)
    return replace(listed[-1], from_at=listed[0].from_at) if listed else None
