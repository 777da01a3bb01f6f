"""Writes and reads the Parquet files of one table: sorted by its key, named by their digest, never changed."""

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from peygir.core.disk import sync_folder
from peygir.outlook.insight.lake.manifest import BEFORE, BUILDING, NAME, LakeFile, read_manifest
from peygir.outlook.insight.lake.shapes import LakeTable

if TYPE_CHECKING:
    import pyarrow as pa

GROUP: Final = 122_880
"""Rows of one group: what DuckDB reads at a time."""
UNFINISHED: Final = ".new"


def schema_of(table: LakeTable) -> "pa.Schema":
    """The Arrow schema of a table."""
    import pyarrow as pa

    types = {"int64": pa.int64(), "string": pa.string(), "date": pa.date32(), "timestamp": pa.timestamp("us")}
    return pa.schema([(name, types[kind]) for name, kind in table.kinds.items()])


def rows_from_csv(table: LakeTable, stream: IO[bytes], *, empty_is_text: bool = False) -> "pa.Table":
    """The rows that PostgreSQL wrote as CSV without a header: an empty cell is none, a quoted one an empty text.

    With `empty_is_text` an empty cell of a text is an empty text too.
    """
    import pyarrow as pa
    from pyarrow import csv

    schema = schema_of(table)
    if not stream.seek(0, os.SEEK_END):
        return schema.empty_table()
    stream.seek(0)
    read: pa.Table = csv.read_csv(
        stream,
        read_options=csv.ReadOptions(column_names=schema.names, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=not empty_is_text,
            quoted_strings_can_be_null=False,
        ),
    )
    return read


def split(rows: "pa.Table", column: str, ids: Collection[int]) -> tuple["pa.Table", "pa.Table"]:
    """The rows of other subjects than these, and those of these."""
    import pyarrow as pa
    from pyarrow import compute

    is_theirs = compute.is_in(rows[column], value_set=pa.array(sorted(ids), pa.int64()))
    return rows.filter(compute.invert(is_theirs)), rows.filter(is_theirs)


def are_the_same(table: LakeTable, first: "pa.Table", second: "pa.Table") -> bool:
    """Whether two sets of rows of a table are the same, in whatever order."""
    if first.num_rows != second.num_rows:
        return False
    key = [(name, "ascending") for name in table.key]
    return bool(first.sort_by(key).equals(second.sort_by(key)))


def read_file(folder: Path, table: LakeTable, file: LakeFile | None) -> "pa.Table":
    """The rows of a file; none without one."""
    from pyarrow import parquet

    if file is None:
        return schema_of(table).empty_table()
    return parquet.read_table(folder / table.name / file.name, schema=schema_of(table))


def write_file(folder: Path, table: LakeTable, month: str, rows: "pa.Table") -> LakeFile:
    """Write the rows of a month as a file; it is on disk under its name when this returns.

    The same rows give the same file: it is named by its digest, and written again it changes nothing.
    """
    from pyarrow import parquet

    place = folder / table.name
    if not place.exists():
        place.mkdir(mode=0o700)
        sync_folder(folder)
    ordered = rows.sort_by([(name, "ascending") for name in table.key]).combine_chunks()
    new = place / f"{month}-{os.getpid()}{UNFINISHED}"
    parquet.write_table(ordered, new, compression="zstd", row_group_size=GROUP, store_schema=False)
    with new.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    name = f"{month}-{digest[:20]}.parquet"
    new.replace(place / name)
    sync_folder(place)
    return LakeFile(name, ordered.num_rows, digest)


def sweep(folder: Path) -> int:
    """Delete files that neither the manifest nor the one before it names; returns how many.

    Only for who holds the lake's lock.
    """
    kept: set[str] = set()
    for name in (NAME, BEFORE, BUILDING):
        manifest = read_manifest(folder, name)
        kept |= manifest.names() if manifest is not None else set()
    swept = 0
    for path in folder.glob("*/*"):
        if f"{path.parent.name}/{path.name}" not in kept and path.suffix in {".parquet", UNFINISHED}:
            path.unlink()
            swept += 1
    return swept
