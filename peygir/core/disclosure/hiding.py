"""Chooses which figures of a table are hidden, until the auditor finds none that follows too closely from the rest.

Every sensitive figure is hidden, with what is shown together with it. While one of them can be told within fewer than
`width` from the shown ones, the smallest shown figure beside it in one of its sums is hidden too, parts before totals.
In the end, if nothing else helps, everything is hidden, so that the answer is always a safe one. It is a greedy choice:
what it hides is enough, but not always the least.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from peygir.core.disclosure.feasible import feasible_ranges
from peygir.core.disclosure.sum_tables import FigureKey, SumRule, SumTable

ROUNDS: Final = 400
"""So often another figure is hidden beside each that is not safe; then the whole table is."""


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """What of a table is hidden, and the narrowest range in which a sensitive figure can be told (None: there is none).

    `first`: how many figures were hidden because they are sensitive; the rest protects those.
    """

    hidden: frozenset[FigureKey]
    first: int
    narrowest: float | None


def protected(table: SumTable, *, width: int, least: int = 1, hide: Collection[FigureKey] = ()) -> ProtectedTable:
    """Return what is hidden so that no sensitive figure can be told within fewer than `width`.

    `least`: see `feasible_ranges`. `hide`: figures that are hidden in any case. Zeros that are not sensitive stay shown
    and help nobody: everybody knows them, and hiding them would only say that they are not zero.
    """
    groups = table.groups()
    first = {other for key in (*table.sensitive, *hide) for other in groups[key]}
    hidden = set(first)
    by_figure = _sums_of(table)
    for _round in range(ROUNDS):
        ranges = feasible_ranges(table, hidden, figures=table.sensitive, least=least)
        open_ones = [key for key, one in sorted(ranges.items(), key=lambda pair: repr(pair[0])) if one.width < width]
        if not open_ones:
            narrowest = min((one.width for one in ranges.values()), default=None)
            return ProtectedTable(frozenset(hidden), len(first), narrowest)
        before = len(hidden)
        for key in open_ones:
            beside = next(_beside(table, by_figure, key, hidden), None)
            if beside is not None:
                hidden.update(groups[beside])
        if len(hidden) == before:
            break
    everything = frozenset(table.values)
    ranges = feasible_ranges(table, everything, figures=table.sensitive, least=least)
    return ProtectedTable(everything, len(first), min((one.width for one in ranges.values()), default=None))


def _sums_of(table: SumTable) -> dict[FigureKey, list[SumRule]]:
    by_figure: dict[FigureKey, list[SumRule]] = {key: [] for key in table.values}
    for rule in table.sums:
        for key in (rule.total, *rule.parts):
            by_figure[key].append(rule)
    return by_figure


def _beside(
    table: SumTable, by_figure: dict[FigureKey, list[SumRule]], key: FigureKey, hidden: set[FigureKey]
) -> Iterator[FigureKey]:
    """Yield shown figures that would loosen a hidden one, the best first.

    The sums in which fewest others are hidden tell most of it, so they come first; in each the smallest part, then
    the total. After them what stands beside the figures that are hidden already.
    """
    seen, waiting = {key}, [key]
    while waiting:
        here = waiting.pop(0)
        rules = sorted(by_figure[here], key=lambda rule: sum(one in hidden for one in (rule.total, *rule.parts)))
        for rule in rules:
            shown = [part for part in rule.parts if part not in hidden and table.values[part]]
            yield from sorted(shown, key=lambda part: (table.values[part], repr(part)))
        for rule in rules:
            if rule.total not in hidden:
                yield rule.total
            for other in (*rule.parts, rule.total):
                if other in hidden and other not in seen:
                    seen.add(other)
                    waiting.append(other)
