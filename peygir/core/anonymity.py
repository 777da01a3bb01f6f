"""How well rows of a table hide a person: k-anonymity, and the diversity of what is said of each group.

Rows that agree in everything by which somebody could be known beforehand (the quasi-identifiers) are one class. The
table is k-anonymous if no class has fewer than k rows, and l-diverse if no class has fewer than l different values of
a sensitive column.

Sources: L. Sweeney, k-anonymity: a model for protecting privacy, Int. J. Uncertainty, Fuzziness and Knowledge-Based
Systems 10 (2002) 557–570; A. Machanavajjhala, D. Kifer, J. Gehrke and M. Venkitasubramaniam, l-diversity: privacy
beyond k-anonymity, ACM TKDD 1 (2007) 3.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
RowOfTable = Mapping[str, Cell]


def class_sizes(rows: Iterable[RowOfTable[Cell]], quasi: Sequence[str]) -> Counter[tuple[Cell, ...]]:
    """Return how many rows each class has, by its values of the columns `quasi`."""
    return Counter(tuple(row[name] for name in quasi) for row in rows)


def k_of(rows: Iterable[RowOfTable[Cell]], quasi: Sequence[str]) -> int:
    """Return the size of the smallest class; 0 for a table without rows."""
    return min(class_sizes(rows, quasi).values(), default=0)


def l_of(rows: Iterable[RowOfTable[Cell]], quasi: Sequence[str], sensitive: str) -> int:
    """Return the least number of different values of a sensitive column in a class; 0 without rows."""
    values: defaultdict[tuple[Cell, ...], set[Cell]] = defaultdict(set)
    for row in rows:
        values[tuple(row[name] for name in quasi)].add(row[sensitive])
    return min(map(len, values.values()), default=0)


def largest_share_of_one(rows: Iterable[RowOfTable[Cell]], quasi: Sequence[str], sensitive: str) -> float:
    """Return the largest share that one value of a sensitive column has in a class (α of (α, k)-anonymity).

    Source: R. C.-W. Wong, J. Li, A. W.-C. Fu and K. Wang, (α, k)-anonymity, KDD (2006) 754–759. 0 without rows.
    """
    counts: defaultdict[tuple[Cell, ...], Counter[Cell]] = defaultdict(Counter)
    for row in rows:
        counts[tuple(row[name] for name in quasi)][row[sensitive]] += 1
    return max((max(one.values()) / one.total() for one in counts.values()), default=0.0)
