"""Standings as the tables hold them, as plain facts."""

from dataclasses import fields
from typing import Final

from peygir.outlook.scoring.fairness.standing import Standing
from peygir.outlook.scoring.models import UnitStanding
from peygir.outlook.scoring.words import StandingBand

_COLUMNS: Final = tuple(field.name for field in fields(Standing))


def standing_of(row: UnitStanding) -> Standing:
    """The facts of a stored standing."""
    values = {name: getattr(row, name) for name in _COLUMNS}
    return Standing(**{**values, "band": StandingBand.of(row.band)})


def stored_standings(version_id: int) -> list[Standing]:
    """The standings of a version in order of units and indicators; one statement."""
    rows = UnitStanding.objects.filter(version_id=version_id).order_by("unit_id", "indicator")
    return [standing_of(row) for row in rows]
