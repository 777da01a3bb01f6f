"""Which sample cases have photos: of what citizens photograph, a drawn street before, and the same street mended."""

from random import Random
from typing import Final

from lab.sample.scenes import Scene
from peygir.city.facts import TopicFacts

PHOTOGRAPHED: Final = 0.72
"""The share of cases with a photo among those whose topic a scene shows; together a third of all."""
_SCENES: Final = {
    "bin": ("WST-01", "WST-02", "WST-05", "WST-07", "WST-08", "CLN-01", "CLN-03"),
    "pothole": ("ASP-01", "ASP-02", "ASP-03", "SUR-08"),
    "lamp": ("LGT-01", "LGT-02", "GRN-10"),
    "leak": ("GRN-06", "GRN-07", "SUR-01", "EXT-01"),
    "blocked": ("OBS-01", "OBS-02", "OBS-03", "OBS-04", "OBS-10"),
    "branch": ("GRN-01", "GRN-02", "GRN-03", "GRN-05"),
}
_OF_TOPICS: Final = {code: scene for scene, codes in _SCENES.items() for code in codes}


def scene_of(topic: TopicFacts, *, key: str, rng: Random) -> Scene | None:
    """Return the scene of a case (its `key` makes it unlike any other), or None for a case without photos."""
    name = _OF_TOPICS.get(topic.code, "")
    has_photo = rng.random() < PHOTOGRAPHED
    if not name or topic.is_confidential or not has_photo:
        return None
    return Scene(name, key)
