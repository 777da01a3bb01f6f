"""Which sample cases have photos: of what citizens photograph, a drawn street before, and the same street mended."""

from random import Random
from typing import Final

from lab.sample.scenes import Scene
from peygir.city.facts import TopicFacts

PHOTOGRAPHED: Final = 0.56
"""The share of cases with a photo among those whose topic can be seen; together a third of all."""
# What a photo of a topic group shows; topics that differ from their group have their own.
_OF_GROUPS: Final = {"WST": "bin", "CLN": "bin", "ASP": "pothole", "LGT": "lamp", "OBS": "blocked", "GRN": "branch"}
_OF_TOPICS: Final = {
    "GRN-06": "leak",
    "GRN-07": "leak",
    "SUR-01": "leak",
    "SUR-02": "leak",
    "SUR-08": "pothole",
    "EXT-01": "leak",
    "OBS-08": "",  # noise
    "WST-09": "",  # people and their conduct are not drawn
    "WST-10": "",
    "GRN-13": "",
}


def scene_of(topic: TopicFacts, *, key: str, rng: Random) -> Scene | None:
    """Return the scene of a case (its `key` makes it unlike any other), or None for a case without photos."""
    name = _OF_TOPICS.get(topic.code, _OF_GROUPS.get(topic.group_code, ""))
    has_photo = rng.random() < PHOTOGRAPHED
    if not name or topic.is_confidential or not has_photo:
        return None
    return Scene(name, key)
