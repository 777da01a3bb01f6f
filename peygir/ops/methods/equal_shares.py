"""Which projects a vote on a budget funds, by the Method of Equal Shares; FILE is in the format of Pabulib (.pb).

Sections META (budget, vote_type), PROJECTS (project_id, cost) and VOTES (vote, and points if the votes are cumulative
or scoring). Each voter has an equal share of the budget, and pays only for projects with the own vote. The answer holds
funded, in the order of purchase, and for each project why it is or is not among them.
"""

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.ops.method_rows import above_zero_option
from peygir.ops.method_texts import text_of

if TYPE_CHECKING:
    from peygir.outlook.planning.methods.ballots import Vote
    from peygir.outlook.planning.methods.equal_shares import FundedProjects


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what a project is worth to its voters, and what happens with the rest of the budget."""
    parser.add_argument(
        "--utility",
        choices=("cost", "cardinality"),
        default="cost",
        help="of a project to one who votes for it: its cost, or 1; times the points if votes have points (cost)",
    )
    parser.add_argument(
        "--completion",
        choices=("none", "increase"),
        default="none",
        help="increase: raise all shares while the outcome stays within the budget (none)",
    )
    parser.add_argument(
        "--increment",
        type=above_zero_option,
        metavar="AMOUNT",
        help="then: by which a share is raised (1; with shares from 10,000 on a power of ten)",
    )


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return what is funded. Raises the Refusal of a file that cannot be used."""
    from peygir.outlook.planning.methods.ballots import read_votes
    from peygir.outlook.planning.methods.equal_shares import equal_shares

    vote = read_votes(text_of(path))
    increment = Fraction(str(options.increment)) if options.increment is not None else None
    result = equal_shares(vote, utility=options.utility, completion=options.completion, increment=increment)
    costs = {project.key: project.cost for project in vote.projects}
    spent = sum((costs[key] for key in result.keys), Fraction())
    return {
        "utility": options.utility,
        "completion": options.completion,
        "vote_type": vote.kind,
        "voters": len(vote.ballots),
        "budget": _amount(vote.budget),
        "funded": list(result.keys),
        "spent": _amount(spent),
        "share": float(result.share),
        "increases": result.increases,
        "projects": _projects(vote, result, spent),
    }


def _projects(vote: "Vote", result: "FundedProjects", spent: Fraction) -> list[dict[str, object]]:
    bought = {purchase.project: purchase for purchase in result.purchases}
    rows: list[dict[str, object]] = []
    for project in vote.projects:
        given = [ballot[project.key] for ballot in vote.ballots if ballot.get(project.key)]
        row: dict[str, object] = {"project": project.key, "cost": _amount(project.cost), "votes": len(given)}
        if vote.kind not in ("approval", "choose-1"):
            row["points"] = _amount(sum(given, Fraction()))
        if purchase := bought.get(project.key):
            row |= {"why": "funded", "payment": float(purchase.payment)}
            row["effective_votes"] = float(purchase.effective_votes)
        elif not given:
            row["why"] = "no_votes"
        else:
            row["why"] = "above_budget" if project.cost > vote.budget else "supporters_cannot_pay"
            row["fits_rest"] = project.cost <= vote.budget - spent
        rows.append(row)
    return rows


def _amount(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)
