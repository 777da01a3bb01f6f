"""The tables of planning: problems, programmes, proposals, the council, the budget, goals."""

from peygir.outlook.planning.models.budget import BudgetAmendment, BudgetCase, BudgetImport, BudgetLine
from peygir.outlook.planning.models.candidates import CandidateInput, PlanCandidate, PlanPortfolio
from peygir.outlook.planning.models.council import AgendaItem, CouncilDecision, CouncilSession, CouncilVote
from peygir.outlook.planning.models.goals import GoalMeasurement, PlanGoal
from peygir.outlook.planning.models.notes import PlanningPolicy, PlanNote
from peygir.outlook.planning.models.problems import PlanProblem, ProblemAnswer, ProblemCase
from peygir.outlook.planning.models.programmes import (
    PlannedCost,
    Programme,
    ProgrammeLink,
    ProgrammeOption,
    Proposal,
)

__all__ = [
    "AgendaItem",
    "BudgetAmendment",
    "BudgetCase",
    "BudgetImport",
    "BudgetLine",
    "CandidateInput",
    "CouncilDecision",
    "CouncilSession",
    "CouncilVote",
    "GoalMeasurement",
    "PlanCandidate",
    "PlanGoal",
    "PlanNote",
    "PlanPortfolio",
    "PlanProblem",
    "PlannedCost",
    "PlanningPolicy",
    "ProblemAnswer",
    "ProblemCase",
    "Programme",
    "ProgrammeLink",
    "ProgrammeOption",
    "Proposal",
]
