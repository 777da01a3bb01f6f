"""What a load leaves alone: topics and seasons made in the product, and decisions about others."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from peygir.city.desk_rules import DESK
from peygir.city.loading import Ids, LoadedChange, Says, differences
from peygir.city.models import City, Season, Topic


def own_rows(model: type[Topic] | type[Season], city: City, named: Iterable[str]) -> Ids:
    """The ids by code of rows that were made in the product; rows that the files name now belong to the files."""
    rows = model._default_manager.filter(city=city, source=DESK).exclude(code__in=list(named))
    return {code: int(pk) for code, pk in rows.values_list("code", "pk")}


def keep_faces(city: City, values_by_code: dict[str, Says], *, on: date) -> list[LoadedChange]:
    """Store the files' current values of topics that a decision overrides; the topics keep the decided values.

    Changes `values_by_code`; returns where files and decision differ, as "kept".
    """
    kept = []
    for topic in Topic.objects.filter(city=city, filed__isnull=False):
        filed: dict[str, Any] = dict(topic.filed or {})
        says = values_by_code.get(topic.code)
        if says is None:
            # The files have closed it: a decision cannot keep it open.
            filed["valid_to"] = filed["valid_to"] or on.isoformat()
        else:
            filed |= {name: says[name] for name in filed if name in says} | {"valid_to": None}
            shown = {name: getattr(topic, name) for name in filed if name in says}
            fields = differences({name: says[name] for name in shown}, shown, {})
            if fields:
                kept.append(LoadedChange("topic", topic.code, "kept", fields))
            values_by_code[topic.code] = {**says, **shown, "valid_to": topic.valid_to}
        if filed != topic.filed:
            topic.filed = filed
            topic.save(update_fields=["filed"])
    return kept
