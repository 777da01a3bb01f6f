"""A decision about a calendar day, as values and as JSON in an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, Literal

from peygir.city.offdays import CityDay

# The columns of a day in the city's own calendar.
SAID: Final = ("is_off", "name_fa", "name_en", "source", "closes_at", "is_decided")
Kind = Literal["shut", "half", "open", "plain"]


_KINDS: Final[dict[str, Kind]] = {"shut": "shut", "half": "half", "open": "open", "plain": "plain"}


def day_kind(text: str) -> Kind:
    """The kind of a day's change by its stored text. Raises KeyError for none of them."""
    return _KINDS[text]


@dataclass(frozen=True, slots=True)
class DayChangeRequest:
    """The requested state of a day: shut, a half day (until `closes_at`), open, or (plain) without an own entry."""

    day: date
    kind: Kind
    name_fa: str = ""
    name_en: str = ""
    closes_at: time | None = None


def day_after(change_request: DayChangeRequest) -> dict[str, Any] | None:
    """The calendar's entry for a day after the change request; None: no entry."""
    if change_request.kind == "plain":
        return None
    return {
        "is_off": change_request.kind == "shut",
        "name_fa": change_request.name_fa,
        "name_en": change_request.name_en,
        "source": "desk",
        "closes_at": f"{change_request.closes_at:%H:%M}"
        if change_request.kind == "half" and change_request.closes_at is not None
        else None,
        "is_decided": True,
    }


def day_data(says: Mapping[str, Any]) -> dict[str, Any]:
    """A day's entry as JSON for an event."""
    closes_at = says["closes_at"]
    return {**says, "closes_at": f"{closes_at:%H:%M}" if closes_at is not None else None}


def day_from(data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `day_data`."""
    text = data["closes_at"]
    return {**data, "closes_at": time.fromisoformat(text) if text else None}


def as_city_day(text: str, data: Mapping[str, Any] | None) -> CityDay | None:
    """A day of an event as a CityDay."""
    if data is None:
        return None
    day_values = day_from(data)
    return CityDay(
        date.fromisoformat(text),
        day_values["is_off"],
        day_values["name_fa"],
        day_values["name_en"],
        day_values["closes_at"],
        day_values["is_decided"],
    )
