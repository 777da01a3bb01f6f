"""The mapping of another system's file to the tables of a lake: which of its columns hold what, as TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

NEEDED: Final = frozenset({"opened"})
MOMENTS: Final = ("opened", "finished", "closed")
"""When a case was opened, when work was called done, and when it was closed; columns may serve for two."""
GROUPED: Final = "topic_group"
CODED: Final = (GROUPED, "topic", "district", "neighbourhood", "unit", "urgency", "channel", "asset_type")
"""Columns of the lake whose values are made codes."""
NAMED: Final = ("topic", "district", "neighbourhood", "unit")
"""Those whose values are kept as names too, in the tables of names."""
_KEYS: Final = {"city", "zone", "has_clock", "columns"}


class MappingIsNotRight(Invalid):
    """The mapping cannot be read, or names what there is not."""

    message = _("The mapping cannot be used: {why}")


@dataclass(frozen=True, slots=True)
class ForeignMapping:
    """What the columns of a file hold, by the lake's words: MOMENTS, CODED, and `key`, the number of a case there.

    `zone`: the time zone of its moments. `has_clock`: whether they have a time of day.
    """

    city: str
    zone: str
    has_clock: bool
    columns: Mapping[str, str]


def read_mapping(path: Path) -> ForeignMapping:
    """Read a mapping. Raises MappingIsNotRight."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as failure:
        raise MappingIsNotRight(why=str(failure)) from failure
    columns = values.get("columns")
    if set(values) - _KEYS or not isinstance(columns, dict):
        raise MappingIsNotRight(why=", ".join(sorted(set(values) - _KEYS)) or "[columns]")
    unknown = sorted(set(columns) - {"key", *MOMENTS, *CODED})
    missing = sorted(NEEDED - set(columns))
    if unknown or missing or not all(isinstance(name, str) and name for name in columns.values()):
        raise MappingIsNotRight(why=", ".join(unknown or missing) or "[columns]")
    city, zone, has_clock = values.get("city"), values.get("zone"), values.get("has_clock", True)
    if not isinstance(city, str) or not city or not isinstance(has_clock, bool):
        raise MappingIsNotRight(why="city, has_clock")
    try:
        ZoneInfo(str(zone))
    except (KeyError, ValueError, OSError) as failure:
        raise MappingIsNotRight(why=f"zone {zone!r}") from failure
    return ForeignMapping(city, str(zone), has_clock, columns)
