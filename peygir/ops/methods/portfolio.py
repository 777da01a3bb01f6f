"""Which programmes give the most benefit for a budget, by integer programming; or knapsacks of the OR-Library.

Columns: candidate, cost, benefit, and as needed benefit_low, benefit_high, cost_low, cost_high (90 % intervals),
district and floor (the least amount spent there), variants (at most one of those with the same name), after (other
candidates that must be chosen too, separated by |), unit, load and capacity (of the unit). With --draws the answer
holds p, how often each is in the best portfolio. A file of numbers alone is read as OR-Library's mknap.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.method_candidates import CandidateTable, read_candidates
from peygir.ops.method_rows import MOST_SEED, above_zero_option, plain_number, whole_option
from peygir.ops.method_texts import text_of

if TYPE_CHECKING:
    from peygir.outlook.planning.methods.or_library import KnapsackProblem

MOST_DRAWS = 100_000
BOOKS = (".xlsx", ".xls", ".xlsb", ".ods")


class BudgetIsNotGiven(Invalid):
    """A table of candidates needs a budget."""

    message = _("Please give the --budget that the candidates share.")


class NoPortfolioIsPossible(Invalid):
    """The floors and the other limits contradict each other."""

    message = _("No portfolio keeps the budget, the floors of the districts and the other limits at the same time.")


class PortfolioTookTooLong(Invalid):
    """The time limit ended before any portfolio was found."""

    message = _("No portfolio was found in {seconds} seconds. Please allow more --seconds or a larger --gap.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the budget, the allowed gap, the time limit and the draws."""
    parser.add_argument("--budget", type=above_zero_option, metavar="AMOUNT", help="of a table, in the unit of cost")
    parser.add_argument("--gap", type=gap_option, default=0.0, help="allowed gap to the proved bound, as 0.001 (0)")
    parser.add_argument("--seconds", type=above_zero_option, default=60.0, help="time limit of each solution (60)")
    parser.add_argument(
        "--draws",
        type=whole_option(0, MOST_DRAWS),
        default=0,
        metavar="N",
        help="draw uncertain inputs N times, as 1000 (0: not at all)",
    )
    parser.add_argument("--draws-gap", type=gap_option, default=0.001, help="allowed gap in the draws (0.001)")
    parser.add_argument("--seed", type=whole_option(0, MOST_SEED), default=137, help="of the draws (137)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the portfolio. Raises the Refusal of a file that cannot be used."""
    from peygir.outlook.planning.methods.integer_programme import ChoiceTookTooLong, NoChoiceIsPossible
    from peygir.outlook.planning.methods.or_library import looks_like_knapsacks, read_knapsacks

    try:
        if path.suffix.lower() not in BOOKS and looks_like_knapsacks(text := text_of(path)):
            return {"problems": [_knapsack(problem, options) for problem in read_knapsacks(text)]}
        table = read_candidates(path)
        if options.budget is None:
            raise BudgetIsNotGiven()
        return _of_table(table, options)
    except NoChoiceIsPossible as failure:
        raise NoPortfolioIsPossible() from failure
    except ChoiceTookTooLong as failure:
        raise PortfolioTookTooLong(seconds=options.seconds) from failure


def gap_option(text: str) -> float:
    """Read an option from 0 to below 1. Raises argparse.ArgumentTypeError."""
    value = plain_number(text.strip())
    if value is None or not 0 <= value < 1:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no number from 0 to below 1", text=text)))
    return value


def _knapsack(problem: "KnapsackProblem", options: argparse.Namespace) -> dict[str, object]:
    from peygir.outlook.planning.methods.or_library import best_items

    choice = best_items(problem, gap=options.gap, seconds=options.seconds)
    return {
        "items": len(problem.profits),
        "dimensions": len(problem.capacities),
        "benefit": choice.benefit,
        "bound": choice.bound,
        "gap": choice.gap,
        "stated": problem.optimum,
        "chosen": [place + 1 for place, is_chosen in enumerate(choice.chosen.tolist()) if is_chosen],
    }


def _of_table(table: CandidateTable, options: argparse.Namespace) -> dict[str, object]:
    from peygir.outlook.planning.methods.portfolio import (
        PortfolioRules,
        PossibleProgramme,
        best_portfolio,
        drawn_portfolios,
        small_and_sure,
    )

    candidates = [PossibleProgramme(**values) for values in table.values]
    rules = PortfolioRules(options.budget, table.floors, table.capacities)
    choice = best_portfolio(candidates, rules, gap=options.gap, seconds=options.seconds)
    chosen = choice.chosen.tolist()
    result: dict[str, object] = {
        "budget": options.budget,
        "benefit": choice.benefit,
        "cost": sum(one.cost for one, is_chosen in zip(candidates, chosen, strict=True) if is_chosen),
        "bound": choice.bound,
        "gap": choice.gap,
        "chosen": [name for name, is_chosen in zip(table.names, chosen, strict=True) if is_chosen],
    }
    rows: list[dict[str, object]] = [
        {"candidate": name, "cost": one.cost, "benefit": one.benefit, "chosen": is_chosen}
        for name, one, is_chosen in zip(table.names, candidates, chosen, strict=True)
    ]
    if options.draws:
        drawn = drawn_portfolios(
            candidates,
            rules,
            draws=options.draws,
            gap=options.draws_gap,
            seed=options.seed,
            seconds=options.seconds,
        )
        for row, share in zip(rows, drawn.shares.tolist(), strict=True):
            row["p"] = share
        result |= {
            "draws": drawn.draws,
            "impossible_draws": drawn.impossible,
            "largest_gap": drawn.largest_gap,
            "drawn_benefit": list(drawn.benefit),
            "drawn_cost": list(drawn.cost),
            "small_and_sure": [
                table.names[place] for place in small_and_sure(candidates, drawn.shares, options.budget)
            ],
        }
    return result | {"candidates": rows}
