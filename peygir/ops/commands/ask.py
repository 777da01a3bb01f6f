"""Ask the lake a question, and print the answer as a table: `./run ask cases_opened~by.month.district`.

A question is a metric, by what, which, and of what time: see docs/lake.md. With `--lake`, repeated for each city, the
lakes of several cities are asked as one. `--engine` chooses what answers: embedded, fresh or spark (docs/scale.md).
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peygir.outlook.insight.asking import AnswerRow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the question, the lakes, the engine and the output format."""
    parser.add_argument("question", metavar="QUESTION", help="such as promises_kept~by.month~in.topic.CIV-01")
    parser.add_argument(
        "--lake", action="append", type=Path, default=[], metavar="FOLDER", help="the lake of a city, in place of ours"
    )
    parser.add_argument("--engine", default="", help="embedded, fresh or spark, in place of the setting")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Ask, and print the groups with their rows and values."""
    from peygir.journey.answers_of_lake import answer, answer_of_lakes

    if args.lake:
        found = answer_of_lakes(args.lake, args.question, engine=args.engine)
        lakes = [{"city": one.city, "as_of": one.as_of, "root": one.root, "source": one.source} for one in found.lakes]
        _print(found.dimensions, found.rows, lakes, as_json=args.json)
        return 0
    own = answer(args.question, engine=args.engine)
    _print(own.dimensions, own.rows, [{"as_of": own.as_of, "root": own.root}], as_json=args.json)
    return 0


def _print(
    dimensions: Sequence[str], rows: "Sequence[AnswerRow]", lakes: list[dict[str, str]], *, as_json: bool
) -> None:
    """Print an answer, and the lakes that it came from."""
    if as_json:
        groups = [{**dict(zip(dimensions, row.keys, strict=True)), "n": row.n, "value": row.value} for row in rows]
        print(json.dumps({"rows": groups, "lakes": lakes}, ensure_ascii=False))
        return
    print("\t".join((*dimensions, "n", "value")))
    for row in rows:
        print("\t".join("" if value is None else str(value) for value in (*row.keys, row.n, row.value)))
