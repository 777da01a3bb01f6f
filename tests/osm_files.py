"""Small extracts of OpenStreetMap written by hand, and the real ones where the machine has them."""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

import pytest

REAL: Final = "shared/data/osm"
WEST, SOUTH, STEP = 52.50, 29.60, 0.001
"""The lower left corner of the small extract, as of `tests.small_city`, and the width of its grid in degrees."""


def real_map(name: str) -> Path:
    """A real extract; skips the test on a machine without it."""
    for folder in Path(__file__).resolve().parents:
        if (path := folder / REAL / name).is_file():
            return path
    pytest.skip(f"no {REAL}/{name} beside this checkout: the real extracts are not part of it")


class Stages:
    """Takes what a reading says of its progress."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.furthest = 0

    def stage(self, name: str, total: int) -> None:
        self.names.append(name)

    def at(self, done: int) -> None:
        self.furthest = max(self.furthest, done)


@dataclass
class SmallMap:
    """An extract in the making: points on a grid of STEP degrees, ways and relations by their own numbers."""

    nodes: dict[tuple[float, float], int] = field(default_factory=dict)
    tagged: dict[int, Mapping[str, str]] = field(default_factory=dict)
    ways: list[tuple[int, list[int], Mapping[str, str]]] = field(default_factory=list)
    relations: list[tuple[int, list[tuple[str, int, str]], Mapping[str, str]]] = field(default_factory=list)

    def node(self, column: float, row: float, **tags: str) -> int:
        """A point of the grid; the same point is the same node."""
        number = self.nodes.setdefault((column, row), len(self.nodes) + 1)
        if tags:
            self.tagged[number] = _tags(tags)
        return number

    def way(self, *spots: tuple[float, float], missing: Iterable[int] = (), **tags: str) -> int:
        """A line through points of the grid, then through `missing` nodes; returns its number."""
        number = 100 + len(self.ways)
        self.ways.append((number, [*(self.node(*spot) for spot in spots), *missing], _tags(tags)))
        return number

    def square(self, column: float, row: float, width: float = 1, height: float = 1, **tags: str) -> int:
        """A closed way."""
        east, north = column + width, row + height
        corners = ((column, row), (east, row), (east, north), (column, north), (column, row))
        return self.way(*corners, missing=(), **tags)

    def relation(self, *members: tuple[str, int, str], **tags: str) -> int:
        """A relation of members (type, number, role)."""
        number = 1000 + len(self.relations)
        self.relations.append((number, list(members), _tags(tags)))
        return number

    def xml(self) -> str:
        """The whole as OSM XML."""
        rows = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="hand">']
        for (column, row), number in self.nodes.items():
            spot = f'lat="{SOUTH + row * STEP:.7f}" lon="{WEST + column * STEP:.7f}"'
            rows.append(f'<node id="{number}" version="1" {spot}>{_xml(self.tagged.get(number, {}))}</node>')
        for number, nodes, tags in self.ways:
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            rows.append(f'<way id="{number}" version="1">{refs}{_xml(tags)}</way>')
        for number, members, tags in self.relations:
            refs = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
            rows.append(f'<relation id="{number}" version="1">{refs}{_xml(tags)}</relation>')
        return "\n".join([*rows, "</osm>"])

    def write(self, path: Path) -> Path:
        """Write the file, packed if its name says so."""
        content = self.xml().encode()
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    """`name__en` stands for `name:en`."""
    return {key.replace("__", ":"): value for key, value in tags.items()}


def _xml(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


def shiraz_corner() -> SmallMap:
    """Two streets with alleys, a square, a park and a school: each answer can be counted by hand."""
    made = SmallMap()
    # Ghasrodasht runs to the east in two pieces, Chamran to the north; they meet at (5, 0).
    made.way((0, 0), (1, 0), (2, 0), highway="secondary", name="خیابان قصردشت", name__en="Ghasrodasht St")
    made.way((2, 0), (3, 0), (5, 0), highway="secondary", name="خيابان قصردشت", old_name="شاه‌داعی", alt_name="قصرالدشت")
    made.way((5, 0), (5, 3), (5, 6), highway="primary", name="بلوار چمران", name__en="Chamran Blvd")
    made.way((1, 0), (1, 1), highway="residential", name="کوچه ۱۶")
    made.way((3, 0), (3, 1), highway="residential", name="کوچهٔ ۱۸")
    made.way((1, 1), (1.5, 1), highway="living_street", name="بن‌بست یاس")
    made.way((5, 3), (6, 3), highway="residential", name="کوچه ۱۶")  # of Chamran, another one
    made.way((5, 6), (6, 6), highway="residential", name="چمران ۲۰")
    made.way((8, 8), (9, 8), highway="residential", name="خیابان قصردشت")  # far away, another street
    made.square(4.8, -0.2, 0.4, 0.4, highway="primary", junction="roundabout", name="میدان قصردشت")
    made.way((7, 0), (7, 1), highway="primary", bridge="yes", name="پل حر")
    made.way((0, 5), (2, 5), waterway="river", name="رودخانه خشک")
    made.square(2, 2, leisure="park", name="باغ ارم", name__en="Eram Garden", loc_name="باغ شاه;ارم")
    made.square(3.2, 3.2, 0.2, 0.2, building="yes", amenity="school", name="دبستان سعدی")
    made.square(3.6, 3.2, 0.2, 0.2, building="yes")
    made.node(4, 4, amenity="place_of_worship", name="مسجد نصیر")
    made.node(4, 5, highway="bus_stop", name="ایستگاه ارم")
    made.node(0.5, 3, amenity="hospital", name="بیمارستان نمازی")
    made.node(6, 5, place="neighbourhood", name="معالی‌آباد", name__en="Maali Abad")
    return made
