"""How the finding of a visit is written in a file, and what it means for the share of false closures."""

from collections.abc import Mapping
from typing import Final, Literal

Meaning = Literal["false", "done", "unknown"]
MEANINGS: Final[Mapping[str, Meaning]] = {
    "fixed": "done",
    "partly": "done",
    "not_fixed": "false",
    "another_problem": "done",
    "not_seen": "unknown",
    "missed": "false",
}
"""What each finding means: "not fixed" and a visit that was drawn and never made count as false closures.

"Partly" and "another problem" count as done and are counted apart; "could not tell" is not counted.
"""
_WRITTEN: Final[Mapping[str, str]] = {
    **{name: name for name in MEANINGS},
    "not": "not_fixed",
    "another": "another_problem",
    "could_not_tell": "not_seen",
    "1": "not_fixed",
    "0": "fixed",
}


def finding_written(text: str) -> str | None:
    """Return the finding that a cell of a file means (ASCII digits), None if it is none."""
    return _WRITTEN.get(text.strip().casefold().replace(" ", "_").replace("-", "_"))
