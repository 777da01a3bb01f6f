"""Planned works and outages that a unit enters itself, and ending them before their time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from peygir.city import queries
from peygir.city.local_knowledge_rows import LONGEST_RADIUS, OWN_WORK
from peygir.city.local_knowledge_rules import topics_named
from peygir.city.models import City, PlannedWork
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.city import WorkEnded, WorkPlanned

_LIMITS: Final = {"title_fa": 200, "title_en": 200, "text_fa": 2000, "text_en": 2000}


class NoSuchWork(Missing):
    """There is no such planned work in this city."""

    message = _("There is no such planned work.")


class WorkHasEnded(Conflict):
    """The work was ended before, or its time is over."""

    message = _("This work has ended already.")


class WorkHasNoTitle(Invalid):
    """The work has no title for citizens."""

    message = _("Write a title for citizens to read.")


class WorkTimesAreWrong(Invalid):
    """The end lies before the beginning, or in the past."""

    message = _("The work must end after it begins, and after now.")


class TopicsOfWorkAreMissing(Invalid):
    """The work names no topic in force."""

    message = _("Choose at least one topic.")


class PlaceOfWorkIsWrong(Invalid):
    """The circle is incomplete, or the unit or the neighbourhood is not of this city."""

    message = _("The place is not right: choose a circle of 1 to 50,000 metres, or a neighbourhood of the city.")


def plan_work(
    city_id: int,
    *,
    texts: Mapping[str, str],
    from_at: datetime,
    to_at: datetime,
    topics: Collection[str],
    lat: float | None = None,
    lon: float | None = None,
    radius_m: int | None = None,
    neighbourhood: str = "",
    unit_id: int | None = None,
    key: str | None = None,
    by: str,
) -> str:
    """Save planned works or an outage; returns the code.

    `texts` may hold title_fa, title_en, text_fa, text_en; `topics` names codes, groups or "*"; the place is a circle, a
    neighbourhood's code, or (neither) the whole city. The same `key` twice is one work.
    Raises WorkHasNoTitle, WorkTimesAreWrong, TopicsOfWorkAreMissing, PlaceOfWorkIsWrong.
    """
    work_texts = {name: str(texts.get(name, "")).strip()[:limit] for name, limit in _LIMITS.items()}
    work_texts["title_fa"] = work_texts["title_fa"] or work_texts["title_en"]
    named = list(dict.fromkeys(topics))
    place = {"lat": lat, "lon": lon, "radius_m": radius_m, "neighbourhood_code": neighbourhood, "unit_id": unit_id}
    with transaction.atomic():
        city, now = City.objects.select_for_update(no_key=True).get(pk=city_id), clock.now()
        if key and (sent := PlannedWork.objects.filter(city=city, idempotency_key=key).first()):
            return sent.code
        _refuse_the_wrong(city_id, work_texts["title_fa"], (from_at, to_at, now), named, place)
        work = PlannedWork(
            city=city,
            code=f"{OWN_WORK}{city.event_count + 1}",
            begins_at=from_at,
            ends_at=to_at,
            topics=named,
            source=PlannedWork.WorkSource.UNIT,
            idempotency_key=key or None,
            **work_texts,
            **place,
        )
        work.save(force_insert=True)
        event = WorkPlanned(work=work.code, topics=named, unit=unit_id, from_=from_at.isoformat(), to=to_at.isoformat())
        record(city, event, by=by, at=now)
        transaction.on_commit(queries.forget)
    queries.forget()
    return work.code


def _refuse_the_wrong(
    city_id: int, title: str, times: tuple[datetime, datetime, datetime], topics: list[str], place: Mapping[str, Any]
) -> None:
    from_at, to_at, now = times
    if not title:
        raise WorkHasNoTitle()
    if from_at >= to_at or to_at <= now:
        raise WorkTimesAreWrong()
    # Each name must match something: a typing error would hide the works from citizens who look for them.
    known = queries.topics(city_id)
    if not topics or not all(topics_named([name], known) for name in topics):
        raise TopicsOfWorkAreMissing()
    lat, lon, radius = place["lat"], place["lon"], place["radius_m"]
    is_circle = lat is not None and lon is not None and radius is not None
    is_sound = is_circle and -90 <= lat <= 90 and -180 <= lon <= 180 and 0 < radius <= LONGEST_RADIUS
    if not is_sound and not (lat is None and lon is None and radius is None):
        raise PlaceOfWorkIsWrong()
    today, code = queries.day_of(city_id, now), place["neighbourhood_code"]
    if code and code not in {row.code for row in queries.neighbourhoods(city_id, on=today)}:
        raise PlaceOfWorkIsWrong()
    if place["unit_id"] is not None and place["unit_id"] not in {unit.id for unit in queries.units(city_id)}:
        raise PlaceOfWorkIsWrong()


def end_work(city_id: int, code: str, *, by: str) -> None:
    """End planned works before their time, or cancel those that have not begun.

    Raises NoSuchWork, WorkHasEnded.
    """
    with transaction.atomic():
        city, now = City.objects.select_for_update(no_key=True).get(pk=city_id), clock.now()
        work = PlannedWork.objects.filter(city=city, code=code).first()
        if work is None:
            raise NoSuchWork()
        if work.ended_at is not None or work.ends_at <= now:
            raise WorkHasEnded()
        work.ended_at = now
        work.save(update_fields=["ended_at"])
        record(city, WorkEnded(work=code), by=by, at=now)
        transaction.on_commit(queries.forget)
    queries.forget()
