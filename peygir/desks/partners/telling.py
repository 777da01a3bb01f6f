"""The content of a webhook message: ids and public facts, never a person's text, name, number or address."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from peygir.assets.queries import asset_by_id
from peygir.cases.models import Case
from peygir.cases.news import News
from peygir.cases.public import is_shown
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.moments import written
from peygir.history.models import Event
from peygir.people.queries import SystemCaller


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no case, such as a work order: its code, its public facts, and who may hear which event."""

    code: str
    city_id: int
    data: Mapping[str, object]
    may_hear: Callable[[SystemCaller, str], bool]


def _assets(ids: Collection[int]) -> dict[int, OtherFile]:
    """Assets as they are now; the register is public, so every key for events may hear of them."""
    assets = {}
    for asset_id in ids:
        if (asset := asset_by_id(asset_id)) is not None:
            unit = city.unit(asset.unit_id) if asset.unit_id is not None else None
            data = {
                "asset": asset.tag,
                "type": asset.type.code,
                "state": asset.state,
                "version": asset.version,
                "unit": unit.code if unit else "",
                "district": asset.district_code,
                "lat": asset.lat,
                "lon": asset.lon,
            }
            assets[asset_id] = OtherFile(asset.tag, asset.city_id, data, lambda _caller, _kind: True)
    return assets


OTHER_FILES: Final[dict[str, Callable[[Collection[int]], Mapping[int, OtherFile]]]] = {"asset": _assets}
"""Kind of file → how its files are read by id. `journey` adds the files of desks: desks do not know each other."""


def other_body(event: Event, other: OtherFile) -> str:
    """The message body of an event of a file that is no case, with the columns that it changed if it names them."""
    changed = {"changed": event.data["changed"]} if "changed" in event.data else {}
    message = {
        "type": event.kind,
        "timestamp": written(event.at),
        "data": {**other.data, "number": event.number, **changed},
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


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
