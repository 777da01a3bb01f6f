"""The filters of the register's list, map, export and labels, read from a URL and kept in links."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from peygir.assets.facts import AssetTypeFacts
from peygir.assets.queries import AssetFilter, asset_types
from peygir.assets.states import AssetState
from peygir.city import queries as city
from peygir.core.words import plain
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.ui import in_language, named

NAMES = ("q", "type", "unit", "neighbourhood", "state")


@dataclass(frozen=True, slots=True)
class ChosenFilters:
    """What a URL asks for: the filter, the values as they are shown again, and the query of links."""

    filter: AssetFilter
    values: Mapping[str, str]
    query: str


def filters_in(query: Mapping[str, str]) -> ChosenFilters:
    """Return the filters of a URL; an unknown value narrows nothing."""
    city_id = current_city().id
    values = {name: plain(query.get(name, ""))[:120] for name in NAMES}
    kind = next((one for one in asset_types(city_id, also_ended=True) if one.code == values["type"]), None)
    unit = city.unit_by_code(city_id, values["unit"]) if values["unit"] else None
    state = values["state"] if values["state"] in AssetState.values() else ""
    asset_filter = AssetFilter(
        type_id=kind.id if kind is not None else None,
        unit_id=unit.id if unit is not None else None,
        neighbourhood=values["neighbourhood"],
        state=state,
        words=values["q"],
    )
    return ChosenFilters(asset_filter, values, urlencode({name: value for name, value in values.items() if value}))


def before_in(query: Mapping[str, str]) -> int | None:
    """Return the id below which the asked page begins."""
    return number_of(query.get("before", ""))


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each filter as (value, label)."""
    city_id = current_city().id
    types: list[AssetTypeFacts] = asset_types(city_id, also_ended=True)
    return {
        "types": [(one.code, named(one)) for one in types],
        "units": [(unit.code, named(unit)) for unit in city.units(city_id)],
        "neighbourhoods": [(row.code, named(row)) for row in city.neighbourhoods(city_id, on=today())],
        "states": [(state, in_language(label)) for state, label in AssetState.labels().items()],
    }
