"""The rows of published figures, as they are stored, compared and written into files."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from peygir.outlook.insight.publishing.words import CITY, CROSS

UNKNOWN: Final = ""
"""The code of a district or topic that is not known."""
DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One published figure: which, by what, of which keys, and its numbers.

    `n`: the rows behind it. `good`: those that meet the condition, of a share. `value`: a share from 0 to 1, days, or a
    number; None where there are too few rows for one. `low` and `high`: the 95 % interval; `high` is None where the
    follow-up is too short to give one. `is_hidden`: the numbers are not shown, because the group is small or because
    another one could be found with it.
    """

    figure: str
    split: str
    keys: tuple[str, ...]
    n: int | None
    good: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    is_hidden: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """Which part of the city it is of, whatever the figure: the split and the keys."""
        return (self.split, *self.keys)

    def as_json(self) -> dict[str, Any]:
        """The row as it is stored."""
        return {
            "figure": self.figure,
            "by": self.split,
            "keys": list(self.keys),
            "n": self.n,
            "good": self.good,
            "value": rounded(self.value),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "hidden": self.is_hidden,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "FigureRow":
        """The row that `as_json` made."""
        return cls(
            stored["figure"],
            stored["by"],
            tuple(stored["keys"]),
            stored["n"],
            stored["good"],
            stored["value"],
            stored["low"],
            stored["high"],
            stored["hidden"],
        )

    @classmethod
    def hidden(cls, figure: str, split: str, keys: tuple[str, ...]) -> "FigureRow":
        """A row that is there, but not shown."""
        return cls(figure, split, keys, None, is_hidden=True)


def rounded(value: float | None) -> float | None:
    """A number as it is stored: with at most DIGITS decimals."""
    return None if value is None else round(value, DIGITS)


def digest_of(rows: Iterable[FigureRow]) -> str:
    """The SHA-256 of rows as canonical JSON: names sorted, no spaces, in the order of the rows."""
    text = json.dumps([row.as_json() for row in rows], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def shares_hidden(rows: Sequence[FigureRow]) -> dict[str, dict[str, Any]]:
    """For each table (a figure with its split), and for all ("all"), how many figures are hidden, and which share."""
    counts: dict[str, list[int]] = {"all": [0, 0]}
    for row in rows:
        for name in ("all", f"{row.figure}/{row.split}"):
            pair = counts.setdefault(name, [0, 0])
            pair[0] += row.is_hidden
            pair[1] += 1
    return {
        name: {"hidden": hidden, "of": total, "share": round(hidden / total, 4) if total else 0.0}
        for name, (hidden, total) in counts.items()
    }


def keys_of(split: str, district: str, group: str, topic: str) -> tuple[str, ...]:
    """The keys of a split for a row of the lake."""
    if split == CITY:
        return ()
    if split == CROSS:
        return (district, group)
    return ({"district": district, "topic_group": group, "topic": topic}[split],)
