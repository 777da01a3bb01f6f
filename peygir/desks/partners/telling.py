"""The content of a webhook message: ids and public facts, never a person's text, name, number or address."""

import json
from collections.abc import Mapping
from typing import Any

from peygir.assets.facts import AssetFacts
from peygir.cases.models import Case
from peygir.cases.news import News
from peygir.cases.public import is_shown
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.moments import written
from peygir.history.models import Event
from peygir.people.queries import SystemCaller


def may_hear(caller: SystemCaller, news: News, case: Case) -> bool:
    """Whether the system behind a key may receive this event: of a public case, or of one that its person may see."""
    if not caller.may("events"):
        return False
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    return is_shown(case, topic) or (caller.may("read") and news.is_for(caller.actor))


def body_of(news: News, case: Case, at: Any) -> str:
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


def body_of_asset(event: Event, asset: AssetFacts) -> str:
    """The message body of an asset's event: the asset as it is now, and which of its columns were changed."""
    unit = city.unit(asset.unit_id) if asset.unit_id is not None else None
    data: dict[str, Any] = {
        "asset": asset.tag,
        "number": event.number,
        "type": asset.type.code,
        "state": asset.state,
        "version": asset.version,
        "changed": event.data.get("changed", []),
        "unit": unit.code if unit else "",
        "district": asset.district_code,
        "lat": asset.lat,
        "lon": asset.lon,
    }
    told: Mapping[str, Any] = {"type": event.kind, "timestamp": written(event.at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
