"""A process that answers questions to the lake: a JSON object on each line in, one on each line out.

It is started by `apart`, so that DuckDB, Ibis and PyArrow take no memory of a web process. It needs neither Django nor
the database, and ends when its input ends or nobody has asked for IDLE seconds.
"""

import base64
import io
import json
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from peygir.core.refusals import Refusal
from peygir.outlook.insight.asking import answer_from, case_numbers, expression_of
from peygir.outlook.insight.engines.embedded import lake_reader
from peygir.outlook.insight.questions import question_from

IDLE: Final = 300.0
"""Seconds without a question after which the process ends, and its memory is free again."""
Request = Mapping[str, Any]


def main() -> None:
    """Answer until the input ends."""
    import duckdb  # noqa: F401 - what the first question would wait for
    import ibis  # noqa: F401

    while select.select([sys.stdin], [], [], IDLE)[0]:
        text = sys.stdin.readline()
        if not text:
            return
        sys.stdout.write(json.dumps(reply_to(json.loads(text))) + "\n")
        sys.stdout.flush()


def reply_to(request: Request) -> dict[str, Any]:
    """Return the reply to one request, or {"refusal", "details"} of what was refused."""
    try:
        return _KINDS[request["kind"]](request)
    except Refusal as refusal:
        return {"refusal": type(refusal).__name__, "details": {name: str(one) for name, one in refusal.details.items()}}


def _answers(request: Request) -> dict[str, Any]:
    """The rows of several questions to one manifest, each as [keys, n, value]."""
    with lake_reader(Path(request["folder"])) as lake:
        answers = []
        for text in request["questions"]:
            question = question_from(text)
            rows = answer_from(question, lake.rows(expression_of(question, _units(request))))
            answers.append([[list(row.keys), row.n, row.value] for row in rows])
        known = lake.manifest
    return {"answers": answers, "as_of": known.as_of, "last_event": known.last_event, "root": known.root}


def _cases(request: Request) -> dict[str, Any]:
    """The numbers of the cases that a question counts, the latest first."""
    with lake_reader(Path(request["folder"])) as lake:
        expression = case_numbers(question_from(request["question"]), _units(request), most=request["most"])
        return {"cases": [row[0] for row in lake.rows(expression)]}


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
}


if __name__ == "__main__":
    main()
