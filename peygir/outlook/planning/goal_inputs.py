"""What a measurement is computed from, as it is kept beside it: with it the same figures come out again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

BEFORE, DURING, AFTER = 0, 1, 2
"""The phases of months: before the work, while it was under way, after it."""


@dataclass(frozen=True, slots=True)
class GoalInputs:
    """The registered terms, the months with their phases, and the sums of the goal's areas and of the others.

    `months` are those of the Iranian calendar (140501, …) and `days` their lengths. `rows` and `amounts` are of the
    goal's areas together; for a share `amounts` are the rows that are good. `controls` has (rows, amounts) of each
    other area. `repeated`: for before and after, closed cases, their reports after the first, the days that they were
    open, and Σ again² / days; empty where the measure does not count cases.
    """

    estimator: str
    is_share: bool
    is_chosen_as_worst: bool
    counts_cases: bool
    baseline: float
    target: float
    months: tuple[int, ...]
    days: tuple[int, ...]
    phases: tuple[int, ...]
    rows: tuple[int, ...]
    amounts: tuple[int, ...]
    controls: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]
    repeated: tuple[tuple[int, int, float, float], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The inputs as a measurement stores them."""
        return asdict(self)


def inputs_from(stored: Mapping[str, Any]) -> GoalInputs:
    """The inputs that a measurement stored."""
    values = dict(stored)
    for name in ("months", "days", "phases", "rows", "amounts"):
        values[name] = tuple(values[name])
    controls = {code: (tuple(rows), tuple(amounts)) for code, (rows, amounts) in values.pop("controls").items()}
    repeated = tuple((int(a), int(b), float(c), float(d)) for a, b, c, d in values.pop("repeated"))
    return GoalInputs(controls=controls, repeated=repeated, **values)
