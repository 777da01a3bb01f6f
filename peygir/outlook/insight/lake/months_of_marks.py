"""The figures of closed months, by which units are marked: the tables of `scoring`'s snapshots as files of the lake.

The table of posts stays out: it is about persons.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from peygir.city.facts import CityFacts
from peygir.outlook.insight.lake.files import rows_from_csv, write_file
from peygir.outlook.insight.lake.manifest import LakeFile, Manifest
from peygir.outlook.insight.lake.shapes import LakeColumn, LakeTable
from peygir.outlook.scoring.snapshot_queries import months_with_snapshots, snapshot_text
from peygir.outlook.scoring.snapshot_tables import POST, SnapshotTable, tables_of
from peygir.outlook.scoring.snapshot_text import format_of, sections

LEFT_OUT: Final = frozenset({POST.name})


def take_snapshots(folder: Path, city: CityFacts, before: Manifest | None) -> dict[str, dict[str, LakeFile]]:
    """Write the figures of every closed month, as the version in force has them; returns the files by table, month.

    A month whose snapshot the lake has already is not written again.
    """
    snapshots: dict[str, dict[str, LakeFile]] = {}
    for month in months_with_snapshots(city.id):
        partition = f"{month.name}.{month.digest[:12]}"
        known = {name: files[partition] for name, files in _known(before).items() if partition in files}
        for name, file in (known or _written(folder, partition, snapshot_text(month.month_id))).items():
            snapshots.setdefault(name, {})[partition] = file
    return snapshots


def _known(before: Manifest | None) -> Mapping[str, Mapping[str, LakeFile]]:
    return before.tables if before is not None else {}


def _written(folder: Path, partition: str, text: bytes) -> dict[str, LakeFile]:
    """The files of one snapshot, by table."""
    bodies, files = sections(text), {}
    for table in tables_of(format_of(text)):
        if table.name not in LEFT_OUT:
            here = as_lake_table(table)
            rows = rows_from_csv(here, io.BytesIO(bodies[table.name]), empty_is_text=True)
            files[here.name] = write_file(folder, here, partition, rows)
    return files


def as_lake_table(table: SnapshotTable) -> LakeTable:
    """A snapshot's table as one of the lake."""
    columns = tuple(LakeColumn(name, kind, "") for name, kind in table.columns.items())
    return LakeTable(table.relation, "", "", table.order, columns)
