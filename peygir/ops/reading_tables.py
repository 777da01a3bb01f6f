"""Prints the accuracy of the classifier on a file of texts: tables for a person, or one JSON object."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from peygir.core.translation import in_every, pgettext_lazy
from peygir.desks.understanding.learning.judging import ReadingScores
from peygir.desks.understanding.learning.training import Measures


def print_judgement(judgement: ReadingScores, measures: Measures | None, milliseconds: float, *, as_json: bool) -> None:
    """Print the scores of the proposals (`judgement`) and, for texts with one topic, of the classifier (`measures`)."""
    if as_json:
        figures = asdict(measures) if measures else {}
        # For names that both have: with lines of text and topic, the classifier's own scores; with judged texts, the
        # proposals'.
        merged = {**figures, **asdict(judgement)} if judgement.groups else {**asdict(judgement), **figures}
        print(json.dumps({**merged, "milliseconds": round(milliseconds, 2)}, ensure_ascii=False))
        return
    console = Console()
    console.print(
        f"{judgement.count:,} texts, {milliseconds:.1f} ms a text; first guess right {judgement.top1:.1%}, "
        f"one of three {judgement.top3:.1%}, kind right {judgement.kinds:.1%}"
    )
    console.print(
        f"nothing to choose: {judgement.nothing_count}, chosen {judgement.nothing_chosen:.1%}; "
        f"with a topic: {judgement.topic_count}, chosen {judgement.chosen:.1%}, wrongly {judgement.wrongly:.1%}"
    )
    console.print(
        f"urgent: {judgement.urgent_count}, missed {judgement.urgent_missed}; held to be urgent and not so: "
        f"{judgement.raised}; two things: {judgement.two_count}, both proposed {judgement.two_noticed}"
    )
    console.print(_reliability(judgement))
    if judgement.groups:
        console.print(_groups(judgement))
    if measures is not None:
        _print_measures(console, measures)


def _reliability(judgement: ReadingScores) -> Table:
    title = f"اطمینان و درستی · reliability (expected calibration error {judgement.calibration_error:.3f})"
    table = Table(title=title, title_justify="left")
    for heading in ("confidence", "texts", "mean confidence", "first guess right"):
        table.add_column(heading, justify="right")
    for one in judgement.reliability:
        table.add_row(f"{one.low:.1f}–{one.high:.1f}", str(one.count), f"{one.confidence:.2f}", f"{one.right:.0%}")
    return table


def _groups(judgement: ReadingScores) -> Table:
    table = Table(title=in_every(pgettext_lazy("terminal", "groups")), title_justify="left")
    for heading in ("group", "texts", "chosen", "chosen wrongly", "first guess right"):
        table.add_column(heading, justify="right")
    for one in judgement.groups:
        table.add_row(one.group, str(one.count), str(one.chosen), str(one.wrongly), str(one.first))
    return table


def _print_measures(console: Console, measures: Measures) -> None:
    console.print(
        f"the topic reader alone on {measures.count:,} texts of one topic: top-1 {measures.top1:.1%}, "
        f"top-3 {measures.top3:.1%}, macro-F1 {measures.macro_f1:.3f}, "
        f"expected calibration error {measures.calibration_error:.3f}"
    )
    table = Table(title=in_every(pgettext_lazy("terminal", "risk and coverage")), title_justify="left")
    for heading in ("read without a person", "from confidence", "read wrongly"):
        table.add_column(heading, justify="right")
    for share, threshold, wrong in measures.coverage:
        table.add_row(f"{share:.0%}", f"{threshold:.3f}", f"{wrong:.1%}")
    console.print(table)
    for was, read, times in measures.confusions:
        console.print(f"{was} read as {read}: {times}")
