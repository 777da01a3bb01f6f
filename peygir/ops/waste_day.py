"""Reads a day of waste collection or other rounds from a table: bases, dumps, vehicles and stops in one file."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.routes.day import DAY, MOST_WEIGHT, DayCrew, DayJob, Dump, WorkDay, skills_of
from peygir.core.routes.problem import BreakTime
from peygir.core.routes.travel import Point
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, ValueIsWrong, read_rows, refuse_repeated

NEEDED: Final = ("kind", "id")
OPTIONAL: Final = (
    *("lat", "lon", "from", "to", "service_minutes", "load", "skills", "priority", "base"),
    *("break_minutes", "break_from", "break_to", "max_dumps"),
)
KINDS: Final = ("base", "dump", "vehicle", "stop")
MOST_LOAD: Final = 10**9
MOST_STOPS: Final = 2_000
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


class DayLacksRows(Invalid):
    """The file has no base, no vehicle or no stop."""

    message = _("The file needs at least one row of each of the kinds base, vehicle and stop.")


class DayIsTooLarge(Invalid):
    """The file has more stops than are planned at once."""

    message = _("The file has more than {limit} stops or vehicles.")


@dataclass(frozen=True, slots=True)
class WasteRow:
    """One row: what `kind` it is, and the part of the day that it describes; a vehicle still names its base."""

    kind: str
    key: str
    number: int
    point: Point | None = None
    dump: Dump | None = None
    stop: DayJob | None = None
    vehicle: DayCrew | None = None
    base: str = ""


def read_day(path: Path) -> WorkDay:
    """Return the day. Raises RowsAreWrong with every bad row and its reason, DayLacksRows and DayIsTooLarge."""
    seen: dict[str, int] = {}
    bases: dict[str, Point] = {}

    def read(cells: TableRow) -> WasteRow:
        kind = cells.text("kind").casefold()
        if kind not in KINDS:
            raise ValueIsWrong(why=_("“{text}” is no kind; there are base, dump, vehicle and stop", text=kind[:40]))
        refuse_repeated(seen, f"{kind} {cells.text('id')}", cells.number)
        row = _READERS[kind](cells)
        if row.kind == "base" and row.point is not None:
            bases[row.key] = row.point
        return row

    def check(cells: TableRow) -> WasteRow:
        row = read(cells)
        if row.kind == "vehicle" and row.base and row.base not in named:
            raise ValueIsWrong(why=_("there is no base “{name}”", name=row.base[:40]))
        return row

    named = _ids_of_bases(path)
    rows = read_rows(path, NEEDED, check, optional=OPTIONAL)
    stops = tuple(row.stop for row in rows if row.stop is not None)
    vehicles = [row for row in rows if row.vehicle is not None]
    if not bases or not stops or not vehicles:
        raise DayLacksRows()
    if len(stops) > MOST_STOPS or len(vehicles) > MOST_STOPS:
        raise DayIsTooLarge(limit=MOST_STOPS)
    first = next(iter(bases))
    crews = tuple(_at_base(row.vehicle, bases[row.base or first]) for row in vehicles if row.vehicle is not None)
    return WorkDay(stops, crews, tuple(row.dump for row in rows if row.dump is not None))


def _ids_of_bases(path: Path) -> set[str]:
    """Return the ids of all rows of the kind base: a vehicle may stand above its base."""
    pairs = read_rows(path, NEEDED, lambda cells: (cells.values["kind"].casefold(), cells.values["id"]))
    return {key for kind, key in pairs if kind == "base"}


def _at_base(crew: DayCrew, base: Point) -> DayCrew:
    return DayCrew(
        crew.key, base, base, crew.opens, crew.closes, crew.capacity, crew.skills, crew.pause, crew.most_dumps
    )


def _base(cells: TableRow) -> WasteRow:
    return WasteRow("base", cells.values["id"], cells.number, point=_point(cells))


def _dump(cells: TableRow) -> WasteRow:
    opens, closes = _window(cells)
    dump = Dump(cells.values["id"], _point(cells), _minutes(cells, "service_minutes"), opens, closes)
    return WasteRow("dump", dump.key, cells.number, dump=dump)


def _stop(cells: TableRow) -> WasteRow:
    opens, closes = _window(cells)
    job = DayJob(
        cells.values["id"],
        _point(cells),
        _minutes(cells, "service_minutes"),
        opens,
        closes,
        load=_whole(cells, "load", MOST_LOAD) or 0,
        skills=_skills(cells),
        weight=_whole(cells, "priority", MOST_WEIGHT, least=1) or 1,
    )
    return WasteRow("stop", job.key, cells.number, stop=job)


def _vehicle(cells: TableRow) -> WasteRow:
    opens, closes = _moment(cells, "from"), _moment(cells, "to")
    if opens is None or closes is None:
        raise ValueIsWrong(why=_("a vehicle needs its shift in “from” and “to”"))
    if closes <= opens:
        raise ValueIsWrong(why=_("“to” is not after “from”"))
    crew = DayCrew(
        cells.values["id"],
        (0.0, 0.0),
        (0.0, 0.0),
        opens,
        closes,
        capacity=_whole(cells, "load", MOST_LOAD, least=1),
        skills=_skills(cells),
        pause=_pause(cells, opens, closes),
        most_dumps=_whole(cells, "max_dumps", 100),
    )
    return WasteRow("vehicle", crew.key, cells.number, vehicle=crew, base=cells.values["base"])


_READERS: Final = {"base": _base, "dump": _dump, "stop": _stop, "vehicle": _vehicle}


def _point(cells: TableRow) -> Point:
    lat, lon = cells.number_in("lat", least=-90, most=90), cells.number_in("lon", least=-180, most=180)
    return (lat, lon)


def _window(cells: TableRow) -> tuple[int, int]:
    opens, closes = _moment(cells, "from"), _moment(cells, "to")
    window = (opens if opens is not None else 0, closes if closes is not None else DAY)
    if window[1] < window[0]:
        raise ValueIsWrong(why=_("“to” is before “from”"))
    return window


def _moment(cells: TableRow, column: str) -> int | None:
    """Return the time of day in a column in seconds, or None if it is empty. Raises ValueIsWrong."""
    if not (text := cells.values[column]):
        return None
    found = _CLOCK.fullmatch(ascii_digits(text))
    hours, minutes = (int(found[1]), int(found[2])) if found else (99, 0)
    if hours * 60 + minutes > 24 * 60 or minutes > 59:
        raise ValueIsWrong(why=_("“{text}” in “{column}” is no time like 07:30", text=text[:40], column=column))
    return hours * 3600 + minutes * 60


def _minutes(cells: TableRow, column: str) -> int:
    if not cells.values[column]:
        return 0
    return round(cells.number_in(column, least=0, most=24 * 60) * 60)


def _whole(cells: TableRow, column: str, most: int, *, least: int = 0) -> int | None:
    if not cells.values[column]:
        return None
    value = cells.whole(column, least=least)
    if value > most:
        raise ValueIsWrong(why=_("{text} in “{column}” is more than {most}", text=value, column=column, most=most))
    return value


def _skills(cells: TableRow) -> frozenset[str]:
    return skills_of(re.split(r"[|،,;؛]", cells.values["skills"]))


def _pause(cells: TableRow, opens: int, closes: int) -> BreakTime | None:
    length = _minutes(cells, "break_minutes")
    earliest, latest = _moment(cells, "break_from"), _moment(cells, "break_to")
    if not length:
        return None
    earliest, latest = earliest if earliest is not None else opens, latest if latest is not None else closes
    if latest < earliest or length > closes - opens:
        raise ValueIsWrong(why=_("the break does not fit into the shift"))
    return BreakTime(earliest, latest, length)
