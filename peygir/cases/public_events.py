"""The events of a case as everybody may know them: by days of the city, and without how many people reported it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import DAY_ENDS
from peygir.core.moments import day_start
from peygir.history.facts import EventFacts
from peygir.history.kinds import INTERNAL
from peygir.history.kinds.cases import CaseGaveBack, CaseTookIn, ReportJoined, ReportLeft

OF_OTHERS: Final = frozenset({ReportJoined.kind, ReportLeft.kind, CaseTookIn.kind, CaseGaveBack.kind})
"""Events of further reports: how often they happened tells how many people reported the case."""
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One event of a public case.

    `number` is its place in the case's file, which names its note and is told to nobody; `on` is its day. `at` is its
    moment, for who reported the case alone, else None. Moments in `data` are ends of their days, unless they are for
    who reported it.
    """

    kind: str
    number: int
    on: date
    data: Mapping[str, Any]
    at: datetime | None = None


def public_events(events: Iterable[EventFacts], zone: str) -> list[PublicEvent]:
    """The events that everybody may know, oldest first."""
    return [
        PublicEvent(event.kind, event.number, _day(event.at, zone), by_days(event.data, zone))
        for event in events
        if event.kind not in INTERNAL and event.kind not in OF_OTHERS
    ]


def reporters_events(events: Iterable[EventFacts], zone: str, *, since: datetime, is_first: bool) -> list[PublicEvent]:
    """The same for who reported the case: with moments from their own report (`since`) on, and with others' reports.

    What others did has its day alone. The promise is counted from the first report, so its hour is told to the first
    reporter alone (`is_first`).
    """
    return [
        PublicEvent(
            event.kind,
            event.number,
            _day(event.at, zone),
            event.data if is_first else by_days(event.data, zone),
            event.at if event.at >= since and not _is_of_others(event, since) else None,
        )
        for event in events
        if event.kind not in INTERNAL
    ]


def by_days(data: Mapping[str, object], zone: str) -> dict[str, object]:
    """The values of an event with the end of its day in place of each moment.

    The clock that ran on (`to`) before a promise was due (`finish`) still did so: it then has the day's beginning.
    """
    values = {name: _by_days(value, zone) for name, value in data.items()}
    finish, resumed = data.get("finish"), data.get("to")
    if _is_moment(finish) and _is_moment(resumed) and _read(resumed) < _read(finish):
        values["to"] = day_start(_read(resumed), zone).isoformat()
    return values


def _by_days(value: object, zone: str) -> object:
    if _is_moment(value):
        here = _read(value).astimezone(ZoneInfo(zone))
        return datetime.combine(here.date(), DAY_ENDS, here.tzinfo).isoformat()
    if isinstance(value, Mapping):
        return {name: _by_days(inner, zone) for name, inner in value.items()}
    return [_by_days(inner, zone) for inner in value] if isinstance(value, list | tuple) else value


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


def _read(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _is_of_others(event: EventFacts, since: datetime) -> bool:
    return event.kind in OF_OTHERS and event.at != since


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
