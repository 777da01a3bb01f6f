"""Who is told of an event: whose reports a case held then, and whether there is anything to say."""

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


def is_worth_telling(happened: str, data: dict[str, Any]) -> bool:
    """Whether the citizen hears of it: of a broken promise once, and only of the one he waits for.

    When the centre had granted more time before, he has read the new date already.
    """
    if happened == "promise_broken":
        return data.get("promise") == "finish" and not data.get("granted")
    return happened != "promises_renewed" or bool(data.get("finish"))
