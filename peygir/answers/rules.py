"""Whose reports a case held at a moment of its story: they alone are told of what happened then."""

from collections.abc import Iterable
from typing import Any


def reports_at(story: Iterable[tuple[str, dict[str, Any]]]) -> set[int]:
    """The ids of the reports that a case holds after `story`, its events in order as (kind, data)."""
    held: set[int] = set()
    for kind, data in story:
        if kind in ("case_opened", "report_joined"):
            held.add(int(data["report"]))
        elif kind in ("case_took_in", "case_split"):
            held |= set(data["reports"])
        elif kind in ("case_gave_back", "case_merged"):
            held -= set(data["reports"])
    return held
