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
from typing import TYPE_CHECKING, Any

from peygir.core.translation import Text, gettext_lazy, in_every

if TYPE_CHECKING:
    from peygir.desks.understanding.choosing import TopicTraits
    from peygir.desks.understanding.learning.reader import CityReader

NEEDS = "nothing"
REFUSED = 2
BATCH = 200
READERS = ("ngrams", "both", "second")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to read, and the city whose model reads it."""
    parser.add_argument("--city", default="shiraz", help="the city whose topics and places are meant (shiraz)")
    parser.add_argument(
        "--evaluate",
        metavar="FILE.tsv",
        type=Path,
        help="measure on lines of text, tab, topic code, or of text, topics, kind, urgency, group",
    )
    parser.add_argument(
        "--reader", choices=READERS, help="with n-grams, with embeddings (second), or with both (as PEYGIR_READER says)"
    )
    parser.add_argument("--verdict", action="store_true", help="read answers to “is it fixed?”: yes, no, badly or null")
    parser.add_argument(
        "--make-stances",
        action="store_true",
        help="make the reader of stances anew from its templates (for developers)",
    )
    parser.add_argument(
        "--make-verdicts",
        action="store_true",
        help="make the learned reader of answers anew from its lists (for developers)",
    )
    parser.add_argument(
        "--judge-verdicts",
        action="store_true",
        help="measure how answers of each writer are read after learning from the others (for developers; minutes)",
    )
    parser.add_argument("--json", action="store_true", help="print the measures as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Read standard input, or evaluate on a file; needs no database."""
    if args.verdict:
        return _read_verdicts(sys.stdin)
    if args.make_verdicts or args.judge_verdicts:
        return _develop_verdicts(is_judged=args.judge_verdicts)
    from peygir.desks.understanding.learning.material import MaterialIsBroken
    from peygir.desks.understanding.learning.reader import make_reader
    from peygir.ops import paths

    if args.make_stances:
        from peygir.desks.understanding.learning.stances import make_stances

        print(f"{len(make_stances().places):,} terms")
        return 0
    home = paths.make_home(paths.home())
    try:
        city_reader = make_reader(args.city, home)
        if city_reader is None:
            return _refuse(gettext_lazy("There is no trained reader for “{city}”.", city=args.city))
        wanted = args.reader or os.environ.get("PEYGIR_READER", "ngrams")
        if wanted not in ("ngrams", "off"):
            chosen = _with_second(city_reader, args.city, home, wanted)
            if chosen is None and args.reader:
                return _refuse(
                    gettext_lazy(
                        "The second reader is not installed, or this processor cannot run it: pip install "
                        "'peygir[embeddings]'"
                    ),
                )
            city_reader = chosen or city_reader
        if args.evaluate:
            return _evaluate(city_reader, args)
    except (MaterialIsBroken, OSError, UnicodeDecodeError) as broken:
        return _refuse(gettext_lazy("The file could not be read: {broken}", broken=broken))
    traits, own_names, find_places = city_material(args.city, city_reader.kinds)
    from peygir.desks.understanding.choosing import propose_all

    for texts in _batches(sys.stdin):
        for text, proposal in zip(texts, propose_all(city_reader, texts, traits, own_names=own_names), strict=True):
            also = proposal.also
            output_row = {
                "topics": [{"code": guess.code, "confidence": guess.confidence} for guess in proposal.guesses],
                "urgency": proposal.urgency,
                "kind": proposal.kind,
                "places": find_places(text),
                "chosen": proposal.chosen or None,
                "stance": proposal.stance or None,
                "also": {"code": also.code, "confidence": also.confidence} if also else None,
            }
            print(json.dumps(output_row, ensure_ascii=False))
        sys.stdout.flush()
    return 0


def _read_verdicts(lines: Iterable[str]) -> int:
    from peygir.desks.intake.verdicts.rules import read_answer

    for line in lines:
        reading = read_answer(line.rstrip("\n"))
        print(json.dumps({"verdict": reading.verdict, "confidence": reading.confidence}), flush=True)
    return 0


def _develop_verdicts(*, is_judged: bool) -> int:
    """Train the classifier of answers, or print its accuracy by leaving out one writer at a time."""
    if is_judged:
        from peygir.desks.intake.verdicts.learning.judging import leave_one_writer_out

        for writer in leave_one_writer_out():
            parts = (("rules", writer.rules), ("learned", writer.learned), ("together", writer.together))
            shares = [f"{name} {score.right / writer.count:.1%} ({score.reversed})" for name, score in parts]
            print(
                f"{writer.source}: {writer.count} answers, right (the wrong way round): {', '.join(shares)}", flush=True
            )
        return 0
    from peygir.desks.intake.verdicts.learning.training import make_verdicts

    print(f"{len(make_verdicts().places):,} terms")
    return 0


def _evaluate(city_reader: "CityReader", args: argparse.Namespace) -> int:
    """Print the accuracy on a file. Raises MaterialIsBroken, OSError."""
    from peygir.desks.understanding.choosing import propose_all
    from peygir.desks.understanding.learning.judging import judge, read_judged
    from peygir.desks.understanding.learning.training import TrainingExample, measure
    from peygir.ops.reading_tables import print_judgement

    texts = read_judged(args.evaluate)
    traits, own_names, _ = city_material(args.city, city_reader.kinds)
    began = time.perf_counter()
    proposals = [propose_all(city_reader, [one.text], traits, own_names=own_names)[0] for one in texts]
    milliseconds = (time.perf_counter() - began) * 1000 / max(len(texts), 1)
    single = [TrainingExample(one.text, next(iter(one.right))) for one in texts if len(one.right) == 1]
    print_judgement(
        judge(texts, proposals),
        measure(city_reader.topics, single) if single else None,
        milliseconds,
        as_json=args.json,
    )
    return 0


def _with_second(first: "CityReader", city: str, home: Path, wanted_reader: str) -> "CityReader | None":
    """Return the city's classifier combined with a second one, or the second alone; None if there is none."""
    from dataclasses import replace

    from peygir.desks.understanding.learning.pairing import make_second, paired

    second = make_second(city, home)
    if second is None:
        return None
    return replace(first, topics=second) if wanted_reader == "second" else paired(first, city, home)


def _refuse(reason: Text) -> int:
    print(in_every(reason, "\n"), file=sys.stderr)
    return REFUSED


def _batches(lines: Iterable[str]) -> Iterable[list[str]]:
    """Yield lines in hundreds; from a terminal, one by one."""
    batch: list[str] = []
    limit = 1 if sys.stdin.isatty() else BATCH
    for line in lines:
        batch.append(line.rstrip("\n"))
        if len(batch) >= limit:
            yield batch
            batch = []
    if batch:
        yield batch


def city_material(
    code: str, kinds: Mapping[str, Any]
) -> tuple[dict[str, "TopicTraits"], frozenset[str], Callable[[str], list[dict[str, Any]]]]:
    """Return the topics, the city's own names and a function of its place names, from its files."""
    from peygir.city.reading import SHIPPED, read_city
    from peygir.city.urgencies import Urgency
    from peygir.desks.understanding.choosing import TopicTraits
    from peygir.desks.understanding.gazetteer import names_in_files
    from peygir.desks.understanding.place import places_in
    from peygir.desks.understanding.place_names import NameIndex
    from peygir.desks.understanding.stance import own_names_of

    rows, _ = read_city(SHIPPED / code)
    secret = {mark.topic for mark in rows.marks or () if mark.is_confidential}
    traits = {}
    for topic in rows.topics or ():
        needs_care = topic.urgency == Urgency.URGENT or topic.unit_type == "X" or topic.code in secret
        traits[topic.code] = TopicTraits(topic.urgency, needs_care, kinds.get(topic.code, "request"))
    names = NameIndex(names_in_files(rows))

    def find_places(text: str) -> list[dict[str, Any]]:
        return [
            {
                "name": place.name,
                "code": place.code,
                "kind": place.kind,
                "neighbourhood": place.neighbourhood or None,
                "confidence": round(place.confidence, 4),
            }
            for place in places_in(text, names)
        ]

    settings = rows.settings
    own_names = own_names_of(settings.name_fa, settings.name_en) if settings else frozenset()
    return traits, own_names, find_places
