"""The vehicles of a VRPLIB file: how many, of what capacity, from which depots and with which limits."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from peygir.core.routes.problem import NO_LIMIT, Depot, Stop, Vehicle
from peygir.core.routes.vrplib_text import VEHICLE, Line, LineIsWrong, VrplibText, column, rows_of
from peygir.core.translation import gettext_lazy as _

MOST_VEHICLES: Final = 3_000


def fleet(
    text: VrplibText,
    stops: Sequence[Stop],
    depots: Sequence[Depot],
    whole: Callable[[Decimal], int],
    by_load: Callable[[Decimal], int],
    *,
    is_single: bool,
) -> tuple[Vehicle, ...]:
    """Return the vehicles; `whole` and `by_load` make whole numbers of distances and times, and of loads.

    Without VEHICLES there are as many as stops, with `is_single` one. Raises LineIsWrong.
    """
    count = _count(text, stops, is_single=is_single)
    kinds = max((len(stop.delivery) for stop in stops), default=0)
    capacities = _capacities(text, count, by_load, kinds)
    starts = _starts(text, count, depots)
    reloads = [
        [_depot(value, line, depots) for value in values] for line, values in _lists(text, "RELOAD_DEPOT", count)
    ]
    allowed = _allowed(text, count, stops, len(depots) + len(stops))
    distances = _each(text, "VEHICLES_MAX_DISTANCE", count, whole)
    durations = _each(text, "VEHICLES_MAX_DURATION", count, whole)
    longest = text.number("DISTANCE")
    most_reloads = _each(text, "VEHICLES_MAX_RELOADS", count, int)
    fixed = _each(text, "VEHICLES_FIXED_COST", count, whole)
    costs = _each(text, "VEHICLES_UNIT_DISTANCE_COST", count, int)
    return tuple(
        Vehicle(
            number=number + 1,
            start=starts[number],
            end=starts[number],
            capacity=capacities[number],
            opens=depots[starts[number]].opens,
            closes=depots[starts[number]].closes,
            reload_at=tuple(dict.fromkeys(reloads[number])) if reloads else (),
            most_reloads=most_reloads[number],
            may_serve=allowed[number],
            most_distance=_or_none(distances[number]),
            most_duration=min(_or_none(durations[number]), whole(longest) if longest is not None else NO_LIMIT),
            fixed_cost=fixed[number] or 0,
            distance_cost=1 if costs[number] is None else costs[number] or 0,
        )
        for number in range(count)
    )


def _or_none(value: int | None) -> int:
    return NO_LIMIT if value is None else value


def _count(text: VrplibText, stops: Sequence[Stop], *, is_single: bool) -> int:
    count = text.whole("VEHICLES")
    if count is None:
        return 1 if is_single else len(stops)
    if not 1 <= count <= MOST_VEHICLES:
        why = _("VEHICLES must be 1 to {limit}.", limit=MOST_VEHICLES)
        raise LineIsWrong(line=text.specs["VEHICLES"][0], why=why)
    return count


def _capacities(text: VrplibText, count: int, by_load: Callable[[Decimal], int], kinds: int) -> list[tuple[int, ...]]:
    rows = rows_of(text, "CAPACITY", count, numbered=VEHICLE)
    if rows is None:
        capacity = text.number("CAPACITY")
        return [(by_load(capacity) if capacity is not None else NO_LIMIT,) * max(kinds, 1)] * count
    capacities = []
    for row, values in zip(rows, column(rows, most=8), strict=True):
        if any(value < 0 for value in values) or len(values) < kinds:
            raise LineIsWrong(line=row.number, why=_("a capacity must not be negative, and each kind of load has one."))
        capacities.append(tuple(by_load(value) for value in values[: max(kinds, 1)]))
    return capacities


def _each(text: VrplibText, name: str, count: int, whole: Callable[[Decimal], int]) -> list[int | None]:
    """Return a number for each vehicle: of its row, or of a specification that holds for all, or None."""
    rows = rows_of(text, name, count, numbered=VEHICLE)
    if rows is None:
        value = text.number(name)
        return [None if value is None else _kept(value, whole, text.specs[name][0], name)] * count
    return [_kept(value, whole, line.number, name) for line, (value,) in zip(rows, column(rows), strict=True)]


def _kept(value: Decimal, whole: Callable[[Decimal], int], line_number: int, name: str) -> int:
    if value < 0:
        raise LineIsWrong(line=line_number, why=_("{name} must not be negative.", name=name))
    if whole is int and value != value.to_integral_value():
        raise LineIsWrong(line=line_number, why=_("{name} must be a whole number.", name=name))
    return whole(value)


def _starts(text: VrplibText, count: int, depots: Sequence[Depot]) -> list[int]:
    rows = rows_of(text, "VEHICLES_DEPOT", count, numbered=VEHICLE)
    if rows is None:
        return [0] * count
    return [_depot(value, line.number, depots) for line, (value,) in zip(rows, column(rows), strict=True)]


def _lists(text: VrplibText, name: str, count: int) -> list[tuple[int, list[Decimal]]]:
    rows = rows_of(text, f"VEHICLES_{name}", count, numbered=VEHICLE) or []
    return [(line.number, line.values()) for line in rows]


def _depot(value: Decimal, line_number: int, depots: Sequence[Depot]) -> int:
    for position, depot in enumerate(depots):
        if depot.number == value:
            return position
    raise LineIsWrong(line=line_number, why=_("“{text}” is no depot of the file.", text=str(value)))


def _allowed(text: VrplibText, count: int, stops: Sequence[Stop], nodes: int) -> list[frozenset[int] | None]:
    rows: list[Line] | None = rows_of(text, "VEHICLES_ALLOWED_CLIENTS", count, numbered=VEHICLE)
    if rows is None:
        return [None] * count
    positions = {stop.number: position for position, stop in enumerate(stops)}
    allowed: list[frozenset[int] | None] = []
    for row in rows:
        values = row.values()
        strange = [value for value in values if value not in positions and not 1 <= value <= nodes]
        if strange:
            raise LineIsWrong(line=row.number, why=_("“{text}” is no customer of the file.", text=str(strange[0])))
        served = frozenset(positions[int(value)] for value in values if int(value) in positions)
        allowed.append(None if len(served) == len(stops) else served)
    return allowed
