"""Parses landmarks, collection days, planned works, seasons and escalation steps of a folder into rows."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, Final, TypeVar

from peygir.city import local_knowledge_rows as rows
from peygir.city.cells import Cells, read_clock, read_day
from peygir.city.files import Folder
from peygir.city.urgencies import CLOCKS
from peygir.core.jalali import WEEKDAYS
from peygir.core.persian import ascii_digits, search_key
from peygir.core.translation import gettext_lazy, languages

Row = TypeVar("Row")

LANDMARK_COLUMNS: Final = ("name_fa", "kind", "lat", "lon")
COLLECTION_COLUMNS: Final = ("neighbourhood", "kind", "weekdays")
WORK_COLUMNS: Final = ("code", "title_fa", "from", "to", "topics")
SEASON_COLUMNS: Final = ("code", "name_fa", "topics")
ATTRIBUTE_COLUMNS: Final = ("topic", "code", "datatype", "order", "description_fa")
RUNG_COLUMNS: Final = ("topic", "unit", "percent", "audience")
HOURS: Final = ("ack_hours", "visit_hours", "due_hours")

_NUMBER: Final = re.compile(r"-?\d{1,6}(\.\d{1,30})?", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,6}", re.ASCII)
_MENU_KEY: Final = re.compile(r"[0-9*#]{0,2}", re.ASCII)
_NOT_IN_CODES: Final = re.compile(r"[^a-z0-9]+")
_DAYS: Final = {
    search_key(name): number
    for number in range(7)
    for name in (*(WEEKDAYS[number].in_language(one) for one in languages()), str(WEEKDAYS[number])[:3], str(number))
}


def read_local_knowledge_files(source: Folder) -> dict[str, tuple[Any, ...] | None]:
    """Read the six optional tables, by the names of their fields in `CityRows`; None for an absent file."""
    return {
        "landmarks": _optional(source, rows.LANDMARKS, LANDMARK_COLUMNS, _landmark),
        "collection": _optional(source, rows.COLLECTION, COLLECTION_COLUMNS, _collection),
        "works": _optional(source, rows.WORKS, WORK_COLUMNS, _work),
        "seasons": _optional(source, rows.SEASONS, SEASON_COLUMNS, _season),
        "ladder": _optional(source, rows.LADDER, RUNG_COLUMNS, _escalation_step),
        "attributes": _optional(source, rows.ATTRIBUTES, ATTRIBUTE_COLUMNS, _attribute),
    }


def _optional(
    source: Folder, file: str, columns: tuple[str, ...], read: Callable[[Cells], Row]
) -> tuple[Row, ...] | None:
    cells = source.table(file, columns) if source.has(file) else None
    return None if cells is None else tuple(read(row) for row in cells)


def code_of(name_fa: str, name_en: str) -> str:
    """The code of a landmark without one in its row: its English name in lower case, else its Persian one."""
    return _NOT_IN_CODES.sub("-", name_en.lower()).strip("-")[:80] or search_key(name_fa)[:80]


def _listed(cells: Cells, column: str, *, limit: int = 4000) -> tuple[str, ...]:
    """The values between vertical bars, each once."""
    parts = (part.strip() for part in cells.text(column, limit=limit).split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _degrees(cells: Cells, column: str, most: int, *, needed: bool) -> float | None:
    text = ascii_digits(cells.raw(column)).replace("٫", ".")
    if not text and not needed:
        return None
    value = float(text) if _NUMBER.fullmatch(text) else None
    if value is None or abs(value) > most:
        cells.fault(
            gettext_lazy(
                "“{column}” in column “{column_2}” is not a number of degrees",
                column=cells.raw(column),
                column_2=column,
            ),
        )
        return None
    return value


def _whole(cells: Cells, column: str, most: int, *, needed: bool) -> int | None:
    text = ascii_digits(cells.raw(column))
    if not text and not needed:
        return None
    value = int(text) if _WHOLE.fullmatch(text) else 0
    if not 0 < value <= most:
        cells.fault(
            gettext_lazy(
                "“{column}” in column “{column_2}” is not a whole number from 1 to {most}",
                column=cells.raw(column),
                column_2=column,
                most=most,
            ),
        )
        return None
    return value


def read_moment(text: str, *, is_end: bool) -> datetime | None:
    """Parse a day, or a day and a time, on the city's wall clock; a bare last day ends at midnight."""
    day_text, _, time_text = text.strip().replace("T", " ").partition(" ")
    day, hour = read_day(day_text), read_clock(time_text) if time_text.strip() else time()
    if day is None or hour is None:
        return None
    moment = datetime.combine(day, hour)
    return moment + timedelta(days=1) if is_end and not time_text.strip() else moment


def _moment(cells: Cells, column: str, *, is_end: bool) -> datetime | None:
    moment = read_moment(cells.raw(column), is_end=is_end)
    if moment is None:
        cells.fault(
            gettext_lazy(
                "“{column}” in column “{column_2}” is not a moment; write it like 1405/09/03 or 1405/09/03 08:00",
                column=cells.raw(column),
                column_2=column,
            ),
        )
    return moment


def _landmark(cells: Cells) -> rows.LandmarkRow:
    name_fa, name_en = cells.text("name_fa", needed=True), cells.text("name_en")
    return rows.LandmarkRow(
        code=cells.code(needed=False) or code_of(name_fa, name_en),
        name_fa=name_fa,
        name_en=name_en,
        aliases=_listed(cells, "aliases", limit=1000),
        kind=cells.choice("kind", rows.LANDMARK_KINDS),
        lat=_degrees(cells, "lat", 90, needed=True),
        lon=_degrees(cells, "lon", 180, needed=True),
        source=cells.text("source"),
        row=cells.row,
    )


def _collection(cells: Cells) -> rows.CollectionRow:
    parts = [part for part in re.split(r"[|,،]", cells.text("weekdays")) if part.strip()]
    names = [name for part in parts for name in ([part] if search_key(part) in _DAYS else part.split())]
    unknown = [name for name in names if search_key(name) not in _DAYS]
    if unknown or not names:
        shown = " ".join(unknown)
        cells.fault(
            gettext_lazy("“{shown}” in column “weekdays” is not a weekday; write them like sat|mon|wed", shown=shown),
        )
    return rows.CollectionRow(
        neighbourhood=cells.code("neighbourhood", needed=False).removeprefix("*"),
        kind=cells.choice("kind", rows.COLLECTION_KINDS),
        weekdays=tuple(sorted({_DAYS[search_key(name)] for name in names if name not in unknown})),
        from_time=cells.clock("from_time"),
        source=cells.text("source"),
        row=cells.row,
    )


def _together(cells: Cells, *columns: str) -> None:
    """Report cells that need each other and are only partly filled."""
    if any(map(cells.raw, columns)) and not all(map(cells.raw, columns)):
        listed = ", ".join(columns)
        cells.fault(gettext_lazy("fill all of {listed}, or none", listed=listed))


def _work(cells: Cells) -> rows.WorkRow:
    _together(cells, "lat", "lon", "radius_m")
    return rows.WorkRow(
        code=cells.code(),
        title_fa=cells.text("title_fa", needed=True),
        title_en=cells.text("title_en"),
        text_fa=cells.text("text_fa", limit=2000),
        text_en=cells.text("text_en", limit=2000),
        begins=_moment(cells, "from", is_end=False),
        ends=_moment(cells, "to", is_end=True),
        topics=_listed(cells, "topics"),
        lat=_degrees(cells, "lat", 90, needed=False),
        lon=_degrees(cells, "lon", 180, needed=False),
        radius_m=_whole(cells, "radius_m", rows.LONGEST_RADIUS, needed=False),
        neighbourhood=cells.code("neighbourhood", needed=False),
        unit=cells.code("unit", needed=False),
        row=cells.row,
    )


def _season(cells: Cells) -> rows.SeasonRow:
    _together(cells, "from", "to")
    ack, visit, due = (cells.hours(column, may_be_empty=True) for column in HOURS)
    menu_key = ascii_digits(cells.raw("menu_key"))
    if not _MENU_KEY.fullmatch(menu_key):
        cells.fault(
            gettext_lazy("“{menu_key}” in column “menu_key” is not a key of a telephone", menu_key=menu_key),
        )
    return rows.SeasonRow(
        code=cells.text("code", limit=40, needed=True),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        begins=cells.day("from"),
        ends=cells.day("to"),
        topics=_listed(cells, "topics"),
        districts=tuple(part for part in _listed(cells, "districts") if part != "*"),
        unit=cells.code("unit", needed=False),
        ack_hours=ack,
        visit_hours=visit,
        due_hours=due,
        clock=cells.choice("clock", ("", *CLOCKS)),
        text_fa=cells.text("text_fa", limit=2000),
        text_en=cells.text("text_en", limit=2000),
        menu_key=menu_key[:2],
        row=cells.row,
    )


def _escalation_step(cells: Cells) -> rows.EscalationStepRow:
    return rows.EscalationStepRow(
        topic=cells.code("topic", needed=False).removeprefix("*"),
        unit=cells.code("unit", needed=False).removeprefix("*"),
        percent=_whole(cells, "percent", rows.HIGHEST_PERCENT, needed=True),
        audience=cells.choice("audience", rows.AUDIENCES),
        row=cells.row,
    )


def _attribute(cells: Cells) -> rows.AttributeRow:
    return rows.AttributeRow(
        topic=cells.code("topic"),
        code=cells.text("code", limit=40, needed=True),
        datatype=cells.choice("datatype", rows.DATATYPES),
        order=_whole(cells, "order", rows.HIGHEST_ORDER, needed=True),
        description_fa=cells.text("description_fa", limit=400, needed=True),
        description_en=cells.text("description_en", limit=400),
        hint_fa=cells.text("hint_fa", limit=400),
        hint_en=cells.text("hint_en", limit=400),
        is_required=cells.yes("is_required"),
        is_asked=not cells.raw("is_asked") or cells.yes("is_asked"),
        values=tuple(_choice(part) for part in _listed(cells, "values")),
        row=cells.row,
    )


def _choice(text: str) -> tuple[str, str, str]:
    """Parse `key=Persian/English`; a missing name is the key."""
    key, _, names = text.partition("=")
    fa, _, en = names.partition("/")
    key = key.strip()
    return key, fa.strip() or key, en.strip() or fa.strip() or key
