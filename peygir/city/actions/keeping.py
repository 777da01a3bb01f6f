"""What a load leaves alone: topics and seasons that were made in the product, and what was decided of others."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from peygir.city.desk_rules import DESK
from peygir.city.loading import Ids, LoadedChange, Says, differences
from peygir.city.models import City, Season, Topic


def own_rows(model: type[Topic] | type[Season], city: City, named: Iterable[str]) -> Ids:
    """The ids by code of what was made in the product; what the files name now is theirs."""
    rows = model._default_manager.filter(city=city, source=DESK).exclude(code__in=list(named))
    return {code: int(pk) for code, pk in rows.values_list("code", "pk")}


def keep_faces(city: City, values_by_code: dict[str, Says], *, on: date) -> list[LoadedChange]:
    """Where a decision stands over a topic, remember what the files say of it now; it goes on saying what is decided.

    Changes `values_by_code`; gives where files and decision differ, as "kept".
    """
    kept = []
    for topic in Topic.objects.filter(city=city, filed__isnull=False):
        filed: dict[str, Any] = dict(topic.filed or {})
        says = values_by_code.get(topic.code)
        if says is None:
            # The files have closed it: no decision keeps it open.
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
