"""Wald's sequential test of a unit's share of false closures: clean, look closer, or not yet known.

Columns: finding (as for false-closure), the visits in the order in which they were made; and unit if the file holds
the visits of several units. The visits must have had equal chances. The first boundary that is reached decides, later
visits do not count; visits where nobody could tell are left out.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.visit_findings import MEANINGS, finding_written
from peygir.ops.method_rows import Cells, ValueIsWrong, read_rows, share_option

if TYPE_CHECKING:
    from peygir.core.sprt import SequentialTest

SHARES = (0.02, 0.05, 0.10, 0.15, 0.25)
"""True shares for which the answer says how many visits the test needs on average."""


class OptionsMakeNoTest(Invalid):
    """The options make no test."""

    message = _("The test needs p0 below p1, and alpha and beta below one half.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the two shares and the two risks."""
    parser.add_argument("--p0", type=share_option, default=0.05, help="a unit with this share is clean (0.05)")
    parser.add_argument("--p1", type=share_option, default=0.15, help="a unit with this share is not (0.15)")
    parser.add_argument("--alpha", type=share_option, default=0.05, help="risk of suspecting a clean unit (0.05)")
    parser.add_argument("--beta", type=share_option, default=0.05, help="risk of passing a bad unit (0.05)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the verdicts. Raises the Refusal of a file that cannot be used."""
    from peygir.core.sprt import SequentialTest, expected

    test = SequentialTest(options.p0, options.p1, options.alpha, options.beta)
    if not test.is_possible:
        raise OptionsMakeNoTest()
    rows = read_rows(path, ("finding",), _row, optional=("unit",))
    units: dict[str, list[str]] = {}
    for unit, finding in rows:
        units.setdefault(unit, []).append(finding)
    return {
        **{name: getattr(options, name) for name in ("p0", "p1", "alpha", "beta")},
        "bounds": [test.lower, test.upper],
        **_result([finding for _unit, finding in rows], test),
        "units": [{"unit": unit, **_result(findings, test)} for unit, findings in sorted(units.items()) if unit],
        "expected_visits": {f"{share:g}": expected(share, test).visits for share in SHARES},
    }


def _row(cells: Cells) -> tuple[str, str]:
    finding = finding_written(ascii_digits(cells.text("finding")))
    if finding is None:
        raise ValueIsWrong(why=_("“{text}” is no finding", text=cells.values["finding"]))
    return cells.values["unit"], finding


def _result(findings: Sequence[str], test: "SequentialTest") -> dict[str, object]:
    from peygir.core.sprt import run_test

    told = [MEANINGS[finding] == "false" for finding in findings if MEANINGS[finding] != "unknown"]
    result = run_test(told, test)
    return {
        "verdict": result.verdict,
        "log_likelihood_ratio": result.ratio,
        "n": len(told),
        "false": sum(told),
        "decided_after": result.decided_after,
        "visits_to_clean": test.visits_to_clean(len(told), sum(told)) if result.decided_after is None else 0,
    }
