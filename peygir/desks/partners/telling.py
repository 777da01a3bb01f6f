"""The content of a webhook message: ids and public facts, never a person's text, name, number or address."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from peygir.cases.models import Case
from peygir.cases.news import News
from peygir.cases.public import is_shown
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.moments import written
from peygir.people.queries import SystemCaller


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no case, such as a work order: its code, its public facts, and who may see it."""

    code: str
    city_id: int
    data: Mapping[str, object]
    may_hear: Callable[[SystemCaller], bool]


OTHER_FILES: Final[dict[str, Callable[[Collection[int]], Mapping[int, OtherFile]]]] = {}
"""Kind of file → how its files are read by id. `journey.telling_orders` fills it; desks do not know each other."""


def other_body(kind: str, number: int, at: datetime, other: OtherFile) -> str:
    """The message body of an event of a file that is no case."""
    told = {"type": kind, "timestamp": written(at), "data": {**other.data, "number": number}}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def may_hear(caller: SystemCaller, news: News, case: Case) -> bool:
    """Whether the system behind a key may receive this event: of a public case, or of one that its person may see."""
    if not caller.may("events"):
        return False
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    return is_shown(case, topic) or (caller.may("read") and news.is_for(caller.actor))


def body_of(news: News, case: Case, at: datetime) -> str:
    """The message body as it is signed: `type`, `timestamp` and `data`, as Standard Webhooks defines."""
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    unit = city.unit(case.unit_id) if case.unit_id else None
    district = city.district(case.city_id, case.district_id) if case.district_id else None
    data: dict[str, Any] = {
        "case": case.code,
        "number": news.number,
        "state": case.state,
        "version": case.version,
        "topic": topic.code if topic else "",
        "unit": unit.code if unit else "",
        "district": district.code if district else "",
        "opened_at": written(case.opened_at),
        "due_at": written(case.due_at) if case.due_at else None,
    }
    # The public point, and only of a public case.
    if is_shown(case, topic) and case.lat is not None and case.lon is not None:
        data["lat"], data["lon"] = approximate(case.lat, case.lon)
    told: Mapping[str, Any] = {"type": news.kind, "timestamp": written(at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
