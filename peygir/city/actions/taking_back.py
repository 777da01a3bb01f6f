"""Takes back decisions about a city: each by its event number in the city's history, as a new event."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.actions.days import HOURS, take_back_days
from peygir.city.actions.decisions import OWNERS, TERMS
from peygir.city.actions.escalation import RUNGS
from peygir.city.actions.season_faces import SEASONS
from peygir.city.actions.seasons import take_back_run
from peygir.city.actions.topic_faces import FACES, settle_topics
from peygir.city.actions.turning import DecidedSince, VersionTable, locked, set_back
from peygir.city.models import City
from peygir.core import clock
from peygir.history.actions import record
from peygir.history.catalogue import read
from peygir.history.kinds.city import (
    CalendarDaysChanged,
    EscalationChanged,
    OfficeHoursChanged,
    OwnersChanged,
    PromiseHoursChanged,
    SeasonChanged,
    SeasonEndMoved,
    SeasonLifted,
    SeasonStarted,
    TopicChanged,
)
from peygir.history.models import Event
from peygir.history.queries import timeline

# Kind of decision → the tables that it changes, by the name of their rows in its event.
_TABLES: Final[dict[str, dict[str, VersionTable]]] = {
    OwnersChanged.kind: {"cells": OWNERS},
    PromiseHoursChanged.kind: {"topics": TERMS},
    TopicChanged.kind: {"faces": FACES, "topics": TERMS, "cells": OWNERS},
    OfficeHoursChanged.kind: {"hours": HOURS},
    EscalationChanged.kind: {"rungs": RUNGS},
    SeasonChanged.kind: {"seasons": SEASONS},
}
_NAMED: Final = ("topic", "season", "ladder", "is_new")


def take_back_decision(city_id: int, number: int, *, by: str) -> int:
    """Undo one decision, from today (or from its own day, if that is to come); recorded as a new decision.

    All of it or nothing. Raises DecidedSince, and for days and runs what a new decision about them raises.
    """
    with transaction.atomic():
        city, today = locked(city_id)
        lines = timeline("city", city_id)
        event = next((one for one in lines if one.number == number), None)
        if event is None or any(one.data.get("undoes") == number for one in lines):
            raise DecidedSince()
        _taking_back(event.kind)(city, event, today, by)
    queries.forget()
    return city.event_count


def _taking_back(kind: str) -> Callable[[City, Event, date, str], None]:
    if kind in _TABLES:
        return lambda city, line, today, by: _versions(city, line, kind, today, by)
    if kind == CalendarDaysChanged.kind:
        return lambda city, line, today, by: take_back_days(city, line, today, by=by)
    if kind in (SeasonStarted.kind, SeasonLifted.kind, SeasonEndMoved.kind):
        return lambda city, line, today, by: take_back_run(city, line, by=by)
    raise DecidedSince()


def _versions(city: City, event: Event, kind: str, today: date, by: str) -> None:
    since = max(today, date.fromisoformat(event.data["from"]))
    data: dict[str, Any] = {"from": since.isoformat(), "undoes": event.number}
    for name, table in _TABLES[kind].items():
        if name in event.data:
            data[name] = set_back(table, city, event.data[name], since)
    data |= {name: event.data[name] for name in _NAMED if name in event.data}
    if kind == TopicChanged.kind:
        settle_topics(city, today)
    record(city, read(kind, data), by=by, at=clock.now())
