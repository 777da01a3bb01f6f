"""Between which bounds somebody who sees the shown figures of a table knows each hidden one: the auditor.

For each hidden figure two linear programmes find the least and the greatest value that agrees with everything shown. A
hidden figure is at least 1 where the table says that zeros are always shown. Whole numbers could narrow the bounds
further only where the sums are no network; in tables of two dimensions with a hierarchy over one of them they are.

Sources: L. H. Cox, Suppression methodology and statistical disclosure control, JASA 75 (1980) 377–385; M. Fischetti
and J. J. Salazar, Solving the cell suppression problem on tabular data with linear constraints, Management Science 47
(2001) 1008–1027.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import inf, isfinite

from peygir.core.disclosure.sum_tables import FigureKey, SumTable


@dataclass(frozen=True, slots=True)
class FeasibleRange:
    """The least and greatest value that a hidden figure may have; `high` is infinite where nothing bounds it."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart they are."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class _Equation:
    """Σ factor · figure = amount, over hidden figures alone."""

    factors: dict[FigureKey, int]
    amount: int


def feasible_ranges(
    table: SumTable, hidden: Collection[FigureKey], *, figures: Collection[FigureKey] | None = None, least: int = 1
) -> dict[FigureKey, FeasibleRange]:
    """Return the range of each hidden figure, or of those in `figures`.

    `least` is what everybody knows a hidden figure to be at least: 1 where zeros are never hidden, else 0.
    """
    hidden_set = frozenset(hidden)
    wanted_figures = hidden_set if figures is None else frozenset(figures) & hidden_set
    equations = [one for one in _equations(table, hidden_set) if one.factors]
    ranges: dict[FigureKey, FeasibleRange] = {}
    for linked, own in _components(hidden_set, equations):
        asked_figures = [key for key in linked if key in wanted_figures]
        if not own:
            ranges |= {key: FeasibleRange(least, inf) for key in asked_figures}
        elif asked_figures:
            ranges |= _solved(linked, own, asked_figures, least)
    return ranges


def _equations(table: SumTable, hidden: frozenset[FigureKey]) -> Iterable[_Equation]:
    for rule in table.sums:
        factors: dict[FigureKey, int] = defaultdict(int)
        amount = 0
        for key, sign in ((rule.total, -1), *((part, 1) for part in rule.parts)):
            if key in hidden:
                factors[key] += sign
            else:
                amount -= sign * table.values[key]
        yield _Equation({key: factor for key, factor in factors.items() if factor}, amount)


def _components(
    hidden: frozenset[FigureKey], equations: list[_Equation]
) -> Iterable[tuple[list[FigureKey], list[_Equation]]]:
    """The hidden figures that hang together by equations, with these; each can be solved alone."""
    by_figure: dict[FigureKey, list[int]] = defaultdict(list)
    for number, equation in enumerate(equations):
        for key in equation.factors:
            by_figure[key].append(number)
    left = dict.fromkeys(sorted(hidden, key=repr))
    while left:
        figures, numbers, waiting = [], set[int](), [next(iter(left))]
        left.pop(waiting[0])
        while waiting:
            key = waiting.pop()
            figures.append(key)
            for number in by_figure[key]:
                if number not in numbers:
                    numbers.add(number)
                    for other in equations[number].factors:
                        if other in left:
                            left.pop(other)
                            waiting.append(other)
        yield figures, [equations[number] for number in sorted(numbers)]


def _solved(
    figures: list[FigureKey], equations: list[_Equation], asked_figures: list[FigureKey], least: int
) -> dict[FigureKey, FeasibleRange]:
    import highspy  # loaded where tables are protected, at night

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    places = {key: place for place, key in enumerate(figures)}
    for _key in figures:
        solver.addVar(float(least), highspy.kHighsInf)
    for equation in equations:
        columns = [places[key] for key in equation.factors]
        factors = [float(factor) for factor in equation.factors.values()]
        solver.addRow(float(equation.amount), float(equation.amount), len(columns), columns, factors)
    ranges = {}
    for key in asked_figures:
        place = places[key]
        solver.changeColCost(place, 1.0)
        ends: list[float] = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            solver.changeObjectiveSense(sense)
            solver.run()
            is_found = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            value = float(solver.getInfo().objective_function_value) if is_found else inf
            ends.append(round(value, 6) if isfinite(value) else (inf if len(ends) else float(least)))
        solver.changeColCost(place, 0.0)
        ranges[key] = FeasibleRange(*ends)
    return ranges
