"""Events of a planned case: what the council and the budget decided about the programme that it is part of."""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, event
from peygir.history.kinds.cases import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CasePlanEvent(CaseEvent):
    """A step of the plan: of a proposal (an id, and the number of its move), or of a budget line (an id)."""

    proposal: int = ABSENT
    move: int = ABSENT
    line: int = ABSENT


@event("case_proposed", file="case")
class CaseProposed(CasePlanEvent):
    """A programme that the case is part of was proposed to the council."""


@event("case_funded", file="case")
class CaseFunded(CasePlanEvent):
    """The case hangs on a budget line: there is money for it."""


@event("case_works_begun", file="case")
class CaseWorksBegun(CasePlanEvent):
    """The work of the case's budget line began."""


@event("case_works_done", file="case")
class CaseWorksDone(CasePlanEvent):
    """The work of the case's budget line is done; the unit looks at the place and finishes the case."""


@event("case_plan_refused", file="case")
class CaseProposalRefused(CasePlanEvent):
    """The council refused the programme that the case is part of, or the budget line was withdrawn."""


@event("case_came_back", file="case", is_internal=True, ends=True)
class CaseCameBack(CaseEvent):
    """The case was planned for so many days without a budget line, and comes back to its unit."""

    days: int
