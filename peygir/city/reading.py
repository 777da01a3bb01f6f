"""Parses a folder of city files into rows; what cannot be read becomes faults, all of them at once."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from shapely.geometry.base import BaseGeometry

from peygir.city import rows
from peygir.city.cells import Cells
from peygir.city.files import Folder
from peygir.city.local_knowledge_reading import read_local_knowledge_files
from peygir.city.local_knowledge_rows import COLLECTION_KINDS
from peygir.city.rows import CityRows, FileFault
from peygir.city.setup import read_settings
from peygir.city.text_reading import read_texts
from peygir.city.urgencies import CLOCKS, URGENCIES
from peygir.core.geometry import PolygonIsNotValid, read_polygon
from peygir.core.translation import gettext_lazy as _

Row = TypeVar("Row")

KINDS: Final = ("mayor", "centre", "office", "district", "organisation", "deputy", "department")
ABOUT: Final = ("place", "staff", "outcome")

UNIT_COLUMNS: Final = ("code", "kind", "name_fa", "name_en", "parent")
AGENCY_COLUMNS: Final = ("code", "name_fa", "name_en", "phone", "topics")
TOPIC_COLUMNS: Final = (
    "group_code",
    "group_fa",
    "group_en",
    "code",
    "name_fa",
    "name_en",
    "unit_type",
    "urgency",
    "ack_hours",
    "visit_hours",
    "due_hours",
    "clock",
)
OWNERSHIP_COLUMNS: Final = ("topic", "district", "unit", "agency", "branch")
MARK_COLUMNS: Final = ("topic", "about", "needs_place", "is_confidential")

SHIPPED: Final = Path(__file__).parent / "data"
"""Cities that come with the program, one folder each."""

_PHONE: Final = re.compile(r"[0-9*#+ -]{2,20}", re.ASCII)
_CITY_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


def read_city(folder: Path, *, code: str | None = None) -> tuple[CityRows, list[FileFault]]:
    """Return everything in the folder as rows, with every fault of reading in the order of files and rows.

    The city's code is `code`, or `code` in city.toml, or the folder's own name. Optional files (ownership, calendar,
    emergencies, marks, landmarks, collection, works, seasons, ladder, city.toml) that are absent give None.
    """
    faults: list[FileFault] = []
    if not folder.is_dir():
        gone = FileFault(folder.name or ".", 0, _("there is no such folder"))
        return CityRows(code or folder.name, None, None, None, None, None), [gone]
    source = Folder(folder, faults.append)
    settings, own_code = read_settings(source) if source.has(rows.SETTINGS) else (None, "")
    name = code or own_code or folder.resolve().name
    if not _CITY_CODE.fullmatch(name):
        source.fault(
            rows.SETTINGS,
            0,
            _("the city's code “{name}” is not valid (small Latin letters, digits and dashes)", name=name),
        )
    city_rows = CityRows(
        code=name,
        settings=settings,
        units=_table(source, rows.UNITS, UNIT_COLUMNS, _unit),
        agencies=_table(source, rows.AGENCIES, AGENCY_COLUMNS, _agency),
        topics=_table(source, rows.TOPICS, TOPIC_COLUMNS, _topic),
        districts=_features(source, rows.DISTRICTS, read_district),
        neighbourhoods=_features(source, rows.NEIGHBOURHOODS, read_neighbourhood),
        ownership=_optional(source, rows.OWNERSHIP, OWNERSHIP_COLUMNS, _ownership),
        calendar=_optional(source, rows.CALENDAR, ("date", "is_off"), _calendar),
        emergencies=_optional(source, rows.EMERGENCIES, ("topic", "phone", "words_fa"), _emergency),
        marks=_optional(source, rows.MARKS, MARK_COLUMNS, _mark),
        **read_local_knowledge_files(source),
        texts=read_texts(source),
        digests=source.digests,
    )
    return city_rows, faults


def _table(source: Folder, file: str, columns: tuple[str, ...], read: Callable[[Cells], Row]) -> tuple[Row, ...] | None:
    cells = source.table(file, columns)
    return None if cells is None else tuple(read(row) for row in cells)


def _optional(
    source: Folder, file: str, columns: tuple[str, ...], read: Callable[[Cells], Row]
) -> tuple[Row, ...] | None:
    return _table(source, file, columns, read) if source.has(file) else None


def _features(source: Folder, file: str, read: Callable[[Cells, Any], Row]) -> tuple[Row, ...] | None:
    features = source.features(file)
    return None if features is None else tuple(read(cells, geometry) for cells, geometry in features)


def _unit(cells: Cells) -> rows.UnitRow:
    return rows.UnitRow(
        code=cells.code(),
        kind=cells.choice("kind", KINDS),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        parent=cells.code("parent", needed=False),
        source=cells.text("source"),
        office_opens=cells.clock("office_opens"),
        office_closes=cells.clock("office_closes"),
        row=cells.row,
    )


def _phone(cells: Cells, *, needed: bool) -> str:
    phone = cells.text("phone", limit=20, needed=needed)
    if phone and not _PHONE.fullmatch(phone):
        cells.fault(_("“{phone}” is not a telephone number", phone=phone))
    return phone


def _agency(cells: Cells) -> rows.AgencyRow:
    return rows.AgencyRow(
        code=cells.code(),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        phone=_phone(cells, needed=False),
        topics=tuple(cells.text("topics", limit=4000).split()),
        source=cells.text("source"),
        row=cells.row,
    )


def _topic(cells: Cells) -> rows.TopicRow:
    return rows.TopicRow(
        group_code=cells.code("group_code"),
        group_fa=cells.text("group_fa", needed=True),
        group_en=cells.text("group_en"),
        code=cells.code(),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        unit_type=cells.code("unit_type"),
        urgency=cells.choice("urgency", URGENCIES),
        ack_hours=cells.hours("ack_hours"),
        visit_hours=cells.hours("visit_hours", may_be_empty=True),
        due_hours=cells.hours("due_hours"),
        clock=cells.choice("clock", CLOCKS),
        unit_fa=cells.text("unit_fa"),
        name_status=cells.text("name_status"),
        row=cells.row,
    )


def _shape(cells: Cells, geometry: Any) -> tuple[Mapping[str, Any] | None, BaseGeometry | None, bool]:
    """The geometry as it will be stored, as a shapely shape, and whether it is broken (a fault is then reported)."""
    if geometry is None:
        return None, None, False
    try:
        shape = read_polygon(geometry)
    except PolygonIsNotValid as wrong:
        cells.fault(wrong.text)
        return None, None, True
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}, shape, False


def read_district(cells: Cells, geometry: Any) -> rows.DistrictRow:
    """A district from a feature's properties and geometry."""
    polygon, shape, is_broken = _shape(cells, geometry)
    return rows.DistrictRow(
        code=cells.code(),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        unit=cells.code("unit", needed=False),
        polygon=polygon,
        shape=shape,
        is_broken=is_broken,
        is_approximate=cells.yes("approximate"),
        valid_from=cells.day("valid_from"),
        row=cells.row,
    )


def read_neighbourhood(cells: Cells, geometry: Any) -> rows.NeighbourhoodRow:
    """A neighbourhood from a feature's properties and geometry."""
    polygon, shape, is_broken = _shape(cells, geometry)
    return rows.NeighbourhoodRow(
        code=cells.code(),
        name_fa=cells.text("name_fa", needed=True),
        name_en=cells.text("name_en"),
        district=cells.code("district"),
        polygon=polygon,
        shape=shape,
        is_broken=is_broken,
        is_approximate=cells.yes("approximate"),
        valid_from=cells.day("valid_from"),
        row=cells.row,
    )


def _ownership(cells: Cells) -> rows.OwnershipRow:
    return rows.OwnershipRow(
        topic=cells.code("topic"),
        district=cells.code("district", needed=False).removeprefix("*"),
        unit=cells.code("unit", needed=False),
        agency=cells.code("agency", needed=False),
        branch=cells.text("branch", limit=40),
        row=cells.row,
    )


def _calendar(cells: Cells) -> rows.CalendarRow:
    if not cells.raw("date"):
        cells.fault(_("column “date” is empty"))
    return rows.CalendarRow(
        day=cells.day("date"),
        is_off=cells.yes("is_off"),
        name_fa=cells.text("name_fa"),
        name_en=cells.text("name_en"),
        source=cells.text("source"),
        row=cells.row,
    )


def _phrases(cells: Cells, column: str) -> tuple[str, ...]:
    """The phrases between vertical bars."""
    phrases = (phrase.strip() for phrase in cells.text(column, limit=2000).split("|"))
    return tuple(phrase for phrase in phrases if phrase)


def _emergency(cells: Cells) -> rows.EmergencyRow:
    return rows.EmergencyRow(
        topic=cells.code("topic"),
        phone=_phone(cells, needed=True),
        phrases=(*_phrases(cells, "words_fa"), *_phrases(cells, "words_en")),
        row=cells.row,
    )


def _mark(cells: Cells) -> rows.MarkRow:
    return rows.MarkRow(
        topic=cells.code("topic"),
        about=cells.choice("about", ABOUT),
        needs_place=cells.yes("needs_place"),
        is_confidential=cells.yes("is_confidential"),
        collection=cells.choice("collection", ("", *COLLECTION_KINDS)),
        row=cells.row,
    )
