"""The actions of planning: problems, programmes, proposals, the council, the budget, planned cases and goals."""

from peygir.outlook.planning.actions.answers import ask_for_answer, give_answer
from peygir.outlook.planning.actions.budget import amend_line, make_line, move_line, set_sums, tie_line
from peygir.outlook.planning.actions.budget_import import import_budget
from peygir.outlook.planning.actions.candidates import (
    change_candidate,
    make_programme_of_candidate,
    move_candidate,
    set_input,
    write_candidate,
)
from peygir.outlook.planning.actions.council import (
    add_to_agenda,
    change_session,
    make_session,
    move_session,
    record_decision,
)
from peygir.outlook.planning.actions.finding import FIND_CANDIDATES, find_candidates, plan_candidates
from peygir.outlook.planning.actions.goal_writing import write_goal
from peygir.outlook.planning.actions.goals import change_goal, make_goal, measure_goal, register_goal
from peygir.outlook.planning.actions.hanging import (
    hang_cases,
    hang_cases_of_programme,
    settle_hung_cases,
    take_off,
)
from peygir.outlook.planning.actions.measuring import MEASURE_GOALS, measure_due_goals, plan_measurements
from peygir.outlook.planning.actions.portfolios import COMPUTE_PORTFOLIO, ask_for_portfolio, compute_portfolio
from peygir.outlook.planning.actions.problems import (
    change_problem,
    gather_evidence,
    link_cases,
    make_problem,
    make_problem_of_cases,
    move_problem,
    unlink_case,
)
from peygir.outlook.planning.actions.programmes import (
    change_programme,
    choose_option,
    link_programmes,
    make_programme,
    move_programme,
    unlink_programmes,
)
from peygir.outlook.planning.actions.proposals import (
    change_proposal,
    make_proposal,
    send_proposal,
    withdraw_proposal,
)
from peygir.outlook.planning.actions.request_import import import_requests
from peygir.outlook.planning.actions.returning import return_unfunded, set_policy
from peygir.outlook.planning.actions.telling import tell_of_line, tell_of_proposal

__all__ = [
    "COMPUTE_PORTFOLIO",
    "FIND_CANDIDATES",
    "MEASURE_GOALS",
    "add_to_agenda",
    "amend_line",
    "ask_for_answer",
    "ask_for_portfolio",
    "change_candidate",
    "change_goal",
    "change_problem",
    "change_programme",
    "change_proposal",
    "change_session",
    "choose_option",
    "compute_portfolio",
    "find_candidates",
    "gather_evidence",
    "give_answer",
    "hang_cases",
    "hang_cases_of_programme",
    "import_budget",
    "import_requests",
    "link_cases",
    "link_programmes",
    "make_goal",
    "make_line",
    "make_problem",
    "make_problem_of_cases",
    "make_programme",
    "make_programme_of_candidate",
    "make_proposal",
    "make_session",
    "measure_due_goals",
    "measure_goal",
    "move_candidate",
    "move_line",
    "move_problem",
    "move_programme",
    "move_session",
    "plan_candidates",
    "plan_measurements",
    "record_decision",
    "register_goal",
    "return_unfunded",
    "send_proposal",
    "set_input",
    "set_policy",
    "set_sums",
    "settle_hung_cases",
    "take_off",
    "tell_of_line",
    "tell_of_proposal",
    "tie_line",
    "unlink_case",
    "unlink_programmes",
    "withdraw_proposal",
    "write_candidate",
    "write_goal",
]
