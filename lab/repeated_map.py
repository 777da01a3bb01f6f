"""Makes a large extract of OpenStreetMap from a small one: its copies side by side, each with ids of its own.

`python -m lab.repeated_map andorra.osm.pbf large.osm.pbf --copies 180` writes a grid of copies, each shifted by the
width and height of the small one; nodes, ways and relations of all copies stand in the usual order.
"""

import argparse
import math
from pathlib import Path
from typing import Any, Final

import osmium

ID_STEP: Final = 20_000_000_000
"""Between the ids of two copies: larger than any id there is."""
STEP_DEGREES: Final = (0.36, 0.24)


def repeat(source: Path, target: Path, copies: int) -> None:
    """Write `copies` of a file into another."""
    side = math.ceil(math.sqrt(copies))
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for kind in (osmium.osm.NODE, osmium.osm.WAY, osmium.osm.RELATION):
            things = osmium.FileProcessor(str(source), kind)
            for copy in range(copies):
                row, column = divmod(copy, side)
                shift = (column * STEP_DEGREES[0], -row * STEP_DEGREES[1])
                for thing in things:
                    _write(writer, thing, copy * ID_STEP, shift)


def _write(writer: Any, thing: Any, more: int, shift: tuple[float, float]) -> None:
    if thing.is_node():
        spot = thing.location
        place = (spot.lon + shift[0], spot.lat + shift[1])
        writer.add_node(thing.replace(id=thing.id + more, location=place))
    elif thing.is_way():
        writer.add_way(thing.replace(id=thing.id + more, nodes=[node.ref + more for node in thing.nodes]))
    else:
        members = [(member.type, member.ref + more, member.role) for member in thing.members]
        writer.add_relation(thing.replace(id=thing.id + more, members=members))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--copies", type=int, default=180)
    arguments = parser.parse_args()
    repeat(arguments.source, arguments.target, arguments.copies)


if __name__ == "__main__":
    main()
