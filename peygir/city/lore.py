"""What a city knows beforehand, read once into plain values; part of the view that `atlas` keeps."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from peygir.city.facts import (
    AttributeFacts,
    CollectionFacts,
    LandmarkFacts,
    RungFacts,
    SeasonFacts,
    TopicFacts,
    Version,
    WorkFacts,
    as_fact,
)
from peygir.city.lore_rules import circle, topics_named
from peygir.city.models import (
    CollectionDay,
    Landmark,
    Neighbourhood,
    PlannedWork,
    Rung,
    Season,
    SeasonRun,
    Topic,
    TopicAttribute,
    Unit,
)
from peygir.core import clock

KEPT: Final = timedelta(days=400)
"""How long works and runs of seasons stay in memory after their end; older ones are in the database alone."""


@dataclass(frozen=True, slots=True)
class RungVersion(Version):
    """One version of a step of the ladder."""

    topic_id: int | None
    unit_id: int | None
    step: RungFacts


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """A season as it is defined, whether it runs or rests, for the desk's list."""

    id: int
    code: str
    name_fa: str
    name_en: str
    text_fa: str
    text_en: str
    menu_key: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Lore:
    """All that a city knows beforehand."""

    landmarks: tuple[LandmarkFacts, ...]
    collection: dict[tuple[str, str], tuple[CollectionFacts, ...]]
    works: tuple[WorkFacts, ...]
    seasons: tuple[SeasonLine, ...]
    runs: tuple[SeasonFacts, ...]
    rungs: tuple[RungVersion, ...]
    attributes: dict[int, tuple[AttributeFacts, ...]]


def read_lore(city_id: int) -> Lore:
    """One city's lore from the database: ten statements."""
    topics = [as_fact(TopicFacts, row, is_open=row.valid_to is None) for row in Topic.objects.filter(city_id=city_id)]
    open_units = frozenset(Unit.objects.filter(city_id=city_id, valid_to=None).values_list("pk", flat=True))
    landmarks = Landmark.objects.filter(city_id=city_id).order_by("code", "valid_from", "pk")
    collection = defaultdict[tuple[str, str], list[CollectionFacts]](list)
    for row in CollectionDay.objects.filter(city_id=city_id).order_by("-valid_from", "-pk"):
        fact = as_fact(CollectionFacts, row, weekdays=frozenset(row.weekdays))
        collection[row.neighbourhood_code, row.kind].append(fact)
    seasons = list(Season.objects.filter(city_id=city_id).order_by("code"))
    return Lore(
        landmarks=tuple(as_fact(LandmarkFacts, row, aliases=tuple(row.aliases)) for row in landmarks),
        collection={key: tuple(facts) for key, facts in collection.items()},
        works=_works(city_id, topics, open_units),
        seasons=tuple(as_fact(SeasonLine, row) for row in seasons if row.valid_to is None),
        runs=_runs(seasons, topics, open_units),
        rungs=tuple(
            RungVersion(row.pk, row.valid_from, row.valid_to, row.topic_id, row.unit_id,
                        as_fact(RungFacts, row))
            for row in Rung.objects.filter(city_id=city_id).order_by("percent", "pk")
        ),
        attributes=_attributes(city_id),
    )  # fmt: skip


def _attributes(city_id: int) -> dict[int, tuple[AttributeFacts, ...]]:
    """Every version of every topic's further questions, by the topic's id, in the order in which they are asked."""
    found = defaultdict[int, list[AttributeFacts]](list)
    for row in TopicAttribute.objects.filter(topic__city_id=city_id).order_by("order", "code", "pk"):
        values = tuple((str(one["key"]), str(one["fa"]), str(one["en"])) for one in row.values)
        found[row.topic_id].append(as_fact(AttributeFacts, row, values=values))
    return {topic: tuple(listed) for topic, listed in found.items()}


def _works(city_id: int, topics: list[TopicFacts], open_units: frozenset[int]) -> tuple[WorkFacts, ...]:
    rows = PlannedWork.objects.filter(city_id=city_id, ends_at__gt=clock.now() - KEPT).order_by("begins_at", "pk")
    named = {row.neighbourhood_code for row in rows}
    drawn: dict[str, Any] = dict(
        Neighbourhood.objects.filter(city_id=city_id, code__in=named)
        .order_by("valid_from")
        .values_list("code", "polygon")
    )  # fmt: skip
    return tuple(
        as_fact(
            WorkFacts, row, from_at=row.begins_at, to_at=min(row.ends_at, row.ended_at or row.ends_at),
            is_ended=row.ended_at is not None, topic_ids=topics_named(row.topics, topics),
            area=_area(row, drawn),
            unit_id=row.unit_id if row.unit_id in open_units else None,
        )
        for row in rows
    )  # fmt: skip


def _area(row: PlannedWork, drawn: dict[str, Any]) -> Any:
    if row.lat is not None and row.lon is not None and row.radius_m is not None:
        return circle(row.lat, row.lon, row.radius_m)
    return drawn.get(row.neighbourhood_code)


def _runs(seasons: list[Season], topics: list[TopicFacts], open_units: frozenset[int]) -> tuple[SeasonFacts, ...]:
    by_id = {season.pk: season for season in seasons}
    runs = SeasonRun.objects.filter(season__in=by_id, ends_at__gt=clock.now() - KEPT).order_by("begins_at", "pk")
    return tuple(
        as_fact(
            SeasonFacts, by_id[run.season_id], run_id=run.pk, from_at=run.begins_at,
            to_at=min(run.ends_at, run.lifted_at or run.ends_at),
            topic_ids=topics_named(by_id[run.season_id].topics, topics),
            district_codes=frozenset(by_id[run.season_id].district_codes),
            unit_id=by_id[run.season_id].unit_id if by_id[run.season_id].unit_id in open_units else None,
            clock=by_id[run.season_id].clock or None,
        )
        for run in runs
    )  # fmt: skip
