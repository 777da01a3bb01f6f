"""What a trial gave, as it is kept and as pages read it: numbers as text, so that every digit is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from peygir.outlook.scoring.fairness.deadlines import DeadlineEffect, DistrictDeadline

_COUNTS: Final = ("district", "n")
_TOTALS: Final = tuple(field.name for field in fields(DeadlineEffect) if field.name != "districts")


@dataclass(frozen=True, slots=True)
class TriedUnit:
    """A unit under two schemes: see `fairness.what_if.MovedUnit`."""

    unit_id: int
    peers: str
    mark_before: Decimal | None
    mark_after: Decimal | None
    rank_before: int | None
    rank_after: int | None
    chance: float | None

    @property
    def moves(self) -> bool:
        """Whether its rank is another."""
        return self.rank_before != self.rank_after


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """A trial: what was asked by whom; `done_at` None while its job waits. The part of its kind has what came out."""

    id: int
    kind: str
    asked: Mapping[str, Any]
    asked_by_id: int
    asked_at: datetime
    done_at: datetime | None
    months: Sequence[tuple[date, Sequence[TriedUnit]]]
    effect: DeadlineEffect | None


def months_as_json(months: Sequence[tuple[date, Sequence[Any]]]) -> dict[str, Any]:
    """Return tried months, each with its moved units, as JSON values."""
    return {
        "months": [
            {"first_on": first_on.isoformat(), "units": [_as_text(asdict(unit)) for unit in units]}
            for first_on, units in months
        ]
    }


def effect_as_json(effect: DeadlineEffect) -> dict[str, Any]:
    """Return what a deadline would do, as JSON values."""
    totals = {name: str(getattr(effect, name)) for name in _TOTALS}
    return {**totals, "districts": [_as_text(asdict(one)) for one in effect.districts]}


def months_from(result: Mapping[str, Any]) -> list[tuple[date, list[TriedUnit]]]:
    """Return the tried months of a result; none for one of another kind."""
    return [
        (date.fromisoformat(month["first_on"]), [_unit(row) for row in month["units"]])
        for month in result.get("months", ())
    ]


def effect_from(result: Mapping[str, Any]) -> DeadlineEffect | None:
    """Return what a deadline would do from a result; None for one of another kind."""
    if "districts" not in result:
        return None
    districts = [_district(row) for row in result["districts"]]
    return DeadlineEffect(tuple(districts), **{name: Decimal(result[name]) for name in _TOTALS})


def _district(row: Mapping[str, Any]) -> DistrictDeadline:
    values: dict[str, Any] = {name: row[name] if name in _COUNTS else Decimal(row[name]) for name in row}
    return DistrictDeadline(**values)


def _as_text(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _unit(row: Mapping[str, Any]) -> TriedUnit:
    marks = {name: None if row[name] is None else Decimal(row[name]) for name in ("mark_before", "mark_after")}
    return TriedUnit(**{**row, **marks})
