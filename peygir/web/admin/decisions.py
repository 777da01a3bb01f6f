"""The latest decisions of some kinds: who made them, when, from which day they hold, and which can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.history.audit import AuditFilter, audit
from peygir.people.queries import staff_names
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.event_words import event_words
from peygir.web.kit.templatetags.ui import language

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `number` is its event number in the city's history."""

    number: int
    at: datetime
    who: str
    what: str
    is_undone: bool


def decisions(city_id: int, *kinds: str, about: str = "") -> list[Decision]:
    """Return the newest decisions of some kinds (`about`: one topic, season or message kind); two SQL statements."""
    lines = audit(AuditFilter(file="city", file_id=city_id, kinds=kinds)).lines
    undone = {event.data.get("undoes") for event in lines}
    events = [event for event in lines if not about or about in _named(event.data)][:SHOWN]
    names = staff_names(staff_ids(events), language())
    return [
        Decision(event.number, event.at, who(event.by, names), event_words(event, names), event.number in undone)
        for event in events
    ]


def _named(data: Mapping[str, object]) -> set[object]:
    return {data.get(name) for name in ("topic", "season", "text", "name")}
