"""What is known of a city's streets before a street map is loaded: broad lines and names that the city ships as a file.

They are drawn from memory, to some hundred metres, so they may be shown for the whole city only, and as approximate.
"""

import json
from functools import lru_cache
from typing import Any, Final

from peygir.city.reading import SHIPPED

FILE: Final = "approximate_map.geojson"
LINES: Final = frozenset({"axis", "ring", "river"})
POINTS: Final = frozenset({"square", "garden", "landmark"})


@lru_cache(maxsize=4)
def approximate_features(code: str) -> tuple[dict[str, Any], ...]:
    """The GeoJSON features of a shipped city by its code; none for a city that ships no such file.

    A feature's `kind` is one of LINES or POINTS; `name_fa` and `name_en` are its names.
    """
    path = SHIPPED / code / FILE
    if not code.isalnum() or not path.is_file():
        return ()
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple(
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": {name: feature["properties"][name] for name in ("kind", "name_fa", "name_en")},
        }
        for feature in features
    )
