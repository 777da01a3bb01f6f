"""The columns of a case that permission rules use, promise colours, and rounded public points."""

import math
from datetime import datetime
from typing import Final, Literal, Protocol

from peygir.people.rules import CaseVisibility

PromiseColour = Literal["none", "green", "yellow", "orange", "red"]
# A thousandth of a degree: about 110 by 97 metres in Shiraz.
_STEPS_TO_A_DEGREE: Final = 1000
FIELD: Final = 1 / _STEPS_TO_A_DEGREE
"""The side of a field of the public grid, in degrees."""
_WHOLE_TURN: Final = 360.0  # degrees; a longer stretch covers everything


class PermissionColumns(Protocol):
    """The columns of a case that permissions use."""

    @property
    def pk(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def is_confidential(self) -> bool: ...
    @property
    def about_unit_id(self) -> int | None: ...
    @property
    def about_staff_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...


def visibility_of(case: PermissionColumns) -> CaseVisibility:
    """The values that decide who may see and move this case."""
    return CaseVisibility(
        unit_id=case.unit_id,
        is_confidential=case.is_confidential,
        about_unit_id=case.about_unit_id,
        about_staff_id=case.about_staff_id,
        assignee_id=case.assignee_id,
        case_id=case.pk,
    )


def colour_of(opened_at: datetime, due_at: datetime | None, now: datetime) -> PromiseColour:
    """Green, yellow from 50 % of the time, orange from 80 %, red once late; none without a promise."""
    if due_at is None:
        return "none"
    if now > due_at:
        return "red"
    share = (now - opened_at) / (due_at - opened_at) if due_at > opened_at else 1.0
    return "orange" if share >= 0.8 else "yellow" if share >= 0.5 else "green"


def is_about_somebody(case: PermissionColumns) -> bool:
    """Whether it is a complaint about a unit or a person: never on a public map, photo or quotation."""
    return case.about_unit_id is not None or case.about_staff_id is not None


def approximate(lat: float, lon: float) -> tuple[float, float]:
    """A point as the public may know it: the nearest corner of a grid of about a hundred metres, no exact address."""
    return round(lat * _STEPS_TO_A_DEGREE) / _STEPS_TO_A_DEGREE, round(lon * _STEPS_TO_A_DEGREE) / _STEPS_TO_A_DEGREE


def whole_fields(low: float, high: float) -> tuple[float, float]:
    """A range of degrees widened to whole fields, so that a point is inside or not by where `approximate` puts it.

    Otherwise an exact address could be found with ever smaller boxes.
    """
    low, high = max(low, -_WHOLE_TURN), min(high, _WHOLE_TURN)
    return (
        (math.floor(low * _STEPS_TO_A_DEGREE - 0.5) + 0.5) / _STEPS_TO_A_DEGREE,
        (math.ceil(high * _STEPS_TO_A_DEGREE - 0.5) + 0.5) / _STEPS_TO_A_DEGREE,
    )
