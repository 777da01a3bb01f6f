"""Reads the rows of a table of assets by the meaning of its columns, and names each fault with its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from peygir.assets.attributes import Value, checked_all
from peygir.assets.facts import AssetTypeFacts
from peygir.assets.faults import LONGEST, AssetValueIsMissing, AssetValueIsTooLong
from peygir.assets.states import AssetState
from peygir.assets.tags import read_tag
from peygir.city.cells import read_day
from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain

# What a column may mean → its label. A column that bears the code of an attribute holds its values.
FIELDS: Final[dict[str, Text]] = {
    "type": pgettext_lazy("column of assets", "type (code or name)"),
    "lat": pgettext_lazy("column of assets", "latitude"),
    "lon": pgettext_lazy("column of assets", "longitude"),
    "number": pgettext_lazy("column of assets", "number in your own register"),
    "tag": pgettext_lazy("column of assets", "tag of an asset that is known here"),
    "name": pgettext_lazy("column of assets", "name"),
    "address": pgettext_lazy("column of assets", "address"),
    "unit": pgettext_lazy("column of assets", "owner unit (code or name)"),
    "state": pgettext_lazy("column of assets", "state"),
    "installed_on": pgettext_lazy("column of assets", "day of installation"),
    "removed_on": pgettext_lazy("column of assets", "day of removal"),
}
NEEDED: Final = ("lat", "lon")


class AssetColumnIsUnknown(Invalid):
    """The mapping names a field that assets do not have, or a heading that the table does not have."""

    message = _("“{field}={heading}” names no field of assets, or no column of this table.")


class AssetColumnIsMissing(Invalid):
    """No column holds a value that every asset needs."""

    message = _("No column is named for: {field}.")


class AssetTypeIsUnknown(Invalid):
    """The city has no such type of assets."""

    message = _("“{text}” is no type of assets of this city; write its code or its whole name.")


class AssetUnitIsUnknown(Invalid):
    """The city has no such unit."""

    message = _("“{text}” is no unit of this city; write its code or its whole name.")


class AssetStateIsUnknown(Invalid):
    """The state is not known."""

    message = _("“{text}” is no state of an asset: {states}.")


class AssetDegreeIsWrong(Invalid):
    """The number is no degree on Earth."""

    message = _("“{text}” is not a right coordinate.")


class AssetDayIsUnreadable(Invalid):
    """The text is no day of either calendar."""

    message = _("“{text}” is no day that can be read; write it like 1402/05/03 or 2023-07-25.")


class AssetEndsBeforeItBegins(Invalid):
    """The asset was removed before it was installed, or a removed one has no day of removal."""

    message = _("The day of removal is missing, or before the day of installation.")


class AssetTagIsUnknown(Invalid):
    """The tag is not right, or no asset has it."""

    message = _("No asset has the tag “{text}”.")


class AssetComesTwice(Invalid):
    """Two rows of one file are about the same asset."""

    message = _("“{text}” stands in row {row} too.")


class AssetIsOutsideCity(Invalid):
    """The point lies outside the city."""

    message = _("This point lies outside the city.")


@dataclass(frozen=True, slots=True)
class KnownForAssets:
    """What a city has: types, units and states by code and name (as `search_key` folds them)."""

    types: Mapping[str, AssetTypeFacts]
    units: Mapping[str, int]
    states: Mapping[str, str] = field(
        default_factory=lambda: {
            search_key(word): str(state)
            for state in AssetState
            for word in (state.label.in_language("en"), state.label.in_language("fa"), state.value)
        }
    )


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One row of a table, ready to be written; `tag` or `number` names an asset that may be there already.

    `type` is None where the row names a known asset by its tag and gives no type.
    """

    row: int
    type: AssetTypeFacts | None
    lat: float
    lon: float
    tag: str = ""
    number: str = ""
    name: str = ""
    address: str = ""
    unit_id: int | None = None
    state: str = AssetState.IN_USE.value
    installed_on: date | None = None
    removed_on: date | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AssetRowFault:
    """A fault in a row, with the field or attribute that it is about."""

    row: int
    field: str
    why: Refusal


def columns_of(
    columns: Mapping[str, str], headings: Sequence[str], types: Sequence[AssetTypeFacts]
) -> tuple[dict[str, int], dict[str, int]]:
    """The index of the column of each field, and of each attribute.

    `columns` maps fields (and attributes) to headings; a heading that is itself the name of a field or the code of an
    attribute needs no mapping. Raises AssetColumnIsUnknown, AssetColumnIsMissing.
    """
    codes = {attribute.code for one in types for attribute in one.attributes}
    index = {heading: place for place, heading in reversed(list(enumerate(headings))) if heading}
    heading_of = {name: name for name in (*FIELDS, *sorted(codes)) if name in index}
    for name, heading in columns.items():
        if not heading:
            continue
        if (name not in FIELDS and name not in codes) or heading not in index:
            raise AssetColumnIsUnknown(field=name, heading=heading)
        heading_of[name] = heading
    for name in NEEDED:
        if name not in heading_of:
            raise AssetColumnIsMissing(field=FIELDS[name])
    fields = {name: index[heading] for name, heading in heading_of.items() if name in FIELDS}
    return fields, {name: index[heading] for name, heading in heading_of.items() if name not in FIELDS}


class AssetRowReader:
    """Reads rows by the places of their columns; `faults` collects every fault."""

    def __init__(
        self,
        places: tuple[Mapping[str, int], Mapping[str, int]],
        known: KnownForAssets,
        *,
        only_type: AssetTypeFacts | None = None,
    ) -> None:
        self.places, self.attribute_places = places
        self.known, self.only_type = known, only_type
        self.faults: list[AssetRowFault] = []
        self._seen: dict[tuple[str, str], int] = {}

    def read(self, row: int, cells: Sequence[str]) -> AssetRow | None:
        """The asset of a row, or None with its faults added to `faults`."""
        before = len(self.faults)
        row_values = {name: cells[place] for name, place in self.places.items()}
        kind = self._type(row, row_values)
        texts = {name: self._text(row, name, row_values) for name in LONGEST}
        tag = self._tag(row, row_values)
        self._refuse_twice(row, "tag", tag)
        self._refuse_twice(row, "number", texts["number"])
        state, installed_on, removed_on = self._life(row, row_values)
        made = AssetRow(
            row=row,
            type=kind,
            lat=self._degree(row, "lat", row_values, 90),
            lon=self._degree(row, "lon", row_values, 180),
            tag=tag,
            unit_id=self._unit(row, row_values),
            state=state,
            installed_on=installed_on,
            removed_on=removed_on,
            attributes=self._attributes(row, kind, cells),
            **texts,
        )
        return made if len(self.faults) == before else None

    def fault(self, row: int, name: str, why: Refusal) -> None:
        """Add a fault."""
        self.faults.append(AssetRowFault(row, name, why))

    def _type(self, row: int, row_values: Mapping[str, str]) -> AssetTypeFacts | None:
        text = row_values.get("type", "")
        if not text:
            if self.only_type is None and not row_values.get("tag"):
                self.fault(row, "type", AssetValueIsMissing())
            return self.only_type
        kind = self.known.types.get(search_key(text))
        if kind is None:
            self.fault(row, "type", AssetTypeIsUnknown(text=text[:60]))
        return kind

    def _text(self, row: int, name: str, said: Mapping[str, str]) -> str:
        text = plain(said.get(name, ""))
        if len(text) > LONGEST[name]:
            self.fault(row, name, AssetValueIsTooLong(limit=LONGEST[name]))
        return text

    def _tag(self, row: int, said: Mapping[str, str]) -> str:
        text = said.get("tag", "")
        tag = read_tag(text) if text else ""
        if tag is None:
            self.fault(row, "tag", AssetTagIsUnknown(text=text[:40]))
        return tag or ""

    def _refuse_twice(self, row: int, name: str, text: str) -> None:
        if text and (first := self._seen.setdefault((name, text), row)) != row:
            self.fault(row, name, AssetComesTwice(text=text, row=first))

    def _degree(self, row: int, name: str, said: Mapping[str, str], limit: int) -> float:
        text = ascii_digits(said.get(name, "")).replace("٫", ".")
        if not text:
            self.fault(row, name, AssetValueIsMissing())
            return 0.0
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not -limit < value < limit:
            self.fault(row, name, AssetDegreeIsWrong(text=text[:20]))
            return 0.0
        return value

    def _unit(self, row: int, said: Mapping[str, str]) -> int | None:
        text = said.get("unit", "")
        unit_id = self.known.units.get(search_key(text)) if text else None
        if text and unit_id is None:
            self.fault(row, "unit", AssetUnitIsUnknown(text=text[:60]))
        return unit_id

    def _life(self, row: int, row_values: Mapping[str, str]) -> tuple[str, date | None, date | None]:
        days: dict[str, date | None] = {}
        for name in ("installed_on", "removed_on"):
            text = row_values.get(name, "")
            days[name] = read_day(text) if text else None
            if text and days[name] is None:
                self.fault(row, name, AssetDayIsUnreadable(text=text[:40]))
        installed_on, removed_on, text = days["installed_on"], days["removed_on"], row_values.get("state", "")
        default = AssetState.REMOVED if removed_on else AssetState.IN_USE
        state = self.known.states.get(search_key(text)) if text else str(default)
        if state is None:
            labels = ", ".join(state.value for state in AssetState)
            self.fault(row, "state", AssetStateIsUnknown(text=text[:40], states=labels))
        elif (state == AssetState.REMOVED) != (removed_on is not None) and not (row_values.get("removed_on")):
            self.fault(row, "removed_on", AssetEndsBeforeItBegins())
        if removed_on and ((installed_on and removed_on < installed_on) or (state and state != AssetState.REMOVED)):
            self.fault(row, "removed_on", AssetEndsBeforeItBegins())
        return state or "", installed_on, removed_on

    def _attributes(self, row: int, kind: AssetTypeFacts | None, cells: Sequence[str]) -> Mapping[str, Value]:
        if kind is None:
            return {}
        given = {code: cells[place] for code, place in self.attribute_places.items() if cells[place]}
        values, faults = checked_all(kind.attributes, given)
        for code, why in faults:
            self.fault(row, code, why)
        return values
