"""Which rows a later version of a month has: what was there stays, unless a change is large enough to be told.

Somebody who has two versions may subtract them. So a version with the month's marks adds figures and changes none. In a
correction a table (a figure with all its splits) keeps the rows that it had if any figure that both versions would show
changed by fewer rows than a group may have: else the difference would tell of single cases. It also keeps them if a
figure would be hidden that was shown: the one before, put beside what is shown now, could tell a small group. A figure
that was hidden stays so.
"""

from collections.abc import Iterable, Sequence

from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.rows import FigureRow


def with_marks(before: Sequence[FigureRow], counted: Iterable[FigureRow]) -> list[FigureRow]:
    """Return the rows of a version with those figures that it did not have yet."""
    known = {row.figure for row in before}
    return in_order([*before, *(row for row in counted if row.figure not in known)])


def corrected_rows(before: Sequence[FigureRow], counted: Iterable[FigureRow], *, fewest: int) -> list[FigureRow]:
    """Return the rows of a correction; tables of one population are kept or changed together."""
    old, new = _by_population(before), _by_population(counted)
    rows: list[FigureRow] = []
    for population in {**old, **new}:
        is_kept = population in old and (
            population not in new or tells_too_much(old[population], new[population], fewest=fewest)
        )
        rows += old[population] if is_kept else _with_hidden(old.get(population, []), new[population])
    return in_order(rows)


def tells_too_much(before: Iterable[FigureRow], now: Iterable[FigureRow], *, fewest: int) -> bool:
    """Whether a figure differs by 1 to `fewest` - 1 rows, in all or in those that are good, or is hidden only now."""
    old = {(row.figure, row.place): row for row in before if not row.is_hidden}
    for row in now:
        was = old.get((row.figure, row.place))
        if was is None:
            continue
        if row.is_hidden:
            return True
        for first, second in ((was.n, row.n), (was.good, row.good)):
            if first is not None and second is not None and 0 < abs(second - first) < fewest:
                return True
    return False


def _with_hidden(before: Iterable[FigureRow], now: Iterable[FigureRow]) -> list[FigureRow]:
    """The rows of now, without those that the version before hides."""
    hidden = {(row.figure, row.place) for row in before if row.is_hidden}
    return [
        FigureRow.hidden(row.figure, row.split, row.keys) if (row.figure, row.place) in hidden else row for row in now
    ]


def in_order(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Rows in the order of the catalogue; those of a figure stay as they are."""
    places = {code: place for place, code in enumerate(FIGURES)}
    return sorted(rows, key=lambda row: places.get(row.figure, len(places)))


def _by_population(rows: Iterable[FigureRow]) -> dict[str, list[FigureRow]]:
    rows_by_population: dict[str, list[FigureRow]] = {}
    for row in rows:
        figure = FIGURES.get(row.figure)
        rows_by_population.setdefault(figure.population if figure else row.figure, []).append(row)
    return rows_by_population
