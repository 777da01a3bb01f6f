"""Writes the files of open data of a month: figures as CSV and Parquet, districts as GeoParquet, public cases."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peygir.core.tables import Column, as_csv
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.columns import (
    DISTRICT_COLUMNS,
    DISTRICTS,
    FIGURE_COLUMNS,
    FIGURES_CSV,
    FIGURES_PARQUET,
    RECORD_COLUMNS,
    RECORDS_CSV,
    RECORDS_PARQUET,
    REQUESTS,
    DataColumn,
)
from peygir.outlook.insight.publishing.rows import FigureRow
from peygir.outlook.insight.publishing.words import CROSS, DISTRICT

if TYPE_CHECKING:
    import pyarrow as pa

GEO_VERSION: Final = "1.1.0"
"""Of GeoParquet (https://geoparquet.org/releases/v1.1.0/)."""
About = Mapping[str, str]
"""What a file says of itself in its metadata."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file by its name, with how many rows it has."""

    name: str
    content: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class DrawnDistrict:
    """A district with its outline as GeoJSON."""

    code: str
    name_fa: str
    name_en: str
    is_approximate: bool
    geometry: Mapping[str, Any]


def figure_files(month: str, rows: Sequence[FigureRow], about: About) -> list[MadeFile]:
    """Return the figures of a month as CSV and Parquet."""
    records = [_figure(month, row) for row in rows]
    return [
        _csv(FIGURES_CSV, FIGURE_COLUMNS, records),
        _parquet(FIGURES_PARQUET, FIGURE_COLUMNS, records, about),
    ]


def district_file(
    month: str, rows: Iterable[FigureRow], districts: Sequence[DrawnDistrict], about: About
) -> MadeFile | None:
    """Return the figures of the districts with their outlines as GeoParquet; None for a city without outlines."""
    from shapely import to_wkb
    from shapely.geometry import shape

    if not districts:
        return None
    by_district: dict[str, dict[str, FigureRow]] = {}
    figures: dict[str, None] = {}
    for row in rows:
        if row.split == DISTRICT:
            by_district.setdefault(row.keys[0], {})[row.figure] = row
            figures[row.figure] = None
    columns, records, kinds = list(DISTRICT_COLUMNS), [], set[str]()
    bounds: list[tuple[float, float, float, float]] = []
    for code in figures:
        name = FIGURES[code].name
        columns += [DataColumn(code, "number", name, True), DataColumn(f"{code}_n", "integer", name, True)]
    for district in districts:
        outline = shape(district.geometry)
        kinds.add(outline.geom_type)
        bounds.append(outline.bounds)
        own = by_district.get(district.code, {})
        record: dict[str, Any] = {
            "month": month,
            "district": district.code,
            "name_fa": district.name_fa,
            "name_en": district.name_en,
            "is_approximate": district.is_approximate,
            "geometry": to_wkb(outline),
        }
        for code in figures:
            figure = own.get(code)
            record |= {code: figure.value if figure else None, f"{code}_n": figure.n if figure else None}
        records.append(record)
    geometry = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "bbox": [
            min(one[0] for one in bounds),
            min(one[1] for one in bounds),
            max(one[2] for one in bounds),
            max(one[3] for one in bounds),
        ],
    }
    geo = {"version": GEO_VERSION, "primary_column": "geometry", "columns": {"geometry": geometry}}
    return _parquet(DISTRICTS, columns, records, {**about, "geo": json.dumps(geo)})


def record_files(
    records: Sequence[Mapping[str, Any]], requests: Sequence[Mapping[str, Any]], about: About
) -> list[MadeFile]:
    """Return the public cases as CSV and Parquet, and as service requests of Open311 GeoReport v2."""
    text = json.dumps(requests, ensure_ascii=False, indent=0)
    return [
        _csv(RECORDS_CSV, RECORD_COLUMNS, records),
        _parquet(RECORDS_PARQUET, RECORD_COLUMNS, records, about),
        MadeFile(REQUESTS, text.encode(), len(requests)),
    ]


def _figure(month: str, row: FigureRow) -> dict[str, Any]:
    """A row of figures with a column for each dimension."""
    names = ("district", "topic_group") if row.split == CROSS else (row.split,)
    keys = dict(zip(names, row.keys, strict=False))
    stored = row.as_json()
    return {
        "month": month,
        "figure": row.figure,
        "by": row.split,
        **{name: keys.get(name) for name in ("district", "topic_group", "topic")},
        **{name: stored[name] for name in ("n", "good", "value", "low", "high", "hidden")},
    }


def _csv(name: str, columns: Sequence[DataColumn], records: Sequence[Mapping[str, Any]]) -> MadeFile:
    """A table as CSV in UTF-8; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    heads = [Column(column.name) for column in columns]
    lines = as_csv(heads, ([_cell(record[head.name]) for head in heads] for record in records))
    return MadeFile(name, b"".join(lines), len(records))


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def _parquet(name: str, columns: Sequence[DataColumn], records: Sequence[Mapping[str, Any]], about: About) -> MadeFile:
    import pyarrow as pa
    from pyarrow import parquet

    schema = schema_of(columns).with_metadata({key: str(value) for key, value in about.items()})
    table = pa.table(
        {
            column.name: pa.array([record[column.name] for record in records], schema.field(column.name).type)
            for column in columns
        },
        schema=schema,
    )
    written = io.BytesIO()
    parquet.write_table(table, written, compression="zstd")
    return MadeFile(name, written.getvalue(), len(records))


def schema_of(columns: Sequence[DataColumn]) -> "pa.Schema":
    """The Arrow schema of columns, each with its meaning in English."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "geometry": pa.binary(),
    }
    return pa.schema(
        [
            pa.field(
                column.name,
                types[column.type],
                nullable=column.may_be_empty,
                metadata={"description": column.meaning.in_language("en")},
            )
            for column in columns
        ]
    )
