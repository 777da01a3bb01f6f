"""The share of cases called done that are not done, from visits drawn with known chances.

Columns: stratum (any name, such as a unit), chance (of being drawn; above 0, at most 1), finding (fixed, partly,
not_fixed, another_problem, not_seen, or missed for a drawn visit that was never made; 0 and 1 for fixed and not_fixed),
and case if each row names its case, which then may stand there once. The answer holds estimate, interval and n over all
rows and for each stratum.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.visit_findings import MEANINGS, finding_written
from peygir.ops.method_rows import Cells, ValueIsWrong, read_rows, refuse_repeated, share_option

NEEDED = ("stratum", "chance", "finding")


class PopulationIsTooSmall(Invalid):
    """The population that was given is smaller than the number of visits."""

    message = _("{n} visits cannot have been drawn from {population} cases.")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One visit of the file."""

    stratum: str
    chance: float
    finding: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the confidence of the intervals, and the number of cases from which the visits were drawn."""
    parser.add_argument("--confidence", type=share_option, default=0.95, help="of the intervals (0.95)")
    parser.add_argument(
        "--population", type=int, metavar="N", help="number of cases called done: adds the Horvitz–Thompson estimate"
    )


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the estimates. Raises the Refusal of a file that cannot be used."""
    rows = read_findings(path)
    strata: dict[str, list[FindingRow]] = {}
    for row in rows:
        strata.setdefault(row.stratum, []).append(row)
    total = _estimated(rows, options.confidence)
    if options.population is not None:
        total["horvitz_thompson"] = _of_population(rows, options.population)
    return {
        "confidence": options.confidence,
        **total,
        "strata": [
            {"stratum": name, **_estimated(of_one, options.confidence)} for name, of_one in sorted(strata.items())
        ],
    }


def read_findings(path: Path) -> list[FindingRow]:
    """Return the visits of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: Cells) -> FindingRow:
        finding = finding_written(ascii_digits(cells.text("finding")))
        if finding is None:
            raise ValueIsWrong(why=_("“{text}” is no finding", text=cells.values["finding"]))
        row = FindingRow(cells.text("stratum"), cells.chance("chance"), finding)
        if case := cells.values["case"]:
            refuse_repeated(seen, case, cells.number)
        return row

    return read_rows(path, NEEDED, read, optional=("case",))


def _estimated(rows: Sequence[FindingRow], confidence: float) -> dict[str, object]:
    from peygir.core.false_closure import Visit, estimate
    from peygir.core.intervals import zero_defect_bound

    visits = [Visit(row.chance, MEANINGS[row.finding] == "false") for row in rows if MEANINGS[row.finding] != "unknown"]
    result = estimate(visits, confidence=confidence)
    counts = Counter(row.finding for row in rows)
    return {
        "estimate": result.share,
        "interval": [result.low, result.high],
        "n": result.n,
        "false": result.false,
        "effective_n": result.effective_n,
        "how": result.how,
        "is_enough_to_publish": result.is_enough,
        "zero_defect_bound": zero_defect_bound(result.effective_n, confidence=confidence) if not result.false else None,
        "findings": {finding: counts[finding] for finding in MEANINGS if counts[finding]},
    }


def _of_population(rows: Sequence[FindingRow], population: int) -> float:
    from peygir.core.false_closure import Visit, horvitz_thompson

    visits = [Visit(row.chance, MEANINGS[row.finding] == "false") for row in rows]
    if population < len(rows):
        raise PopulationIsTooSmall(population=population, n=len(rows))
    return horvitz_thompson(visits, population)
