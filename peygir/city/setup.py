"""Parses city.toml: name, zone, office week, map centre."""

import zoneinfo
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

import phonenumbers

from peygir.city.cells import read_clock, read_day
from peygir.city.files import Folder
from peygir.city.offdays import countries
from peygir.city.rows import SETTINGS, CitySettings
from peygir.core.translation import Text, languages
from peygir.core.translation import gettext_lazy as _

KNOWN: Final = frozenset(
    {
        "code",
        "name_fa",
        "name_en",
        "time_zone",
        "phone_region",
        "language",
        "centre_lat",
        "centre_lon",
        "zoom",
        "silence_days",
        "week_off",
        "office_opens",
        "office_closes",
        "holiday_country",
        "is_sample",
        "valid_from",
    }
)


def read_settings(source: Folder) -> tuple[CitySettings | None, str]:
    """The settings in city.toml and its code (empty if it has none); None if it is not valid TOML."""
    content = source.toml(SETTINGS)
    if content is None:
        return None, ""
    values = _Values(source, content)
    for key in sorted(content.keys() - KNOWN):
        values.fault(_("“{key}” is unknown", key=key))
    opens, closes = values.clock("office_opens", time(7, 30)), values.clock("office_closes", time(14, 30))
    if opens >= closes:
        values.fault(_("office_opens must come before office_closes"))
    settings = CitySettings(
        name_fa=values.text("name_fa", ""),
        name_en=values.text("name_en", ""),
        time_zone=values.one_of("time_zone", "Asia/Tehran", zoneinfo.available_timezones()),
        phone_region=values.one_of("phone_region", "IR", phonenumbers.SUPPORTED_REGIONS),
        language=values.one_of("language", "fa", languages()),
        centre_lat=values.number("centre_lat", 0.0, -90, 90),
        centre_lon=values.number("centre_lon", 0.0, -180, 180),
        zoom=values.number("zoom", 11.0, 0, 22),
        silence_days=int(values.number("silence_days", 7, 1, 365)),
        week_off=values.weekdays("week_off", (3, 4)),
        office_opens=opens,
        office_closes=closes,
        holiday_country=values.one_of("holiday_country", "IR", {"", *countries()}),
        is_sample=values.flag("is_sample"),
        valid_from=values.day("valid_from"),
    )
    code = content.get("code", "")
    return settings, code if isinstance(code, str) else ""


class _Values:
    """The values of a TOML file by key, each checked, with a default for each invalid one."""

    def __init__(self, source: Folder, content: Mapping[str, Any]) -> None:
        self._source, self._content = source, content

    def fault(self, reason: Text) -> None:
        self._source.fault(SETTINGS, 0, reason)

    def _wrong(self, key: str, reason: Text) -> None:
        shown = str(self._content.get(key))[:60]
        self.fault(_("{key} = “{shown}”: {reason}", key=key, shown=shown, reason=reason))

    def text(self, key: str, default: str) -> str:
        value = self._content.get(key, default)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 120 or "\x00" in value:
            self._wrong(key, _("it must be text of at most 120 characters"))
            return default
        return value.strip()

    def one_of(self, key: str, default: str, among: Any) -> str:
        value = self._content.get(key, default)
        if not isinstance(value, str) or value not in among:
            self._wrong(key, _("it is unknown"))
            return default
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self._content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self._wrong(key, _("it must be a number from {low} to {high}", low=low, high=high))
            return default
        return float(value)

    def weekdays(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        value = self._content.get(key, list(default))
        is_list = isinstance(value, list) and all(type(day) is int and 0 <= day <= 6 for day in value)
        if not is_list or len(set(value)) != len(value) or len(value) > 6:
            self._wrong(
                key,
                _("it must list days from 0 (Monday) to 6, and not all seven"),
            )
            return default
        return tuple(sorted(value))

    def clock(self, key: str, default: time) -> time:
        value = self._content.get(key, default)
        clock_time = value if isinstance(value, time) else read_clock(value) if isinstance(value, str) else None
        if clock_time is None:
            self._wrong(key, _("it is not a time of day"))
        return default if clock_time is None else clock_time

    def day(self, key: str) -> date | None:
        value = self._content.get(key)
        # A TOML date with a time is a `datetime`, which Python also takes for a date.
        day = value if type(value) is date else read_day(value) if isinstance(value, str) else None
        if value is not None and day is None:
            self._wrong(key, _("it is not a date"))
        return day

    def flag(self, key: str) -> bool:
        value = self._content.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, _("it must be true or false"))
        return value is True
