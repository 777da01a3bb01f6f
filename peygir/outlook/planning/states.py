"""The vocabularies of planning: the states of its files, evidence, answers, votes, decisions, estimators, verdicts."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class ProblemState(Vocabulary):
    """How far a problem is."""

    DRAFT = "draft", pgettext_lazy("state of a problem", "Draft")
    OPEN = "open", pgettext_lazy("state of a problem", "Recognised")
    PLANNED = "planned", pgettext_lazy("state of a problem", "Has a programme")
    SOLVED = "solved", pgettext_lazy("state of a problem", "Solved")
    DROPPED = "dropped", pgettext_lazy("state of a problem", "Not pursued")


class ProgrammeState(Vocabulary):
    """How far a programme is: from the unit's draft to the work that is done."""

    DRAFT = "draft", pgettext_lazy("state of a programme", "Draft")
    PROPOSED = "proposed", pgettext_lazy("state of a programme", "Proposed to the council")
    RETURNED = "returned", pgettext_lazy("state of a programme", "Returned by the council")
    APPROVED = "approved", pgettext_lazy("state of a programme", "Approved by the council")
    FUNDED = "funded", pgettext_lazy("state of a programme", "Has a budget line")
    RUNNING = "running", pgettext_lazy("state of a programme", "Work has begun")
    DONE = "done", pgettext_lazy("state of a programme", "Work is done")
    REFUSED = "refused", pgettext_lazy("state of a programme", "Refused by the council")
    DROPPED = "dropped", pgettext_lazy("state of a programme", "Not pursued")


class ProposalState(Vocabulary):
    """How far a proposal to the council is."""

    DRAFT = "draft", pgettext_lazy("state of a proposal", "Draft")
    SENT = "sent", pgettext_lazy("state of a proposal", "Sent to the council")
    ON_AGENDA = "on_agenda", pgettext_lazy("state of a proposal", "On the agenda")
    APPROVED = "approved", pgettext_lazy("state of a proposal", "Approved")
    RETURNED = "returned", pgettext_lazy("state of a proposal", "Returned")
    REFUSED = "refused", pgettext_lazy("state of a proposal", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "Withdrawn")


class SittingState(Vocabulary):
    """How far a session of the council or of a commission is."""

    PLANNED = "planned", pgettext_lazy("state of a council session", "Planned")
    HELD = "held", pgettext_lazy("state of a council session", "Held")
    MINUTED = "minuted", pgettext_lazy("state of a council session", "Minutes are final")
    CANCELLED = "cancelled", pgettext_lazy("state of a council session", "Cancelled")


class BudgetState(Vocabulary):
    """How far the work of a budget line is."""

    OPEN = "open", pgettext_lazy("state of a budget line", "Approved")
    BEGUN = "begun", pgettext_lazy("state of a budget line", "Work has begun")
    DONE = "done", pgettext_lazy("state of a budget line", "Work is done")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a budget line", "Withdrawn")


class GoalState(Vocabulary):
    """How far a goal is; from `REGISTERED` on nothing of it changes but the measurements."""

    DRAFT = "draft", pgettext_lazy("state of a goal", "Draft")
    REGISTERED = "registered", pgettext_lazy("state of a goal", "Registered")
    REACHED = "reached", pgettext_lazy("state of a goal", "Reached")
    NOT_REACHED = "not_reached", pgettext_lazy("state of a goal", "Not reached")
    CANNOT_TELL = "cannot_tell", pgettext_lazy("state of a goal", "Cannot be told")


class EvidenceClass(Vocabulary):
    """How well an expected effect is supported."""

    A = "A", pgettext_lazy("class of evidence", "A: measured here, with a comparison")
    B = "B", pgettext_lazy("class of evidence", "B: measured in another city, with a comparison")
    C = "C", pgettext_lazy("class of evidence", "C: before and after, without a comparison")
    D = "D", pgettext_lazy("class of evidence", "D: judgement of experts")


class PlanAnswer(Vocabulary):
    """What the council, a unit or an agency answers to a problem or a request for money; the list is closed.

    The ten answers that the agencies of New York give to the budget requests of its community boards.
    """

    ACCOMMODATED = "accommodated", pgettext_lazy("answer to a problem", "It will be done with the money there is")
    IN_PART = "in_part", pgettext_lazy("answer to a problem", "Part of it will be done")
    CANNOT_SAY_YET = "cannot_say_yet", pgettext_lazy("answer to a problem", "It cannot be decided now")
    OTHER_BUDGET = "other_budget", pgettext_lazy("answer to a problem", "It belongs to another budget process")
    NO_FUNDS_NOW = "no_funds_now", pgettext_lazy("answer to a problem", "Supported, but there is no money now")
    NO_PRIORITY = "no_priority", pgettext_lazy("answer to a problem", "No: it has no priority")
    NEEDS_INFORMATION = "needs_information", pgettext_lazy("answer to a problem", "More information is needed")
    NEEDS_STUDY = "needs_study", pgettext_lazy("answer to a problem", "It needs a study first")
    FUNDED = "funded", pgettext_lazy("answer to a problem", "It has money already")
    NOT_BUDGET = "not_budget", pgettext_lazy("answer to a problem", "Not a matter of the budget")


class AnsweringBody(Vocabulary):
    """Who is asked for an answer."""

    COUNCIL = "council", pgettext_lazy("who answers", "the council")
    UNIT = "unit", pgettext_lazy("who answers", "a unit")
    AGENCY = "agency", pgettext_lazy("who answers", "an agency")


class CouncilOutcome(Vocabulary):
    """What the council decided about an item of its agenda."""

    APPROVED = "approved", pgettext_lazy("decision of the council", "Approved")
    RETURNED = "returned", pgettext_lazy("decision of the council", "Returned")
    REFUSED = "refused", pgettext_lazy("decision of the council", "Refused")


class VoteChoice(Vocabulary):
    """How one member voted."""

    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAINED = "abstained", pgettext_lazy("vote", "Abstained")
    ABSENT = "absent", pgettext_lazy("vote", "Absent")


class PlannedCostKind(Vocabulary):
    """Whether money is spent once or every year."""

    ONCE = "once", pgettext_lazy("kind of a planned cost", "once")
    YEARLY = "yearly", pgettext_lazy("kind of a planned cost", "each year")


class LinkKind(Vocabulary):
    """How two programmes depend on each other."""

    NEEDS = "needs", pgettext_lazy("link of programmes", "needs first")
    EXCLUDES = "excludes", pgettext_lazy("link of programmes", "excludes")


class Estimator(Vocabulary):
    """By which method a goal is measured."""

    ITS = "its", pgettext_lazy("estimator", "interrupted time series")
    SYNTHETIC = "synthetic", pgettext_lazy("estimator", "synthetic control")
    BEFORE_AFTER = "before_after", pgettext_lazy("estimator", "before and after, with control areas")


class CandidateSource(Vocabulary):
    """How a candidate for money was found."""

    REPEAT = "repeat", pgettext_lazy("source of a candidate", "the same place again and again")
    WARRANTY = "warranty", pgettext_lazy("source of a candidate", "failed again within its warranty")
    ASSET = "asset", pgettext_lazy("source of a candidate", "an asset that often fails")
    PERSON = "person", pgettext_lazy("source of a candidate", "written by a person")


class CandidateState(Vocabulary):
    """How far a candidate is."""

    OPEN = "open", pgettext_lazy("state of a candidate", "Open")
    PLANNED = "planned", pgettext_lazy("state of a candidate", "Became a programme")
    DROPPED = "dropped", pgettext_lazy("state of a candidate", "Left out")


class InputBasis(Vocabulary):
    """Where an input of a candidate comes from."""

    COUNTED = "counted", pgettext_lazy("basis of an input", "counted from the cases")
    ORDERS = "orders", pgettext_lazy("basis of an input", "from the costs of work orders")
    MEASURED = "measured", pgettext_lazy("basis of an input", "measured by a goal of this topic")
    ASSUMED = "assumed", pgettext_lazy("basis of an input", "assumed, the same for all")
    PERSON = "person", pgettext_lazy("basis of an input", "entered by a person")


class CandidateInputName(Vocabulary):
    """What the benefit and the cost of a candidate are made of."""

    INCIDENTS = "incidents", pgettext_lazy("input of a candidate", "Reported incidents a year")
    REPORTED = "reported", pgettext_lazy("input of a candidate", "Share of incidents that is reported")
    SEVERITY = "severity", pgettext_lazy("input of a candidate", "Severity (1 normal, 2 urgent, 4 on the spot)")
    PEOPLE = "people", pgettext_lazy("input of a candidate", "People touched by an incident")
    AVOIDABLE = "avoidable", pgettext_lazy("input of a candidate", "Share of incidents that is avoided")
    YEARS = "years", pgettext_lazy("input of a candidate", "Years that the effect lasts")
    COST = "cost", pgettext_lazy("input of a candidate", "Cost in rials")


class PortfolioState(Vocabulary):
    """How far the computation of a portfolio is."""

    WAITING = "waiting", pgettext_lazy("state of a portfolio", "Being computed")
    READY = "ready", pgettext_lazy("state of a portfolio", "Ready")
    FAILED = "failed", pgettext_lazy("state of a portfolio", "Not possible")


class GoalVerdict(Vocabulary):
    """What a measurement says about a goal."""

    REACHED = "reached", pgettext_lazy("verdict on a goal", "Reached")
    NOT_REACHED = "not_reached", pgettext_lazy("verdict on a goal", "Not reached")
    CANNOT_TELL = "cannot_tell", pgettext_lazy("verdict on a goal", "Cannot be told")


CURRENT_LINES: Final = frozenset({BudgetState.OPEN, BudgetState.BEGUN})
"""The states of a budget line in which cases can hang on it."""
CHANGEABLE_PROGRAMMES: Final = frozenset({ProgrammeState.DRAFT, ProgrammeState.RETURNED})
"""The states of a programme in which its options may still change."""
CHANGEABLE_PROPOSALS: Final = frozenset({ProposalState.DRAFT, ProposalState.RETURNED})
"""The states of a proposal in which its text may still change."""
PAID_FOR: Final = (ProgrammeState.APPROVED, ProgrammeState.FUNDED, ProgrammeState.RUNNING)
"""The states of a programme in which a budget line can pay for it."""
