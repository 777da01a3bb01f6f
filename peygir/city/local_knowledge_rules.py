"""Rules on local knowledge: the topics that a name covers, where works apply, and which escalation steps hold.

Pure: facts in, decisions out.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import EscalationStepFacts, WorkFacts
from peygir.city.local_knowledge_rows import ANY_TOPIC
from peygir.core.geometry import METRES_PER_DEGREE

CORNERS: Final = 32

USUAL_LADDER: Final = (
    EscalationStepFacts(50, "clerk"),
    EscalationStepFacts(80, "clerk"),
    EscalationStepFacts(100, "manager"),
    EscalationStepFacts(150, "deputy"),
    EscalationStepFacts(200, "mayor"),
)
"""The default escalation steps: a broken promise always notifies somebody."""


def topics_named(named: Collection[str], topics: Iterable[TopicFacts]) -> frozenset[int]:
    """The ids of the topics in force that names cover: codes, codes of groups, or * for all."""
    return frozenset(
        topic.id
        for topic in topics
        if topic.is_open and (ANY_TOPIC in named or topic.code in named or topic.group_code in named)
    )


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two points, accurate enough within a city."""
    shrink = math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(lat - other_lat, (lon - other_lon) * shrink) * METRES_PER_DEGREE


def circle(lat: float, lon: float, radius_m: int) -> Mapping[str, Any]:
    """A circle as a GeoJSON polygon of 32 corners, for drawing."""
    up = radius_m / METRES_PER_DEGREE
    across = up / math.cos(math.radians(lat))
    turns = [2 * math.pi * step / CORNERS for step in range(CORNERS)]
    ring = [[round(lon + across * math.cos(turn), 6), round(lat + up * math.sin(turn), 6)] for turn in turns]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def reaches(
    work: WorkFacts, *, lat: float | None, lon: float | None, neighbourhood: str, centre_lies_in: str = ""
) -> bool:
    """Whether works apply to a place: inside the circle, in the neighbourhood, or anywhere in the whole city.

    If only the neighbourhood of the place is known, a circle applies if its centre lies there
    (`centre_lies_in`).
    """
    if work.lat is not None and work.lon is not None and work.radius_m is not None:
        if lat is not None and lon is not None:
            return metres_between(work.lat, work.lon, lat, lon) <= work.radius_m
        return bool(neighbourhood) and neighbourhood in (centre_lies_in, work.neighbourhood_code)
    return not work.neighbourhood_code or work.neighbourhood_code == neighbourhood


def escalation_of(
    rungs: Mapping[tuple[int | None, int | None, str], Sequence[EscalationStepFacts]],
    topic_id: int | None,
    unit_id: int | None,
    urgency: str = "",
) -> tuple[EscalationStepFacts, ...]:
    """The most specific steps of a city: for topic and unit, topic, unit, urgency, all; else the default steps."""
    for key in escalation_keys(topic_id, unit_id, urgency):
        if rungs.get(key):
            return tuple(sorted(rungs[key]))
    return USUAL_LADDER


def escalation_keys(
    topic_id: int | None, unit_id: int | None, urgency: str
) -> tuple[tuple[int | None, int | None, str], ...]:
    """Keys of the steps to look up for a case of this topic, unit and urgency, the most specific first."""
    return (
        (topic_id, unit_id, ""),
        (topic_id, None, ""),
        (None, unit_id, ""),
        (None, None, urgency),
        (None, None, ""),
    )
