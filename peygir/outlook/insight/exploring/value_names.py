"""Names of what stands in the groups of an answer: topics, places, units, channels, states, periods."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from peygir.assets import queries as assets
from peygir.cases.questions import SurveyAnswer
from peygir.cases.states import CaseState, CloseKind, WaitReason
from peygir.centre.contacts.words import OUTCOMES
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core.translation import AnyText, Names, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.desks.answers import message_names
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.cost_rules import CostKind
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.inspection.rules import InspectionFinding
from peygir.desks.promises.words import PromiseKind
from peygir.desks.surveys import words as surveys
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.period_names import period_name
from peygir.outlook.insight.metric import Metric
from peygir.people.channels import Channel

NOT_KNOWN: Final = pgettext_lazy("value", "not known")
HOLIDAYS: Final[Mapping[str, AnyText]] = {
    "1": pgettext_lazy("day", "holiday"),
    "0": pgettext_lazy("day", "working day"),
}
_CELLS: Final = ("cell_7", "cell_8")
_CHANNELS: Final = ("channel", "said_by", "answered_by", "came_by", "sent_by")


class ValueNames:
    """The names of a city's values on a day; those of a dimension are looked up when they are needed first."""

    def __init__(self, city_id: int, on: date) -> None:
        self._city_id, self._on = city_id, on
        self._names: dict[tuple[str, str], Mapping[str, AnyText]] = {}

    def name(self, metric: Metric, dimension: str, value: str | int | None) -> AnyText:
        """Return the name of a value of a dimension in the answers to a metric."""
        if value is None or value == "":
            return NOT_KNOWN
        if DIMENSIONS[dimension].is_time and isinstance(value, int):
            return period_name(dimension, value)
        if dimension in _CELLS and isinstance(value, int):
            return gettext_lazy("cell {cell}", cell=f"{value:x}")
        return self.known(metric, dimension).get(str(value)) or Names.of(str(value))

    def known(self, metric: Metric, dimension: str) -> Mapping[str, AnyText]:
        """Return the names of the values of a dimension by value, in the order in which they are offered.

        Empty where they cannot be listed. Topics, units and places that were closed are among them.
        """
        key = (metric.grain, dimension)
        if key not in self._names:
            self._names[key] = self._read(*key)
        return self._names[key]

    def _read(self, grain: str, dimension: str) -> Mapping[str, AnyText]:
        if dimension in _CHANNELS:
            return _labels(Channel)
        fixed = _FIXED.get((grain, dimension)) or _FIXED.get(("", dimension))
        if fixed is not None:
            return _labels(fixed)
        listed = _LISTED.get((grain, dimension)) or _LISTED.get(("", dimension))
        if listed is not None:
            return listed
        read = _OF_CITY.get(dimension)
        return read(self._city_id, self._on) if read is not None else {}


def _labels(vocabulary: type[Vocabulary]) -> Mapping[str, AnyText]:
    return {str(member): label for member, label in vocabulary.labels().items()}


_LISTED: Final[Mapping[tuple[str, str], Mapping[str, AnyText]]] = {
    ("", "is_holiday"): HOLIDAYS,
    ("", "outcome"): OUTCOMES,
    ("message", "kind"): message_names.KINDS,
    ("message", "state"): message_names.STATES,
    ("survey", "why"): surveys.REASONS,
    ("survey", "way"): surveys.WAYS,
    ("survey", "state"): surveys.STATES,
}
_FIXED: Final[Mapping[tuple[str, str], type[Vocabulary]]] = {
    ("", "urgency"): Urgency,
    ("case", "state"): CaseState,
    ("case", "close_kind"): CloseKind,
    ("order", "state"): OrderState,
    ("cost", "kind"): CostKind,
    ("inspection", "finding"): InspectionFinding,
    ("pause", "reason"): WaitReason,
    ("promise", "kind"): PromiseKind,
    ("survey", "answer"): SurveyAnswer,
}


def _topics(city_id: int, _on: date) -> Mapping[str, AnyText]:
    rows = sorted(city.every_topic(city_id), key=lambda row: (row.group_code, row.code, row.is_open))
    return {row.code: city.names_of(row) for row in rows if not row.is_confidential}


def _groups(city_id: int, _on: date) -> Mapping[str, AnyText]:
    return {row.group_code: city.group_names(row) for row in city.every_topic(city_id) if not row.is_confidential}


def _places(city_id: int, on: date, *, is_district: bool) -> Mapping[str, AnyText]:
    rows = city.districts(city_id, on=on) if is_district else city.neighbourhoods(city_id, on=on)
    return {row.code: city.names_of(row) for row in rows}


def _units(city_id: int, _on: date) -> Mapping[str, AnyText]:
    return {row.code: city.names_of(row) for row in city.units(city_id)}


def _agencies(city_id: int, _on: date) -> Mapping[str, AnyText]:
    return {row.code: city.names_of(row) for row in city.agencies(city_id)}


def _asset_types(city_id: int, _on: date) -> Mapping[str, AnyText]:
    return {row.code: Names.of(row.name_fa, row.name_en) for row in assets.asset_types(city_id, also_ended=True)}


def _crews(city_id: int, _on: date) -> Mapping[str, AnyText]:
    return {code: Names.of(name) for code, name in fieldwork.crew_names_by_code(city_id).items()}


_OF_CITY: Final[Mapping[str, Callable[[int, date], Mapping[str, AnyText]]]] = {
    "topic": _topics,
    "topic_group": _groups,
    "district": partial(_places, is_district=True),
    "neighbourhood": partial(_places, is_district=False),
    "unit": _units,
    "agency": _agencies,
    "asset_type": _asset_types,
    "crew": _crews,
}
