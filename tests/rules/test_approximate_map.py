"""The lines and names of Shiraz that stand in for a street map: few, coarse, and in the right neighbourhoods."""

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from shapely.geometry import LineString, shape

from peygir.city.approximate_map import FILE, LINES, POINTS, approximate_features
from peygir.city.reading import SHIPPED
from peygir.core.geometry import metres_between

# Neighbourhoods that an axis certainly meets, as everybody in the city knows.
MEETS = {
    "بلوار زند": {"زند", "درب شاهزاده"},
    "بلوار چمران": {"چمران", "قصردشت"},
    "بلوار معالی‌آباد": {"معالی‌آباد"},
    "بلوار ارم": {"ارم"},
    "خیابان ملاصدرا": {"ملاصدرا"},
    "خیابان قصردشت": {"قصردشت", "ملاصدرا"},
    "بلوار ستارخان": {"ستارخان"},
    "خیابان عفیف‌آباد": {"عفیف‌آباد"},
    "بلوار فرهنگ‌شهر": {"فرهنگ‌شهر"},
    "خیابان حافظ": {"حافظیه"},
    "بلوار ابونصر": {"فضیلت"},
    "بلوار رحمت": {"قلعه قبله"},
    "بلوار عدالت": {"عادل‌آباد"},
    "بلوار باهنر": {"باهنر جنوبی"},
    "بلوار امیرکبیر": {"امیرکبیر"},
    "بلوار گلستان": {"شهرک گلستان", "گویم"},
    "جادهٔ اصفهان": {"دروازه قرآن", "اکبرآباد"},
    "رودخانهٔ خشک": {"چمران", "حافظیه"},
}


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    return [json.loads(json.dumps(feature)) for feature in approximate_features("shiraz")]


@pytest.fixture(scope="module")
def areas() -> dict[str, Any]:
    content = json.loads((SHIPPED / "shiraz" / "neighbourhoods.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["name_fa"]: shape(feature["geometry"]) for feature in content["features"]}


def test_what_is_known_is_there(features: list[dict[str, Any]]) -> None:
    kinds = [feature["properties"]["kind"] for feature in features]
    assert kinds.count("axis") >= 40
    assert {kind: kinds.count(kind) for kind in ("river", "ring")} == {"river": 1, "ring": 2}
    assert set(kinds) == LINES | POINTS
    names = [feature["properties"]["name_fa"] for feature in features]
    assert len(set(names)) == len(names)
    assert all(feature["properties"]["name_en"].isprintable() for feature in features)
    assert all("source" not in feature["properties"] for feature in features), "the page needs no marks of trust"


def test_no_line_feigns_precision(features: list[dict[str, Any]]) -> None:
    for feature in features:
        if feature["properties"]["kind"] not in LINES:
            continue
        spots = feature["geometry"]["coordinates"]
        steps = [
            metres_between(lat, lon, other_lat, other_lon) for (lon, lat), (other_lon, other_lat) in pairwise(spots)
        ]
        assert min(steps) >= 500, feature["properties"]["name_fa"]
        assert all(math.isclose(degrees, round(degrees, 3)) for spot in spots for degrees in spot)


def test_axes_run_through_their_neighbourhoods(features: list[dict[str, Any]], areas: dict[str, Any]) -> None:
    lines = {
        feature["properties"]["name_fa"]: LineString(feature["geometry"]["coordinates"])
        for feature in features
        if feature["properties"]["kind"] in LINES
    }
    for name, met in MEETS.items():
        missed = {area for area in met if not areas[area].intersects(lines[name])}
        assert not missed, f"{name}: {missed}"


def test_places_lie_in_the_city(features: list[dict[str, Any]], areas: dict[str, Any]) -> None:
    for feature in features:
        if feature["properties"]["kind"] in POINTS:
            near = min(area.distance(shape(feature["geometry"])) for area in areas.values())
            assert near < 0.01, feature["properties"]["name_fa"]


def test_marks_of_trust_stand_in_the_file() -> None:
    content = json.loads((SHIPPED / "shiraz" / FILE).read_text(encoding="utf-8"))
    assert {feature["properties"]["source"] for feature in content["features"]} == {"known", "approximate"}


@pytest.mark.parametrize("code", ["", "krems", "..", "../shiraz", "shiraz/..", "/", "\x00"])
def test_another_city_has_none(code: str) -> None:
    assert approximate_features(code) == ()
