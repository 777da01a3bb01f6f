"""Who may open the pages of planning: rows of the table in `tests.permissions`, and values for their addresses."""

from typing import Any, Final

#                nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_READERS: Final = "sxx.xx.x..x"  # who plans, and the council's members
_PLANNERS: Final = "sxx.xxxx..x"
_BUDGET: Final = "sxxxxxxxxxx"  # the budget office alone, whose role is not built in
PLAN_PAGES: Final[dict[str, str]] = {
    "plans": _READERS,
    "plan_programmes": _READERS,
    "plan_proposals": _READERS,
    "plan_problem": _READERS,
    "plan_programme": _READERS,
    "plan_proposal": _READERS,
    "plan_proposal_document": _READERS,
    "plan_problem_new": _PLANNERS,
    "plan_problem_edit": _PLANNERS,
    "plan_problem_press": _PLANNERS,
    "plan_answer": _PLANNERS,
    "plan_programme_new": _PLANNERS,
    "plan_programme_edit": _PLANNERS,
    "plan_programme_press": _PLANNERS,
    "plan_proposal_new": _PLANNERS,
    "plan_proposal_edit": _PLANNERS,
    "plan_proposal_press": _PLANNERS,
    "budget": _BUDGET,
    "budget_line": _BUDGET,
    "budget_line_new": _BUDGET,
    "budget_line_edit": _BUDGET,
    "budget_line_press": _BUDGET,
    "budget_import": _BUDGET,
    "budget_waiting": _BUDGET,
}
PLAN_VALUES: Final[dict[str, Any]] = {
    "problem_id": 1,
    "answer_id": 1,
    "programme_id": 1,
    "proposal_id": 1,
    "line_id": 1,
}
"""Values for the arguments of these pages' addresses."""
