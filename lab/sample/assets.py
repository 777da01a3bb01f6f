"""The assets of the sample city: eight types with topics and warranties, and 5,000 assets in its streets."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from lab.sample.places import Places
from peygir.assets.actions import set_type, set_warranties, write_rows
from peygir.assets.attributes import AssetAttribute, Value, checked, read_definitions
from peygir.assets.facts import AssetTypeFacts
from peygir.assets.queries import asset_types, nearest
from peygir.assets.row_reading import FIELDS, AssetRow
from peygir.assets.states import AssetState
from peygir.cases.new_report import NewReport
from peygir.city import queries as city
from peygir.city.facts import Place

ASSETS: Final = 5_000
NAMED: Final = 0.8
"""Of the reports near an asset of their topic, how many name it."""
REACH: Final = 200.0  # metres
_NUMBERS: Final = {"volume": (240, 660, 770, 1100), "girth": (40, 60, 90, 140), "power": (50, 70, 100, 150)}
_SMALL: Final = (2, 3, 4, 6)


def place_assets_of_sample(city_id: int, *, seed: int, today: date) -> int:
    """Describe the types, and register the assets by one import; returns how many. The same seed gives the same."""
    for described in _told()["type"]:
        set_type(
            city_id,
            described["code"],
            name_fa=described["name_fa"],
            name_en=described["name_en"],
            topics=[code for code in described["topics"] if city.topic_by_code(city_id, code) is not None],
            attributes=read_definitions(described["attributes"]),
            by="system",
        )
    known = {code: days for code, days in _told()["warranty"].items() if city.topic_by_code(city_id, code) is not None}
    set_warranties(city_id, known, by="system")
    rng = Random(f"{seed} assets")  # noqa: S311 - a sample, not a secret
    places, types = Places(city_id, rng, on=today), {one.code: one for one in asset_types(city_id)}
    shares = {told["code"]: int(told["share"]) for told in _told()["type"]}
    rows = []
    for number in range(1, ASSETS + 1):
        kind = types[rng.choices(list(shares), list(shares.values()))[0]]
        spot = places.pick()
        rows.append((_row(number, kind, (spot.lat, spot.lon), spot.place, today, rng), spot.place))
    columns, digest = frozenset(FIELDS), f"sample {seed}"
    for _done in write_rows(city_id, rows, file_name="sample", digest=digest, columns=columns, by="system"):
        pass
    return len(rows)


def at_asset(city_id: int, report: NewReport, rng: Random) -> NewReport:
    """A sample report as one about the nearest asset of its topic, if one is near; most such reporters name it."""
    if report.lat is None or report.lon is None or not report.topic_code or rng.random() >= NAMED:
        return report
    topic = city.topic_by_code(city_id, report.topic_code)
    if topic is None or topic.code not in _topics():
        return report
    found = nearest(city_id, lat=report.lat, lon=report.lon, topic_id=topic.id, limit=1, reach=REACH)
    return replace(report, asset_tag=found[0].tag, lat=found[0].lat, lon=found[0].lon) if found else report


def _row(
    number: int, kind: AssetTypeFacts, point: tuple[float, float], place: Place, today: date, rng: Random
) -> AssetRow:
    owner = city.owner_of(kind.topic_ids[0], place.district_code, on=today) if kind.topic_ids else None
    installed_on = today - timedelta(days=rng.randrange(30, 9_000))
    given = {one.code: _value(one, installed_on, rng) for one in kind.attributes}
    return AssetRow(
        row=number,
        type=kind,
        lat=round(point[0], 6),
        lon=round(point[1], 6),
        number=f"S-{number:05d}",
        unit_id=owner.unit_id if owner is not None else None,
        state=rng.choices([AssetState.IN_USE.value, AssetState.DAMAGED.value], [97, 3])[0],
        installed_on=installed_on,
        attributes=checked(kind.attributes, given),
    )


def _value(attribute: AssetAttribute, installed_on: date, rng: Random) -> Value:
    if attribute.values:
        return rng.choice(attribute.values)[0]
    if attribute.datatype == "datetime":
        return (installed_on + timedelta(days=rng.randrange(20))).isoformat()
    return float(rng.choice(_NUMBERS.get(attribute.code, _SMALL)))


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("assets.toml").read_text(encoding="utf-8"))


@cache
def _topics() -> frozenset[str]:
    return frozenset(code for told in _told()["type"] for code in told["topics"])
