"""What a measure changed in one unit, beside a weighted mean of units without it (synthetic control).

Columns: unit, time, value (the outcome; one row for each unit and time), and any further columns of numbers, which are
predictors: each is averaged over the times before --start at which it is filled. --treated names the unit, --start the
first time with the measure. The answer holds weights, effect (the mean gap after the start) and placebo.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.ops.method_panel import Panel, read_panel
from peygir.ops.method_times import time_option

if TYPE_CHECKING:
    from peygir.outlook.planning.methods.synthetic_control import Placebo, SyntheticUnit


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the unit, the start, the time from which the twin is fitted, and what the predictors are."""
    parser.add_argument("--treated", required=True, metavar="UNIT", help="the unit with the measure")
    parser.add_argument("--start", required=True, type=time_option, metavar="TIME", help="first time with the measure")
    parser.add_argument(
        "--fit-from", type=time_option, metavar="TIME", help="use the times from here on before the start (all)"
    )
    parser.add_argument(
        "--lag",
        action="append",
        default=[],
        type=time_option,
        metavar="TIME",
        help="the outcome at this time is a predictor, in place of its mean before the start; may be repeated",
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="UNIT", help="leave this unit out; may be repeated"
    )
    parser.add_argument("--no-placebo", action="store_true", help="leave out the placebo test, which takes longest")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the estimate. Raises the Refusal of a file that cannot be used."""
    panel = read_panel(
        path,
        treated=options.treated,
        start=options.start,
        fit_from=options.fit_from,
        lags=options.lag,
        without=options.without,
    )
    from peygir.outlook.planning.methods.synthetic_control import placebo_test, synthetic_unit, without_each_donor

    treated, before = panel.treated, panel.before
    fitted = synthetic_unit(panel.outcomes, panel.predictors, treated=treated, before=before)
    result = _estimate(panel, fitted)
    if not options.no_placebo and len(fitted.donors) > 1:
        test = placebo_test(panel.outcomes, panel.predictors, fitted, treated=treated, before=before)
        result["placebo"] = _placebo(panel, test)
        left_out = without_each_donor(panel.outcomes, panel.predictors, fitted, treated=treated, before=before)
        result["without_donor"] = [
            {"unit": panel.units[donor], "effect": other.effect, "error_before": other.error_before}
            for donor, other in left_out.items()
        ]
    return result


def _estimate(panel: Panel, fitted: "SyntheticUnit") -> dict[str, object]:
    weighted = sorted(zip(fitted.donors, fitted.weights.tolist(), strict=True), key=lambda pair: -pair[1])
    own = panel.predictors[:, panel.treated]
    pool = panel.predictors[:, list(fitted.donors)]
    rows = zip(panel.times, panel.outcomes[:, panel.treated].tolist(), fitted.synthetic.tolist(), strict=True)
    return {
        "treated": panel.units[panel.treated],
        "start": panel.times[panel.before],
        "units": len(panel.units),
        "times_before": panel.before,
        "times_after": len(panel.times) - panel.before,
        "weights": {panel.units[donor]: weight for donor, weight in weighted},
        "effect": fitted.effect,
        "effect_relative": fitted.effect / twin if (twin := float(fitted.synthetic[panel.before :].mean())) else None,
        "error_before": fitted.error_before,
        "error_after": fitted.error_after,
        "predictors": [
            {
                "name": name,
                "importance": float(fitted.importance[place]),
                "treated": float(own[place]),
                "synthetic": float(pool[place] @ fitted.weights),
                "donors": float(pool[place].mean()),
            }
            for place, name in enumerate(panel.names)
        ],
        "gaps": [{"time": time, "value": value, "synthetic": twin, "gap": value - twin} for time, value, twin in rows],
    }


def _placebo(panel: Panel, test: "Placebo") -> dict[str, object]:
    return {
        "rank": test.rank,
        "of": test.of,
        "p_value": test.p_value,
        "well_fitted": test.well_fitted,
        "p_well_fitted": test.p_well_fitted,
        "units": [
            {
                "unit": panel.units[donor],
                "effect": unit.effect,
                "error_before": unit.error_before,
                "error_after": unit.error_after,
                "ratio": unit.ratio,
            }
            for donor, unit in zip(sorted(set(range(len(panel.units))) - {panel.treated}), test.units, strict=True)
        ],
    }
