"""Answers expressions by DuckDB over the files of the lake, inside this process."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.engines.sources import Sources, manifests_of, sources_of
from peygir.outlook.insight.engines.tables import DUCKDB, sql_of, tables_in
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.lake.shapes import LakeTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis.expr.types import Table

MEMORY: Final = "256MB"
"""What one connection may use; what needs more goes to a folder on disk."""
DISK: Final = "2GB"
"""What it may put there."""
PATIENCE: Final = 20.0
"""Seconds after which a question is given up."""
THREADS: Final = 2
_TYPES: Final = {"int64": "BIGINT", "string": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP"}
Row = tuple[Any, ...]


class QuestionIsTooLarge(Conflict):
    """A question takes more memory or time than one reader may have."""

    message = _("This question is too large. Please ask for a shorter time or fewer groups.")


@dataclass(frozen=True, slots=True)
class LakeReader:
    """A connection to lakes as their manifests have them; `sources` are the tables by name, with their files."""

    manifests: tuple[Manifest, ...]
    connection: "DuckDBPyConnection"
    sources: Sources
    patience: float
    known: set[str] = field(default_factory=set)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the first lake; mostly there is one."""
        return self.manifests[0]

    def rows(self, expression: "Table") -> list[Row]:
        """The rows of an expression. Raises QuestionIsTooLarge."""
        import duckdb

        for name in sorted(tables_in(expression) - self.known):
            _view(self.connection, name, *self.sources[name])
            self.known.add(name)
        statement, timer = sql_of(expression, DUCKDB), Timer(self.patience, self.connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            return self.connection.execute(statement).fetchall()
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise QuestionIsTooLarge() from None
        finally:
            timer.cancel()


@contextmanager
def lake_reader(folder: Path, *, marks_of: str | None = None, patience: float = PATIENCE) -> Iterator[LakeReader]:
    """Open the lake in a folder; with `marks_of` ("1405-08") also the tables of that month's snapshot.

    A question that takes more than `patience` seconds is given up.

    The connection reads the files of one manifest, fetches nothing from anywhere, and takes no further settings.
    Raises NoLakeYet.
    """
    with lakes_reader([folder], marks_of=marks_of, patience=patience) as reader:
        yield reader


@contextmanager
def lakes_reader(
    folders: Sequence[Path], *, marks_of: str | None = None, patience: float = PATIENCE
) -> Iterator[LakeReader]:
    """Open the lakes of several cities as one, as `lake_reader` opens one. Raises NoLakeYet, TwoLakesOfOneCity."""
    import duckdb

    manifests = manifests_of(folders)
    with tempfile.TemporaryDirectory(prefix="peygir-lake-") as disk:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": disk,
            "max_temp_directory_size": DISK,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        connection = duckdb.connect(":memory:", config=settings)
        try:
            connection.execute("SET parquet_metadata_cache = true")  # files never change
            connection.execute("SET lock_configuration = true")
            sources = sources_of(folders, manifests, marks_of=marks_of)
            yield LakeReader(manifests, connection, sources, patience)
        finally:
            connection.close()


def _view(connection: "DuckDBPyConnection", name: str, table: LakeTable, paths: list[Path]) -> None:
    """Make a table of the lake known by a name; one without rows has its columns all the same."""
    if paths:
        files = ", ".join(_quoted(str(path)) for path in paths)
        source = f"SELECT * FROM read_parquet([{files}], hive_partitioning = false)"  # noqa: S608 - our own paths
    else:
        columns = ", ".join(f'NULL::{_TYPES[kind]} AS "{column}"' for column, kind in table.kinds.items())
        source = f"SELECT {columns} WHERE false"  # noqa: S608 - constants
    connection.execute(f"CREATE VIEW {name} AS {source}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
