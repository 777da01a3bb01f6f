"""The text of a snapshot: canonical, so that the same figures have the same SHA-256 on every machine."""

import csv
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring import snapshot_tables
from peygir.outlook.scoring.snapshot_tables import VERSION, SnapshotTable, tables_of

FIRST_LINE: Final = f"peygir score snapshot {VERSION}\n"
_LEVEL: Final = 6


class SnapshotIsNotRight(Invalid):
    """The text is no snapshot, or not of this format."""

    message = _("This file is not a snapshot of a month's figures, or it was cut or changed: {reason}.")


def section(table: SnapshotTable, body: bytes) -> bytes:
    """The section of one table: a line with its name and the number of lines, the header, the rows.

    `body` holds the rows as PostgreSQL's COPY writes CSV, in the table's order.
    """
    lines, header = body.count(b"\n"), ",".join(table.columns)
    return f"[{table.name} {lines}]\n{header}\n".encode() + body


def digest_of(text: bytes) -> str:
    """The SHA-256 of the text, as 64 hexadecimal digits."""
    return hashlib.sha256(text).hexdigest()


def packed(text: bytes) -> bytes:
    """The text as it is stored."""
    return zlib.compress(text, _LEVEL)


def unpacked(content: bytes) -> bytes:
    """The text that `packed` was given."""
    return zlib.decompress(content)


def format_of(text: bytes) -> int:
    """The number of the format in which a snapshot is written. Raises SnapshotIsNotRight."""
    for number in range(1, snapshot_tables.VERSION + 1):
        if text.startswith(f"peygir score snapshot {number}\n".encode()):
            return number
    raise SnapshotIsNotRight(reason="1")


def sections(text: bytes) -> Mapping[str, bytes]:
    """The rows of each table of a snapshot, as COPY reads them. Raises SnapshotIsNotRight."""
    tables, stream = tables_of(format_of(text)), io.BytesIO(text)
    stream.readline()
    bodies = dict(_section(stream, table) for table in tables)
    if stream.read(1):
        raise SnapshotIsNotRight(reason="end")
    return bodies


def _section(stream: IO[bytes], table: SnapshotTable) -> tuple[str, bytes]:
    head = stream.readline().decode("utf-8", "replace").strip()
    name, _space, count = head.strip("[]").partition(" ")
    if name != table.name or not count.isdecimal():
        raise SnapshotIsNotRight(reason=table.name)
    if stream.readline().decode("utf-8", "replace").strip() != ",".join(table.columns):
        raise SnapshotIsNotRight(reason=table.name)
    lines = [stream.readline() for _number in range(int(count))]
    if not all(line.endswith(b"\n") for line in lines):
        raise SnapshotIsNotRight(reason=table.name)
    return name, b"".join(lines)


def rows_of(table: SnapshotTable, body: bytes) -> Iterator[dict[str, int | str | None]]:
    """The rows of one table as values by their columns."""
    for cells in csv.reader(io.StringIO(body.decode())):
        yield {
            name: (int(cell) if cell else None) if kind == "int64" else cell
            for (name, kind), cell in zip(table.columns.items(), cells, strict=True)
        }


def line_counts(text: bytes) -> dict[str, int]:
    """How many rows each table of a snapshot has. Raises SnapshotIsNotRight."""
    return {name: body.count(b"\n") for name, body in sections(text).items()}
