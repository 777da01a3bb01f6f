"""Reads a panel: a table with a row for each unit and time, an outcome, and predictors that may have gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.sheets import Sheet, read_sheet
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import ColumnIsThereTwice, TableRow, plain_number, read_rows, refuse_repeated
from peygir.ops.method_times import SeriesTime, refuse_two_kinds, time_in

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

NEEDED: Final = ("unit", "time", "value")
ALSO_CALLED: Final = {
    "unit": ("area", "region", "state", "district", "name"),
    "time": ("year", "period", "date", "month"),
    "value": ("outcome", "y"),
}
MOST_UNITS: Final = 200
FEWEST_BEFORE: Final = 2


class PanelHasNoSuchUnit(Invalid):
    """The unit that an option names is not in the file."""

    message = _("There is no unit “{unit}” in the file.")


class PanelIsNotWhole(Invalid):
    """A unit has no outcome at a time that another unit has."""

    message = _("The unit “{unit}” has no value at “{time}”; every unit needs one at each time.")


class PredictorIsMissing(Invalid):
    """A predictor of a unit is empty at all times before the start."""

    message = _("The predictor “{name}” of the unit “{unit}” is empty at all times before the start.")


class PanelIsTooSmall(Invalid):
    """There are too few units or times for an estimate."""

    message = _(
        "A synthetic unit needs at least two other units, two times before the start and one from the start on; the "
        "file gives {units} other units, {before} times before and {after} after. At most {most} units are taken."
    )


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One unit at one time, with its predictors (None where the cell is empty)."""

    number: int
    unit: str
    time: SeriesTime
    value: float
    predictors: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Outcomes by time (rows) and unit (columns), predictors by name (rows) and unit, and which unit is treated."""

    units: tuple[str, ...]
    times: tuple[str, ...]
    outcomes: "Numbers"
    names: tuple[str, ...]
    predictors: "Numbers"
    treated: int
    before: int


def read_panel(
    path: Path,
    *,
    treated: str,
    start: SeriesTime,
    fit_from: SeriesTime | None = None,
    lags: Sequence[SeriesTime] = (),
    without: Sequence[str] = (),
) -> Panel:
    """Return the panel of a file. Raises the Refusal of a file that cannot be used."""
    treated, without = ascii_digits(treated).strip(), [ascii_digits(unit).strip() for unit in without]
    also_called, names = _columns(read_sheet(path))
    rows = _read_panel_rows(path, also_called, names)
    refuse_two_kinds([*(row.time for row in rows), start, *([fit_from] if fit_from else []), *lags], "time")
    for unit in (treated, *without):
        if all(row.unit != unit for row in rows):
            raise PanelHasNoSuchUnit(unit=unit)
    rows = [row for row in rows if row.unit not in without and (fit_from is None or row.time.value >= fit_from.value)]
    units = tuple(dict.fromkeys(row.unit for row in rows))
    times = sorted({row.time.value: row.time for row in rows}.values(), key=lambda time: time.value)
    before = sum(time.value < start.value for time in times)
    others, after = len(units) - 1, len(times) - before
    if treated not in units or others < 2 or before < FEWEST_BEFORE or not after or len(units) > MOST_UNITS:
        raise PanelIsTooSmall(units=others, before=before, after=after, most=MOST_UNITS)
    return _panel(rows, units, times, names, units.index(treated), before, lags)


def _columns(sheet: Sheet) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the further headings of the needed columns, where these are missing, and the names of the predictors.

    A predictor is any other column that holds a number.
    """
    headings = [heading.strip().strip("\ufeff").casefold().replace(" ", "_") for heading in sheet.headings]
    also_called: dict[str, tuple[str, ...]] = {
        name: tuple(other for other in others if other in headings)[:1]
        for name, others in ALSO_CALLED.items()
        if name not in headings
    }
    used = {*NEEDED, *(other for others in also_called.values() for other in others)}
    names = [
        heading
        for place, heading in enumerate(headings)
        if heading and heading not in used and any(plain_number(row[place]) is not None for _number, row in sheet.rows)
    ]
    for name in names:
        if names.count(name) > 1:
            raise ColumnIsThereTwice(name=name)
    return also_called, tuple(names)


def _read_panel_rows(path: Path, also_called: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[PanelRow]:
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> PanelRow:
        time, unit = time_in(cells, "time"), ascii_digits(cells.text("unit"))
        refuse_repeated(seen, f"{unit} · {time.later(0)}", cells.number)
        predictors = tuple(
            cells.number_in(name, least=-1e15, most=1e15) if cells.values[name] not in ("", "NA") else None
            for name in names
        )
        return PanelRow(cells.number, unit, time, cells.number_in("value", least=-1e15, most=1e15), predictors)

    return read_rows(path, NEEDED, read, optional=names, also_called=also_called)


def _panel(
    rows: Sequence[PanelRow],
    units: tuple[str, ...],
    times: Sequence[SeriesTime],
    names: tuple[str, ...],
    treated: int,
    before: int,
    lags: Sequence[SeriesTime],
) -> Panel:
    import numpy as np

    at = {time.value: place for place, time in enumerate(times)}
    of = {unit: place for place, unit in enumerate(units)}
    outcomes = np.full((len(times), len(units)), np.nan)
    filled = np.full((len(names), len(times), len(units)), np.nan)
    for row in rows:
        place = at[row.time.value], of[row.unit]
        outcomes[place] = row.value
        filled[(slice(None), *place)] = [np.nan if value is None else value for value in row.predictors]
    if np.isnan(outcomes).any():
        time, unit = np.argwhere(np.isnan(outcomes))[0]
        raise PanelIsNotWhole(unit=units[unit], time=times[time].text)
    known = ~np.isnan(filled[:, :before])
    counts = known.sum(axis=1)
    if (counts == 0).any():
        name, unit = np.argwhere(counts == 0)[0]
        raise PredictorIsMissing(name=names[name], unit=units[unit])
    predictors = np.where(known, filled[:, :before], 0).sum(axis=1) / np.maximum(counts, 1)
    for lag in lags:
        if at.get(lag.value, before) >= before:
            raise PanelIsNotWhole(unit=units[treated], time=lag.text)
        predictors = np.vstack((predictors, outcomes[at[lag.value]]))
    if names and not lags:
        predictors = np.vstack((predictors, outcomes[:before].mean(axis=0)))
    names += tuple(f"value at {lag.text}" for lag in lags) or (("mean of value",) if names else ())
    return Panel(units, tuple(time.text for time in times), outcomes, names, predictors, treated, before)
