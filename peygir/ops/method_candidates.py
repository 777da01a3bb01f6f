"""Reads a table of candidates for a budget: costs, benefits, and the limits that bind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, ValueIsWrong, read_rows, refuse_repeated

NEEDED: Final = ("candidate", "cost", "benefit")
OPTIONAL: Final = (
    "benefit_low",
    "benefit_high",
    "cost_low",
    "cost_high",
    "district",
    "floor",
    "variants",
    "after",
    "unit",
    "load",
    "capacity",
)
ALSO_CALLED: Final = {"candidate": ("project", "programme"), "benefit": ("profit",)}
MOST_CANDIDATES: Final = 10_000
_MOST: Final = 1e15


class CandidatesAreTooMany(Invalid):
    """There are more candidates than one portfolio takes."""

    message = _("A portfolio takes at most {most} candidates; the file has {count}.")


class CandidateIsNotThere(Invalid):
    """A candidate must come after one that is not in the file."""

    message = _("Row {row}: there is no candidate “{name}”.")


@dataclass(frozen=True, slots=True)
class CandidateTable:
    """The names of the candidates, their values for a PossibleProgramme, floors by district, capacities by unit."""

    names: tuple[str, ...]
    values: tuple[dict[str, Any], ...]
    floors: dict[str, float]
    capacities: dict[str, float]


@dataclass(frozen=True, slots=True)
class _CandidateRow:
    number: int
    name: str
    values: dict[str, Any]
    after: tuple[str, ...]


def read_candidates(path: Path) -> CandidateTable:
    """Return the candidates of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}
    floors: dict[str, float] = {}
    capacities: dict[str, float] = {}

    def read(cells: TableRow) -> _CandidateRow:
        name = ascii_digits(cells.text("candidate"))
        refuse_repeated(seen, name, cells.number)
        _note(cells, "floor", "district", floors)
        _note(cells, "capacity", "unit", capacities)
        values = {
            "cost": cells.number_in("cost", least=0, most=_MOST),
            "benefit": cells.number_in("benefit", least=0, most=_MOST),
            "cost_interval": _interval(cells, "cost"),
            "benefit_interval": _interval(cells, "benefit"),
            **{column: ascii_digits(cells.values[column]) for column in ("district", "variants", "unit")},
            "load": cells.number_in("load", least=0, most=_MOST) if cells.values["load"] else 0.0,
        }
        if values["load"] and not values["unit"]:
            raise ValueIsWrong(why=_("there is a load, and no unit that carries it"))
        after = tuple(part.strip() for part in ascii_digits(cells.values["after"]).split("|") if part.strip())
        if name in after:
            raise ValueIsWrong(why=_("“{name}” comes after itself", name=name))
        return _CandidateRow(cells.number, name, values, after)

    rows = read_rows(path, NEEDED, read, optional=OPTIONAL, also_called=ALSO_CALLED)
    if len(rows) > MOST_CANDIDATES:
        raise CandidatesAreTooMany(count=len(rows), most=MOST_CANDIDATES)
    places = {row.name: place for place, row in enumerate(rows)}
    values = tuple(row.values | {"after": _places(row, places)} for row in rows)
    return CandidateTable(tuple(row.name for row in rows), values, floors, capacities)


def _places(row: _CandidateRow, places: dict[str, int]) -> Sequence[int]:
    for name in row.after:
        if name not in places:
            raise CandidateIsNotThere(row=row.number, name=name)
    return tuple(places[name] for name in row.after)


def _note(cells: TableRow, column: str, of: str, noted: dict[str, float]) -> None:
    """Note an amount for the district or the unit of the row. Raises ValueIsWrong if another row has another one."""
    if not cells.values[column]:
        return
    owner, amount = ascii_digits(cells.text(of)), cells.number_in(column, least=0, most=_MOST)
    if noted.setdefault(owner, amount) != amount:
        wrong = _("“{owner}” has another “{column}” in a row above")
        raise ValueIsWrong(why=wrong.filled({"owner": owner, "column": column}))


def _interval(cells: TableRow, column: str) -> tuple[float, float] | None:
    names = f"{column}_low", f"{column}_high"
    if not any(cells.values[name] for name in names):
        return None
    low, high = (cells.above_zero(name) for name in names)
    if low > high:
        raise ValueIsWrong(why=_("“{low}” is more than “{high}”", low=names[0], high=names[1]))
    return (low, high) if low < high else None
