"""Who may open the pages of goals and portfolios: rows of the table in `tests.permissions`, and their values."""

from typing import Any, Final

#                nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_READERS: Final = "sxx.xx.x..x"
_PLANNERS: Final = "sxx.xxxx..x"
GOAL_PAGES: Final[dict[str, str]] = {
    "plan_goals": _READERS,
    "plan_goal_new": _PLANNERS,
    "plan_goal": _READERS,
    "plan_goal_register": _PLANNERS,
    "plan_goal_data": _READERS,
    "plan_portfolios": _READERS,
    "plan_portfolio": _READERS,
    "plan_portfolio_table": _READERS,
    "plan_portfolio_document": _READERS,
    "plan_portfolio_new": _PLANNERS,
    "plan_candidates": _PLANNERS,
    "plan_candidate": _PLANNERS,
    "plan_candidate_new": _PLANNERS,
    "plan_candidate_input": _PLANNERS,
    "plan_candidate_press": _PLANNERS,
}
GOAL_VALUES: Final[dict[str, Any]] = {"goal_id": 1, "candidate_id": 1, "portfolio_id": 1}
"""Values for the arguments of these pages' addresses."""
