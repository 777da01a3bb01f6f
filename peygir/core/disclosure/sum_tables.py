"""A table of counts with its totals as a linear system: figures, which are sums of which, and what must be hidden."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

FigureKey: TypeAlias = Hashable
"""Names a figure: "all", or a district, or a district with a group of topics."""


@dataclass(frozen=True, slots=True)
class SumRule:
    """A figure that is the sum of others."""

    total: FigureKey
    parts: tuple[FigureKey, ...]


@dataclass(frozen=True, slots=True)
class SumTable:
    """Figures (whole numbers from 0), the sums that everybody knows to hold, and figures that are shown together.

    `together`: figures that are hidden or shown at once, as the rows of a share with those that are good; a figure
    that stands in no such group stands alone. `sensitive`: figures that must stay unknown.
    """

    values: Mapping[FigureKey, int]
    sums: Sequence[SumRule]
    sensitive: frozenset[FigureKey]
    together: Sequence[tuple[FigureKey, ...]] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        for rule in self.sums:
            if self.values[rule.total] != sum(self.values[part] for part in rule.parts):
                raise ValueError(f"{rule.total} is not the sum of its parts")

    def groups(self) -> dict[FigureKey, tuple[FigureKey, ...]]:
        """The figures that are hidden with each figure, itself among them."""
        groups: dict[FigureKey, tuple[FigureKey, ...]] = {key: (key,) for key in self.values}
        groups.update({key: group for group in self.together for key in group})
        return groups
