"""A process that answers questions to the lake: a JSON object on each line in, one on each line out.

It is started by `apart`, so that DuckDB, Ibis and PyArrow take no memory of a web process. It needs neither Django nor
the database, and ends when its input ends or nobody has asked for IDLE seconds. The lake stays open between questions
until its manifest changes: the files' own tables of contents are read once.
"""

import base64
import io
import json
import select
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, Final

from peygir.core.refusals import Refusal
from peygir.outlook.insight.asking import answer_from, case_numbers, expression_of, summed
from peygir.outlook.insight.engines.embedded import LakeReader, Row, lake_reader
from peygir.outlook.insight.engines.spark import SparkReader, spark_reader
from peygir.outlook.insight.engines.tables import POSTGRES, sql_of, tables_in
from peygir.outlook.insight.lake.manifest import read_manifest
from peygir.outlook.insight.questions import LakeQuestion, question_from

IDLE: Final = 300.0
"""Seconds without a question after which the process ends, and its memory is free again."""
SPARK_PATIENCE: Final = 60.0
"""Seconds after which Spark gives up a question of a page."""
Request = Mapping[str, Any]
Reader = LakeReader | SparkReader
_Key = tuple[str, tuple[str, str] | None]


class OpenLake:
    """The lake that was asked last, open until another one is asked or its manifest changes."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._key: _Key | None = None
        self._reader: Reader | None = None

    def reader(self, request: Request) -> Reader:
        """Return a reader of the lake's present manifest. Raises NoLakeYet, SparkIsMissing."""
        spark = request.get("spark")
        key = (request["folder"], None if spark is None else (spark[0], spark[1]))
        if self._reader is None or key != self._key or read_manifest(Path(key[0])) != self._reader.manifests[0]:
            self.close()
            self._reader, self._key = self._stack.enter_context(_opened(key)), key
        return self._reader

    def close(self) -> None:
        """Let go of the lake."""
        self._reader = None
        self._stack.close()


def _opened(key: _Key) -> AbstractContextManager[Reader]:
    folder, spark = Path(key[0]), key[1]
    if spark is None:
        return lake_reader(folder)
    return spark_reader([folder], master=spark[0], memory=spark[1], patience=SPARK_PATIENCE)


_open_lake: Final = OpenLake()


def main() -> None:
    """Answer until the input ends."""
    import duckdb  # noqa: F401 - what the first question would wait for
    import ibis  # noqa: F401

    while select.select([sys.stdin], [], [], IDLE)[0]:
        text = sys.stdin.readline()
        if not text:
            break
        sys.stdout.write(json.dumps(reply_to(json.loads(text))) + "\n")
        sys.stdout.flush()
    _open_lake.close()


def reply_to(request: Request) -> dict[str, Any]:
    """Return the reply to one request, or {"refusal", "details"} of what was refused."""
    try:
        return _KINDS[request["kind"]](request)
    except Refusal as refusal:
        return {"refusal": type(refusal).__name__, "details": {name: str(one) for name, one in refusal.details.items()}}


def _answers(request: Request) -> dict[str, Any]:
    """The rows of several questions to one manifest, each as [keys, n, value]."""
    lake = _open_lake.reader(request)
    answers: list[list[list[Any]]] = []
    asked_before: list[tuple[LakeQuestion, list[Row]]] = []
    for text in request["questions"]:
        question = question_from(text)
        sums = (summed(finer, rows, question) for finer, rows in asked_before)
        rows = next((one for one in sums if one is not None), None)
        if rows is None:
            rows = lake.rows(expression_of(question, _units(request)))
            asked_before.append((question, rows))
        answers.append([[list(row.keys), row.n, row.value] for row in answer_from(question, rows)])
    known = lake.manifests[0]
    return {"answers": answers, "as_of": known.as_of, "last_event": known.last_event, "root": known.root}


def _cases(request: Request) -> dict[str, Any]:
    """The numbers of the cases that a question counts, the latest first."""
    expression = case_numbers(question_from(request["question"]), _units(request), most=request["most"])
    return {"cases": [row[0] for row in _open_lake.reader(request).rows(expression)]}


def _statements(request: Request) -> dict[str, Any]:
    """Questions as PostgreSQL is asked them, each as [statement, tables]; `most`: the cases that they count instead."""
    statements = []
    for text in request["questions"]:
        question, units, most = question_from(text), _units(request), request["most"]
        one = expression_of(question, units) if most is None else case_numbers(question, units, most=most)
        statements.append([sql_of(one, POSTGRES), sorted(tables_in(one))])
    return {"statements": statements}


def _parquet(request: Request) -> dict[str, Any]:
    """A table as a Parquet file, in base 64; `about` becomes its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {name: [row[place] for row in request["rows"]] for place, name in enumerate(request["columns"])}
    rows = pa.table(columns).replace_schema_metadata(request["about"])
    written = io.BytesIO()
    parquet.write_table(rows, written, compression="zstd")
    return {"file": base64.b64encode(written.getvalue()).decode("ascii")}


def _ready(_request: Request) -> dict[str, Any]:
    return {}


def _units(request: Request) -> frozenset[str] | None:
    return None if request["units"] is None else frozenset(request["units"])


_KINDS: Final[Mapping[str, Callable[[Request], dict[str, Any]]]] = {
    "answers": _answers,
    "cases": _cases,
    "parquet": _parquet,
    "ready": _ready,
    "statements": _statements,
}


if __name__ == "__main__":
    main()
