"""Read texts, one a line, and write for each what it is about, where and how urgent it is, as one JSON line.

With `--verdict` each line is an answer to "is it fixed?", and its JSON line holds the verdict ("yes", "no", "badly", or
null for what is no clear answer) and the confidence in it (0 where there is none).
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from peygir.understanding.choosing import TopicTraits
    from peygir.understanding.learning.reader import CityReader
    from peygir.understanding.learning.training import Example, Measures
    from peygir.understanding.topic import Reader

NEEDS = "nothing"
REFUSED = 2
BATCH = 200
READERS = ("ngrams", "both", "second")
TIMED = 200  # texts read one by one to tell how long one takes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, and with which city's reader."""
    parser.add_argument("--city", default="shiraz", help="the city whose topics and places are meant (shiraz)")
    parser.add_argument("--evaluate", metavar="FILE.tsv", type=Path, help="measure on lines of text, tab, topic code")
    parser.add_argument(
        "--reader", choices=READERS, help="with n-grams, with embeddings (second), or with both (as PEYGIR_READER says)"
    )
    parser.add_argument("--verdict", action="store_true", help="read answers to “is it fixed?”: yes, no, badly or null")
    parser.add_argument("--json", action="store_true", help="print the measures as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Read standard input, or measure on a file; needs no database."""
    if args.verdict:
        return _read_verdicts(sys.stdin)
    from peygir.ops import house
    from peygir.understanding.learning.material import MaterialIsBroken
    from peygir.understanding.learning.reader import make_reader

    home = house.make_home(house.home())
    try:
        reader = make_reader(args.city, home)
        if reader is None:
            return _refuse(
                f"شهر «{args.city}» چیزی برای خواندن ندارد.", f"There is nothing to read “{args.city}” with."
            )
        wanted = args.reader or os.environ.get("PEYGIR_READER", "ngrams")
        if wanted not in ("ngrams", "off"):
            chosen = _with_second(reader, args.city, home, wanted)
            if chosen is None and args.reader:
                return _refuse(
                    "خوانندهٔ دوم نصب نیست یا این پردازنده آن را اجرا نمی‌کند: pip install 'peygir[embeddings]'",
                    "The second reader is not installed, or this processor cannot run it: "
                    "pip install 'peygir[embeddings]'",
                )
            reader = chosen or reader
        if args.evaluate:
            from peygir.understanding.learning.material import read_pairs
            from peygir.understanding.learning.training import measure

            pairs = read_pairs(args.evaluate)
            measures = measure(reader.topics, pairs)
            _print_measures(measures, _milliseconds(reader.topics, pairs), as_json=args.json)
            return 0
    except (MaterialIsBroken, OSError, UnicodeDecodeError) as broken:
        return _refuse(f"پرونده خوانده نشد: {broken}", f"The file could not be read: {broken}")
    traits, find_places = _city(args.city, reader.kinds)
    from peygir.understanding.choosing import propose_all

    for texts in _batches(sys.stdin):
        for text, proposal in zip(texts, propose_all(reader, texts, traits), strict=True):
            line = {
                "topics": [{"code": guess.code, "confidence": guess.confidence} for guess in proposal.guesses],
                "urgency": proposal.urgency, "kind": proposal.kind, "places": find_places(text),
                "chosen": proposal.chosen or None,
            }  # fmt: skip
            print(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()
    return 0


def _read_verdicts(lines: Iterable[str]) -> int:
    from peygir.intake.verdicts.rules import read_answer

    for line in lines:
        reading = read_answer(line.rstrip("\n"))
        print(json.dumps({"verdict": reading.verdict, "confidence": reading.confidence}), flush=True)
    return 0


def _with_second(first: "CityReader", city: str, home: Path, wanted: str) -> "CityReader | None":
    """The city's reader with its second beside it, or the second alone; None where there is none to be had."""
    from dataclasses import replace

    from peygir.understanding.learning.pairing import make_second, paired

    second = make_second(city, home)
    if second is None:
        return None
    return replace(first, topics=second) if wanted == "second" else paired(first, city, home)


def _milliseconds(reader: "Reader", pairs: "list[Example]") -> float:
    """How long one text takes, read alone by a reader that is warm."""
    texts = [pair.text for pair in pairs[:TIMED]]
    reader.chances(texts[:1])
    began = time.perf_counter()
    for text in texts:
        reader.chances([text])
    return (time.perf_counter() - began) * 1000 / max(len(texts), 1)


def _refuse(fa: str, en: str) -> int:
    print(fa, en, sep="\n", file=sys.stderr)
    return REFUSED


def _batches(lines: Iterable[str]) -> Iterable[list[str]]:
    """Lines by the hundred; a terminal's are answered one by one."""
    batch: list[str] = []
    limit = 1 if sys.stdin.isatty() else BATCH
    for line in lines:
        batch.append(line.rstrip("\n"))
        if len(batch) >= limit:
            yield batch
            batch = []
    if batch:
        yield batch


def _city(
    code: str, kinds: Mapping[str, Any]
) -> tuple[dict[str, "TopicTraits"], Callable[[str], list[dict[str, Any]]]]:
    """The topics and place names of a city's own files."""
    from peygir.city.reading import SHIPPED, read_city
    from peygir.understanding.choosing import TopicTraits
    from peygir.understanding.place import PlaceName, places_in
    from peygir.understanding.tone import Urgency

    rows, _ = read_city(SHIPPED / code)
    secret = {mark.topic for mark in rows.marks or () if mark.is_confidential}
    traits = {}
    for topic in rows.topics or ():
        needs_care = topic.urgency == "U" or topic.unit_type == "X" or topic.code in secret
        traits[topic.code] = TopicTraits(cast(Urgency, topic.urgency), needs_care, kinds.get(topic.code, "request"))
    names = [
        PlaceName(row.code, "neighbourhood", _forms(row.name_fa, row.name_en)) for row in rows.neighbourhoods or ()
    ]
    names += [
        PlaceName(row.code, row.kind, _forms(row.name_fa, *row.aliases, row.name_en)) for row in rows.landmarks or ()
    ]

    def find_places(text: str) -> list[dict[str, Any]]:
        return [
            {"name": one.name, "code": one.code, "confidence": round(one.confidence, 4)}
            for one in places_in(text, names)
        ]

    return traits, find_places


def _forms(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _print_measures(found: "Measures", milliseconds: float, *, as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print(json.dumps({**asdict(found), "milliseconds": round(milliseconds, 2)}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(
        f"{found.count:,} texts: top-1 {found.top1:.1%}, top-3 {found.top3:.1%}, macro-F1 {found.macro_f1:.3f}, "
        f"expected calibration error {found.calibration_error:.3f}, {milliseconds:.1f} ms a text"
    )
    table = Table(title="ریسک و پوشش · risk and coverage", title_justify="left")
    for heading in ("read without a person", "from confidence", "read wrongly"):
        table.add_column(heading, justify="right")
    for share, threshold, wrong in found.coverage:
        table.add_row(f"{share:.0%}", f"{threshold:.3f}", f"{wrong:.1%}")
    console.print(table)
    for was, read, times in found.confusions:
        console.print(f"{was} read as {read}: {times}")
