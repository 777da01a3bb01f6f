"""Short names of the kinds of events of planning, and of what a case hears of its plan."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import case_plans, planning

PLAN_NAMES: Final = {
    planning.ProblemKept.kind: pgettext_lazy("kind of event", "Problem written"),
    planning.ProblemMoved.kind: pgettext_lazy("kind of event", "State of a problem changed"),
    planning.ProblemCasesLinked.kind: pgettext_lazy("kind of event", "Cases of a problem changed"),
    planning.ProblemEvidenced.kind: pgettext_lazy("kind of event", "Evidence of a problem counted"),
    planning.ProblemAnswerAsked.kind: pgettext_lazy("kind of event", "Answer to a problem asked for"),
    planning.ProblemAnswered.kind: pgettext_lazy("kind of event", "Answer to a problem"),
    planning.ProgrammeKept.kind: pgettext_lazy("kind of event", "Programme written"),
    planning.ProgrammeOptionChosen.kind: pgettext_lazy("kind of event", "Option of a programme chosen"),
    planning.ProgrammeLinked.kind: pgettext_lazy("kind of event", "Link between programmes changed"),
    planning.ProgrammeMoved.kind: pgettext_lazy("kind of event", "State of a programme changed"),
    planning.ProposalKept.kind: pgettext_lazy("kind of event", "Proposal written"),
    planning.ProposalMoved.kind: pgettext_lazy("kind of event", "State of a proposal changed"),
    planning.SittingKept.kind: pgettext_lazy("kind of event", "Council session written"),
    planning.SittingMoved.kind: pgettext_lazy("kind of event", "State of a council session changed"),
    planning.AgendaItemAdded.kind: pgettext_lazy("kind of event", "Proposal put on an agenda"),
    planning.CouncilDecided.kind: pgettext_lazy("kind of event", "Decision of the council"),
    planning.BudgetLineKept.kind: pgettext_lazy("kind of event", "Sums of a budget line written"),
    planning.BudgetLineAmended.kind: pgettext_lazy("kind of event", "Budget line amended"),
    planning.BudgetLineTied.kind: pgettext_lazy("kind of event", "Budget line given to a programme"),
    planning.BudgetCasesHung.kind: pgettext_lazy("kind of event", "Cases hung on a budget line"),
    planning.BudgetCasesLeft.kind: pgettext_lazy("kind of event", "Cases taken off a budget line"),
    planning.BudgetLineMoved.kind: pgettext_lazy("kind of event", "State of a budget line changed"),
    planning.GoalKept.kind: pgettext_lazy("kind of event", "Goal written"),
    planning.GoalRegistered.kind: pgettext_lazy("kind of event", "Goal registered"),
    planning.GoalMeasured.kind: pgettext_lazy("kind of event", "Goal measured"),
    planning.CandidateFound.kind: pgettext_lazy("kind of event", "Candidate for money found"),
    planning.CandidateCounted.kind: pgettext_lazy("kind of event", "Inputs of a candidate counted"),
    planning.CandidateChanged.kind: pgettext_lazy("kind of event", "Candidate changed"),
    planning.CandidateInputSet.kind: pgettext_lazy("kind of event", "Input of a candidate entered"),
    planning.CandidateMoved.kind: pgettext_lazy("kind of event", "State of a candidate changed"),
    planning.PortfolioAsked.kind: pgettext_lazy("kind of event", "Portfolio asked for"),
    planning.PortfolioComputed.kind: pgettext_lazy("kind of event", "Portfolio computed"),
    case_plans.CaseProposed.kind: pgettext_lazy("kind of event", "Proposed to the council"),
    case_plans.CaseFunded.kind: pgettext_lazy("kind of event", "Money in the budget"),
    case_plans.CaseWorksBegun.kind: pgettext_lazy("kind of event", "Planned work begun"),
    case_plans.CaseWorksDone.kind: pgettext_lazy("kind of event", "Planned work done"),
    case_plans.CaseProposalRefused.kind: pgettext_lazy("kind of event", "No money yet"),
    case_plans.CaseCameBack.kind: pgettext_lazy("kind of event", "Came back: no budget line"),
}
