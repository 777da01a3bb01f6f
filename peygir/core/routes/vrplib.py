"""Reads a VRPLIB file as a routing problem: strict, with every constraint that it states or a refusal.

What a field means follows PyVRP's own reader (`pyvrp.read`, 0.14): a stop with prize 0 must be served, a vehicle is in
use during the window of its depot, time is distance, without VEHICLES there are as many as customers. It differs
where that one guesses or leaves out: distances are rounded by their type and not cut off, all formats of explicit
weights are read, depots may have any number, a depot's window also holds for reloading there, and what it would pass
over is refused.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

import numpy as np

from peygir.core.routes.problem import Depot, Problem, Stop
from peygir.core.routes.pyvrp_model import FORBIDDEN
from peygir.core.routes.vrplib_fleet import fleet
from peygir.core.routes.vrplib_nodes import (
    WholeNumbers,
    groups_of_nodes,
    loads_of,
    number_of_nodes,
    padded,
    refuse_late_release,
    whole_of_loads,
    windows_of,
)
from peygir.core.routes.vrplib_text import (
    MOST_NODES,
    FileIsWrong,
    LineIsWrong,
    VrplibText,
    number_in,
    parse,
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
        whole = WholeNumbers(10 ** _decimals(text, decimals))
        scaled = np.round(matrix * whole.factor)
    else:
        whole = WholeNumbers(_FACTORS[rounding], is_cut=rounding in ("trunc", "dimacs"))
        scaled = np.trunc(matrix * whole.factor) if whole.is_cut else np.floor(matrix * whole.factor + 0.5)
    if float(scaled.max(initial=0.0)) > FORBIDDEN / 4:
        raise FileIsWrong(why=_("“{text}” is too large or too exact.", text=f"{scaled.max():g}"))
    distances = scaled.astype(np.int64)
    depots = _depots(text, nodes, whole)
    stops = _stops(text, nodes, whole, [depot.place for depot in depots])
    if text.word("TYPE") == "VRPB":
        distances = _linehaul_first(distances, stops, depots)
    vehicles = fleet(
        text, stops, depots, whole, whole_of_loads(text, whole), is_single=text.word("TYPE") in _ONE_VEHICLE
    )
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
    for name, line_number in text.heads.items():
        if name not in _READ:
            why = _("the section {name}_SECTION is not known.", name=name[:60])
            raise LineIsWrong(line=line_number, why=why)
    for name, (line_number, _value) in text.specs.items():
        if name.startswith("VEHICLES_") and name not in _READ:
            raise LineIsWrong(line=line_number, why=_("the specification {name} is not known.", name=name[:60]))
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
    for row in text.sections.get("DEPOT", ()):
        for value in row.values():
            if value == -1:
                break
            if value != value.to_integral_value() or not 1 <= value <= nodes or int(value) in numbers:
                why = _("“{text}” is no node that can be one more depot.", text=str(value))
                raise LineIsWrong(line=row.number, why=why)
            numbers.append(int(value))
    windows = windows_of(text, nodes, whole)
    return tuple(
        Depot(number, number - 1, opens=windows[number - 1][0], closes=windows[number - 1][1])
        for number in (numbers or [1])
    )


def _stops(text: VrplibText, nodes: int, whole: WholeNumbers, depots: Sequence[int]) -> tuple[Stop, ...]:
    if "DEMAND" in text.sections and "LINEHAUL" in text.sections:
        raise LineIsWrong(line=text.heads["LINEHAUL"], why=_("{name} is given twice.", name="DEMAND"))
    by_load = whole_of_loads(text, whole)
    brought = loads_of(text, "DEMAND", nodes, by_load) or loads_of(text, "LINEHAUL", nodes, by_load)
    taken = loads_of(text, "BACKHAUL", nodes, by_load)
    kinds = max((len(row) for row in (*brought, *taken)), default=0)
    windows, prizes = windows_of(text, nodes, whole), number_of_nodes(text, "PRIZE", nodes, whole)
    service, ready = (
        number_of_nodes(text, "SERVICE_TIME", nodes, whole),
        number_of_nodes(text, "RELEASE_TIME", nodes, whole),
    )
    groups = groups_of_nodes(text, nodes, depots)
    refuse_late_release(text, nodes, windows, ready)
    return tuple(
        Stop(
            number=place + 1,
            place=place,
            delivery=padded(brought[place] if brought else (), kinds),
            pickup=padded(taken[place] if taken else (), kinds),
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


def _linehaul_first(distances: np.ndarray, stops: Sequence[Stop], depots: Sequence[Depot]) -> np.ndarray:
    """Return the distances of a VRPB: no way leads from a depot or a backhaul to a backhaul or linehaul too early."""
    linehauls = [stop.place for stop in stops if any(stop.delivery)]
    back = [stop.place for stop in stops if any(stop.pickup)]
    changed = distances.copy()
    changed[np.ix_([depot.place for depot in depots], back)] = FORBIDDEN
    changed[np.ix_(back, linehauls)] = FORBIDDEN
    return changed
