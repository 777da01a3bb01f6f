"""Writes a lake of cases that another system kept: the tables of cases and reports, from one file and a mapping.

The schema is that of every lake, so the same questions can be asked. Nothing of the file is taken but what the mapping
names: moments, and values as codes; no words, no people, no places finer than a neighbourhood.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.lake.case_columns import CASES, REPORTS
from peygir.outlook.insight.lake.columns import BY_NAME
from peygir.outlook.insight.lake.files import schema_of, sweep, write_file
from peygir.outlook.insight.lake.foreign_rows import ForeignRows, days_between, foreign_rows, keys_of
from peygir.outlook.insight.lake.lock import lake_lock
from peygir.outlook.insight.lake.manifest import WHOLE, LakeFile, Manifest, read_manifest, write_manifest
from peygir.outlook.insight.lake.mapping import NAMED, ForeignMapping
from peygir.outlook.insight.lake.shapes import VERSION, LakeTable

if TYPE_CHECKING:
    import pyarrow as pa

_FACTS: Final = (CASES, REPORTS)


class LakeIsOfADatabase(Conflict):
    """The lake in the folder is written from a database: an import must not replace it."""

    message = _("The lake in {folder} is that of a database. Name another folder.")


@dataclass(frozen=True, slots=True)
class ForeignRun:
    """What an import did: the manifest, and what was seen in the file (`ForeignRows.counted`)."""

    manifest: Manifest
    seen: dict[str, int]


def import_lake(
    path: Path,
    mapping: ForeignMapping,
    folder: Path,
    *,
    now: datetime,
    progress: Callable[[str, int], None] = lambda table, rows: None,
) -> ForeignRun:
    """Write the lake of a file's cases to a folder; an earlier import there is replaced as a whole.

    Readers see the one or the other. Raises ForeignFileIsNotRight, LakeIsOfADatabase, TheLakeIsBeingWritten.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lake_lock(folder):
        before = read_manifest(folder)
        if before is not None and not before.source:
            raise LakeIsOfADatabase(folder=folder)
        with foreign_rows(path, mapping) as rows:
            with path.open("rb") as file:
                source = hashlib.file_digest(file, "sha256").hexdigest()
            tables: dict[str, dict[str, LakeFile]] = {}
            for month in rows.months():
                for table in _FACTS:
                    table_rows = rows.of_month(table, month).cast(schema_of(table))
                    written = write_file(folder, table, str(month), table_rows)
                    tables.setdefault(table.name, {})[str(month)] = written
                    progress(table.name, written.rows)
            for name, table_rows in _names(rows).items():
                tables[name] = {WHOLE: write_file(folder, BY_NAME[name], WHOLE, table_rows)}
            seen = rows.counted()
        manifest = Manifest(
            version=VERSION,
            city=mapping.city,
            zone=mapping.zone,
            as_of=now.isoformat(),
            last_event=0,
            root="",
            last_hash="",
            last_message=0,
            source=source,
            tables=tables,
        )
        write_manifest(folder, manifest)
        sweep(folder)
    return ForeignRun(manifest, seen)


def _names(rows: ForeignRows) -> "dict[str, pa.Table]":
    """The tables of names: the days, and the values of the file by their codes, as they stand there."""
    city = rows.mapping.city
    days = [
        dict(zip(("day", "jalali_day", "ten_day", "month", "season", "year"), (day, *keys_of(day)), strict=True))
        for day in days_between(*rows.days())
    ]
    tables = {"day": _table(BY_NAME["day"], city, days)}
    groups = {code: name for code, name, _above in rows.names.get("topic_group", [])}
    by_value = {name: code for code, name in groups.items()}
    for column in NAMED:
        entries: dict[str, dict[str, Any]] = {}
        for code, name, above in rows.names.get(column, []):
            group = by_value.get(above)
            extra = {"topic_group": group, "group_fa": groups.get(group or ""), "group_en": groups.get(group or "")}
            entries.setdefault(code, {column: code, "name_fa": name, "name_en": name, **extra})
        tables[column] = _table(BY_NAME[column], city, list(entries.values()))
    return tables


def _table(table: LakeTable, city: str, rows: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pylist([{"city": city, **row} for row in rows], schema=schema_of(table))
