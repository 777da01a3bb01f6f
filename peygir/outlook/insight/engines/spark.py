"""Answers expressions by Spark over the files of lakes: on this machine, or on a cluster that sees the same files.

PySpark is the extra `spark`, and needs Java of 17 or later. A process starts Spark once, which takes seconds and about
500 MB, and keeps it. See docs/scale.md.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from os import environ
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.engines.embedded import QuestionIsTooLarge
from peygir.outlook.insight.engines.sources import Sources, manifests_of, sources_of
from peygir.outlook.insight.engines.tables import SPARK, sql_of, tables_in
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.lake.shapes import DAY, INT, MOMENT, TEXT, LakeTable

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession

LOCAL: Final = "local[2]"
"""Two threads of this machine, as the embedded engine has."""
MEMORY: Final = "1g"
"""Of the driver, which on one machine is all of Spark."""
PATIENCE: Final = 600.0
"""Seconds after which a question is given up: a country's load takes minutes."""
_TYPES: Final = {INT: "BIGINT", TEXT: "STRING", DAY: "DATE", MOMENT: "TIMESTAMP_NTZ"}
_GROUPS: Final = count(1)
Row = tuple[Any, ...]


class SparkIsMissing(Conflict):
    """PySpark or Java is not installed on this machine."""

    message = _("{what} is not installed on this machine. See docs/scale.md.")


@dataclass(frozen=True, slots=True)
class SparkReader:
    """A session of Spark on lakes as their manifests have them; `sources` are the tables by name, with their files."""

    manifests: tuple[Manifest, ...]
    session: "SparkSession"
    sources: Sources
    patience: float
    known: set[str] = field(default_factory=set)

    def rows(self, expression: "Table") -> list[Row]:
        """The rows of an expression. Raises QuestionIsTooLarge."""
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        for name in sorted(tables_in(expression) - self.known):
            _view(self.session, name, *self.sources[name])
            self.known.add(name)
        group, late, context = f"peygir-{next(_GROUPS)}", [], self.session.sparkContext

        def give_up() -> None:
            late.append(group)
            context.cancelJobGroup(group)

        timer = Timer(self.patience, give_up)
        timer.daemon = True
        context.setJobGroup(group, "a question", interruptOnCancel=True)
        timer.start()
        try:
            return [tuple(row) for row in self.session.sql(sql_of(expression, SPARK)).collect()]
        except (Py4JJavaError, PySparkException):
            if late:
                raise QuestionIsTooLarge() from None
            raise
        finally:
            timer.cancel()


def missing_part() -> str:
    """What Spark lacks on this machine: "PySpark", "Java", or ""."""
    if find_spec("pyspark") is None:
        return "PySpark"
    home = environ.get("JAVA_HOME", "")
    has_java = Path(home, "bin", "java").exists() if home else shutil.which("java") is not None
    return "" if has_java else "Java"


@contextmanager
def spark_reader(
    folders: Sequence[Path], *, master: str = LOCAL, memory: str = MEMORY, patience: float = PATIENCE
) -> Iterator[SparkReader]:
    """Open the lakes of one or several cities as one.

    `master`: where Spark runs, as "local[2]" or "spark://host:7077"; the files must be seen there by the same paths.
    `memory`: of the driver, as "1g"; like `master` it holds for the first call of a process. A question that takes
    more than `patience` seconds is given up. Raises NoLakeYet, TwoLakesOfOneCity, SparkIsMissing.
    """
    manifests = manifests_of(folders)
    if what := missing_part():
        raise SparkIsMissing(what=what)
    session = _session(master, memory).newSession()  # with views and settings of its own
    yield SparkReader(manifests, session, sources_of(folders, manifests), patience)


def _session(master: str, memory: str) -> "SparkSession":
    """The session of this process, started where there is none."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.parquet.enableVectorizedReader": "true",
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "4",
        }
    builder = SparkSession.builder.master(master).appName("peygir")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _view(session: "SparkSession", name: str, table: LakeTable, paths: list[Path]) -> None:
    """Make a table of the lakes known by a name; one without rows has its columns all the same."""
    columns = ", ".join(f"`{column}` {_TYPES[kind]}" for column, kind in table.kinds.items())
    if paths:
        source = session.read.schema(columns).option("recursiveFileLookup", "true")  # no partitions read from names
        frame = source.parquet(*(path.absolute().as_uri() for path in paths))
    else:
        frame = session.createDataFrame([], columns)
    frame.createOrReplaceTempView(name)
