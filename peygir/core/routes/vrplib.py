"""Reads a VRPLIB file as a routing problem: strict, with every constraint that it states or a refusal.

What a field means follows PyVRP's own reader (`pyvrp.read`, 0.14): a stop with prize 0 must be served, a vehicle is in
use during the window of its depot, time is distance, without VEHICLES there are as many as customers. It differs
where that one guesses or leaves out: distances are rounded by their type and not cut off, all formats of explicit
weights are read, depots may have any number, a depot's window also holds for reloading there, and what it would pass
over is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from peygir.core.routes.problem import NO_LIMIT, Depot, Problem, Stop
from peygir.core.routes.pyvrp_model import FORBIDDEN
from peygir.core.routes.vrplib_fleet import fleet
from peygir.core.routes.vrplib_text import (
    MOST_NODES,
    NODE,
    FileIsWrong,
    LineIsWrong,
    VrplibText,
    column,
    number_in,
    parse,
    rows_of,
)
from peygir.core.routes.vrplib_weights import decimals_of, weights
from peygir.core.translation import gettext_lazy as _

ROUNDINGS: Final = ("file", "round", "trunc", "dimacs", "exact")
"""How numbers become whole: as the file's type says, or as PyVRP's functions of these names do with every number."""
_READ: Final = frozenset(
    {"NODE_COORD", "EDGE_WEIGHT", "DEMAND", "LINEHAUL", "BACKHAUL", "TIME_WINDOW", "SERVICE_TIME", "RELEASE_TIME"}
    | {"PRIZE", "DEPOT", "CAPACITY", "VEHICLES_DEPOT", "VEHICLES_RELOAD_DEPOT", "VEHICLES_ALLOWED_CLIENTS"}
    | {"VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_DURATION", "VEHICLES_MAX_RELOADS", "VEHICLES_FIXED_COST"}
    | {"VEHICLES_UNIT_DISTANCE_COST", "MUTUALLY_EXCLUSIVE_GROUP", "DISPLAY_DATA"}
)
_OTHER_TYPES: Final = frozenset({"HCP", "SOP", "TOUR", "PDPTW", "PDP", "GTSP", "AGTSP", "CARP", "IRP", "TD"})
_ONE_VEHICLE: Final = frozenset({"TSP", "ATSP"})
_FACTORS: Final = {"round": 1, "trunc": 1, "dimacs": 10, "exact": 1000}
_MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Whole:
    """Makes whole numbers: times `factor`, then to the nearest (halves up) or, with `is_cut`, down."""

    factor: int = 1
    is_cut: bool = False

    def __call__(self, value: Decimal) -> int:
        return int((value * self.factor).to_integral_value(ROUND_DOWN if self.is_cut else ROUND_HALF_UP))


def read_vrplib(content: str, *, rounding: str = "file") -> Problem:
    """Return the problem that the text of a VRPLIB file states.

    `rounding` is one of ROUNDINGS. With "file" distances from coordinates are rounded as TSPLIB 95 says, and all other
    numbers are kept exact: when some have decimals, everything is multiplied by `Problem.scale`. Raises LineIsWrong and
    FileIsWrong.
    """
    text = parse(content)
    nodes = _dimension(text)
    _refuse_unknown(text)
    matrix, decimals = weights(text, nodes, is_exact=rounding in _FACTORS)
    if rounding == "file":
        whole = Whole(10 ** _decimals(text, decimals))
        scaled = np.round(matrix * whole.factor)
    else:
        whole = Whole(_FACTORS[rounding], is_cut=rounding in ("trunc", "dimacs"))
        scaled = np.trunc(matrix * whole.factor) if whole.is_cut else np.floor(matrix * whole.factor + 0.5)
    distances = scaled.astype(np.int64)
    depots = _depots(text, nodes, whole)
    stops = _stops(text, nodes, whole, [depot.place for depot in depots])
    if text.word("TYPE") == "VRPB":
        distances = _linehaul_first(distances, stops, depots)
    vehicles = fleet(text, stops, depots, whole, _of_loads(text, whole), is_single=text.word("TYPE") in _ONE_VEHICLE)
    return Problem(stops, depots, vehicles, distances, distances, whole.factor if rounding == "file" else 1)


def _dimension(text: VrplibText) -> int:
    nodes = text.whole("DIMENSION")
    if nodes is None:
        raise FileIsWrong(why=_("it has no DIMENSION."))
    if not 1 <= nodes <= MOST_NODES:
        why = _("DIMENSION must be 1 to {limit}.", limit=MOST_NODES)
        raise LineIsWrong(line=text.specs["DIMENSION"][0], why=why)
    return nodes


def _refuse_unknown(text: VrplibText) -> None:
    """Refuse what would change the problem if it were passed over. Raises LineIsWrong."""
    for name, line in text.heads.items():
        if name not in _READ:
            why = _("the section {name}_SECTION is not known.", name=name[:60])
            raise LineIsWrong(line=line, why=why)
    for name, (line, _value) in text.specs.items():
        if name.startswith("VEHICLES_") and name not in _READ:
            raise LineIsWrong(line=line, why=_("the specification {name} is not known.", name=name[:60]))
    if (kind := text.word("TYPE")) in _OTHER_TYPES:
        why = _("problems of the type “{text}” are not solved here.", text=kind[:40])
        raise LineIsWrong(line=text.specs["TYPE"][0], why=why)


def _decimals(text: VrplibText, decimals: int) -> int:
    """Return how many decimals the numbers of the file have that share the unit of distances and times."""
    for name in ("TIME_WINDOW", "SERVICE_TIME", "RELEASE_TIME", "PRIZE", "VEHICLES_MAX_DISTANCE"):
        for line in text.sections.get(name, ()):
            decimals = max([decimals, *(decimals_of(number_in(word, line.number)) for word in line.words[1:])])
    for name in ("SERVICE_TIME", "RELEASE_TIME", "DISTANCE", "VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_DURATION"):
        value = text.number(name)
        decimals = max(decimals, decimals_of(value) if value is not None else 0)
    if decimals > _MOST_DECIMALS:
        raise FileIsWrong(why=_("its numbers have more than {limit} decimals.", limit=_MOST_DECIMALS))
    return decimals


def _depots(text: VrplibText, nodes: int, whole: Callable[[Decimal], int]) -> tuple[Depot, ...]:
    numbers: list[int] = []
    for line in text.sections.get("DEPOT", ()):
        for value in line.values():
            if value == -1:
                break
            if value != value.to_integral_value() or not 1 <= value <= nodes or int(value) in numbers:
                why = _("“{text}” is no node that can be one more depot.", text=str(value))
                raise LineIsWrong(line=line.number, why=why)
            numbers.append(int(value))
    windows = _windows(text, nodes, whole)
    return tuple(
        Depot(number, number - 1, opens=windows[number - 1][0], closes=windows[number - 1][1])
        for number in (numbers or [1])
    )


def _stops(text: VrplibText, nodes: int, whole: Whole, depots: Sequence[int]) -> tuple[Stop, ...]:
    if "DEMAND" in text.sections and "LINEHAUL" in text.sections:
        raise LineIsWrong(line=text.heads["LINEHAUL"], why=_("{name} is given twice.", name="DEMAND"))
    by_load = _of_loads(text, whole)
    brought = _loads(text, "DEMAND", nodes, by_load) or _loads(text, "LINEHAUL", nodes, by_load)
    taken = _loads(text, "BACKHAUL", nodes, by_load)
    kinds = max((len(row) for row in (*brought, *taken)), default=0)
    windows, prizes = _windows(text, nodes, whole), _by_node(text, "PRIZE", nodes, whole)
    service, ready = _by_node(text, "SERVICE_TIME", nodes, whole), _by_node(text, "RELEASE_TIME", nodes, whole)
    groups = _groups(text, nodes, depots)
    _refuse_late_release(text, nodes, windows, ready)
    return tuple(
        Stop(
            number=place + 1,
            place=place,
            delivery=_padded(brought[place] if brought else (), kinds),
            pickup=_padded(taken[place] if taken else (), kinds),
            service=service[place],
            opens=windows[place][0],
            closes=windows[place][1],
            ready=ready[place],
            prize=prizes[place] or None,
            group=groups.get(place),
        )
        for place in range(nodes)
        if place not in depots
    )


def _refuse_late_release(
    text: VrplibText, nodes: int, windows: Sequence[tuple[int, int]], ready: Sequence[int]
) -> None:
    """Refuse goods that are ready only after the window of their customer. Raises LineIsWrong."""
    rows = rows_of(text, "RELEASE_TIME", nodes, numbered=NODE)
    for place in range(nodes):
        if ready[place] > windows[place][1]:
            line = rows[place].number if rows is not None else text.specs["RELEASE_TIME"][0]
            why = _("the goods of node {number} are ready after its window has closed.", number=place + 1)
            raise LineIsWrong(line=line, why=why)


def _of_loads(text: VrplibText, whole: Whole) -> Whole:
    """Return what makes demands and capacities whole: they have a unit of their own, and are kept exact."""
    decimals = 0
    for name in ("DEMAND", "LINEHAUL", "BACKHAUL", "CAPACITY"):
        for line in text.sections.get(name, ()):
            decimals = max([decimals, *(decimals_of(value) for value in line.values()[1:])])
    capacity = text.number("CAPACITY")
    return Whole(10 ** max(decimals, decimals_of(capacity) if capacity is not None else 0), is_cut=whole.is_cut)


def _padded(loads: tuple[int, ...], kinds: int) -> tuple[int, ...]:
    return (*loads, *[0] * (kinds - len(loads)))


def _loads(text: VrplibText, name: str, nodes: int, whole: Callable[[Decimal], int]) -> list[tuple[int, ...]]:
    rows = rows_of(text, name, nodes, numbered=NODE)
    if rows is None:
        return []
    found = []
    for line, values in zip(rows, column(rows, most=8), strict=True):
        if any(value < 0 for value in values) or len(values) != len(rows[0].words):
            raise LineIsWrong(line=line.number, why=_("a load must not be negative, and each row has as many."))
        found.append(tuple(whole(value) for value in values))
    return found


def _by_node(text: VrplibText, name: str, nodes: int, whole: Callable[[Decimal], int]) -> list[int]:
    """Return a number ≥ 0 for each node: of its row, or of a specification that holds for all of them, or 0."""
    rows = rows_of(text, name, nodes, numbered=NODE)
    if rows is None:
        return [whole(text.number(name) or Decimal(0))] * nodes
    found = []
    for line, (value,) in zip(rows, column(rows), strict=True):
        if value < 0:
            raise LineIsWrong(line=line.number, why=_("{name} must not be negative.", name=name))
        found.append(whole(value))
    return found


def _windows(text: VrplibText, nodes: int, whole: Callable[[Decimal], int]) -> list[tuple[int, int]]:
    rows = rows_of(text, "TIME_WINDOW", nodes, numbered=NODE)
    if rows is None:
        return [(0, NO_LIMIT)] * nodes
    found = []
    for line, (opens, closes) in zip(rows, column(rows, least=2, most=2), strict=True):
        if opens < 0 or closes < opens:
            why = _("the window closes ({closes}) before it opens ({opens}).", opens=str(opens), closes=str(closes))
            raise LineIsWrong(line=line.number, why=why)
        found.append((whole(opens), whole(closes)))
    return found


def _groups(text: VrplibText, nodes: int, depots: Sequence[int]) -> dict[int, int]:
    """Return the group of each place that is in one of two or more. Raises LineIsWrong."""
    groups: dict[int, int] = {}
    for number, line in enumerate(text.sections.get("MUTUALLY_EXCLUSIVE_GROUP", ())):
        members = [int(value) - 1 for value in line.values()[1:] if value == value.to_integral_value()]
        bad = any(not 0 <= one < nodes or one in depots or one in groups for one in members)
        if bad or len(members) != len(line.words) - 1 or len(set(members)) != len(members):
            raise LineIsWrong(line=line.number, why=_("a group has customers of the file, each in one group alone."))
        if len(members) > 1:
            groups |= dict.fromkeys(members, number)
    return groups


def _linehaul_first(distances: np.ndarray, stops: Sequence[Stop], depots: Sequence[Depot]) -> np.ndarray:
    """Return the distances of a VRPB: no way leads from a depot or a backhaul to a backhaul or linehaul too early."""
    line = [stop.place for stop in stops if any(stop.delivery)]
    back = [stop.place for stop in stops if any(stop.pickup)]
    changed = distances.copy()
    changed[np.ix_([depot.place for depot in depots], back)] = FORBIDDEN
    changed[np.ix_(back, line)] = FORBIDDEN
    return changed
