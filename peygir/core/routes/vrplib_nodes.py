"""What a VRPLIB file says of each node: loads, windows, times, prizes and groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from peygir.core.routes.problem import NO_LIMIT
from peygir.core.routes.vrplib_text import NODE, FileIsWrong, LineIsWrong, VrplibText, column, rows_of
from peygir.core.routes.vrplib_weights import decimals_of
from peygir.core.translation import gettext_lazy as _

_MOST: Final = 1 << 50
"""The largest number after scaling; sums of a few thousand such fit into 64 bits."""


@dataclass(frozen=True, slots=True)
class WholeNumbers:
    """Makes whole numbers: times `factor`, then to the nearest (halves up) or, with `is_cut`, down."""

    factor: int = 1
    is_cut: bool = False

    def __call__(self, value: Decimal) -> int:
        whole = int((value * self.factor).to_integral_value(ROUND_DOWN if self.is_cut else ROUND_HALF_UP))
        if abs(whole) > _MOST:
            raise FileIsWrong(why=_("“{text}” is too large or too exact.", text=str(value)))
        return whole


def refuse_late_release(text: VrplibText, nodes: int, windows: Sequence[tuple[int, int]], ready: Sequence[int]) -> None:
    """Refuse goods that are ready only after the window of their customer. Raises LineIsWrong."""
    rows = rows_of(text, "RELEASE_TIME", nodes, numbered=NODE)
    for place in range(nodes):
        if ready[place] > windows[place][1]:
            line = rows[place].number if rows is not None else text.specs["RELEASE_TIME"][0]
            why = _("the goods of node {number} are ready after its window has closed.", number=place + 1)
            raise LineIsWrong(line=line, why=why)


def whole_of_loads(text: VrplibText, whole: WholeNumbers) -> WholeNumbers:
    """Return what makes demands and capacities whole: they have a unit of their own, and are kept exact."""
    decimals = 0
    for name in ("DEMAND", "LINEHAUL", "BACKHAUL", "CAPACITY"):
        for line in text.sections.get(name, ()):
            decimals = max([decimals, *(decimals_of(value) for value in line.values()[1:])])
    capacity = text.number("CAPACITY")
    return WholeNumbers(10 ** max(decimals, decimals_of(capacity) if capacity is not None else 0), is_cut=whole.is_cut)


def padded(loads: tuple[int, ...], kinds: int) -> tuple[int, ...]:
    """Return loads by kind, with nothing of the kinds that are missing."""
    return (*loads, *[0] * (kinds - len(loads)))


def loads_of(text: VrplibText, name: str, nodes: int, whole: Callable[[Decimal], int]) -> list[tuple[int, ...]]:
    """Return the loads of each node, by kind; [] without the section. Raises LineIsWrong."""
    rows = rows_of(text, name, nodes, numbered=NODE)
    if rows is None:
        return []
    loads = []
    for line, values in zip(rows, column(rows, most=8), strict=True):
        if any(value < 0 for value in values) or len(values) != len(rows[0].words):
            raise LineIsWrong(line=line.number, why=_("a load must not be negative, and each row has as many."))
        loads.append(tuple(whole(value) for value in values))
    return loads


def number_of_nodes(text: VrplibText, name: str, nodes: int, whole: Callable[[Decimal], int]) -> list[int]:
    """Return a number ≥ 0 for each node: of its row, or of a specification that holds for all of them, or 0."""
    rows = rows_of(text, name, nodes, numbered=NODE)
    if rows is None:
        return [whole(text.number(name) or Decimal(0))] * nodes
    numbers = []
    for line, (value,) in zip(rows, column(rows), strict=True):
        if value < 0:
            raise LineIsWrong(line=line.number, why=_("{name} must not be negative.", name=name))
        numbers.append(whole(value))
    return numbers


def windows_of(text: VrplibText, nodes: int, whole: Callable[[Decimal], int]) -> list[tuple[int, int]]:
    """Return when the service of each node may begin. Raises LineIsWrong."""
    rows = rows_of(text, "TIME_WINDOW", nodes, numbered=NODE)
    if rows is None:
        return [(0, NO_LIMIT)] * nodes
    windows = []
    for row, (opens, closes) in zip(rows, column(rows, least=2, most=2), strict=True):
        if opens < 0 or closes < opens:
            why = _("the window closes ({closes}) before it opens ({opens}).", opens=str(opens), closes=str(closes))
            raise LineIsWrong(line=row.number, why=why)
        windows.append((whole(opens), whole(closes)))
    return windows


def groups_of_nodes(text: VrplibText, nodes: int, depots: Sequence[int]) -> dict[int, int]:
    """Return the group of each place that is in one of two or more. Raises LineIsWrong."""
    groups: dict[int, int] = {}
    for number, row in enumerate(text.sections.get("MUTUALLY_EXCLUSIVE_GROUP", ())):
        members = [int(value) - 1 for value in row.values()[1:] if value == value.to_integral_value()]
        bad = any(not 0 <= one < nodes or one in depots or one in groups for one in members)
        if bad or len(members) != len(row.words) - 1 or len(set(members)) != len(members):
            raise LineIsWrong(line=row.number, why=_("a group has customers of the file, each in one group alone."))
        if len(members) > 1:
            groups |= dict.fromkeys(members, number)
    return groups
