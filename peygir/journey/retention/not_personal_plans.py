"""The columns of text of planning's tables that hold no personal data of citizens."""

from typing import Final

NOT_PERSONAL_OF_PLANS: Final[dict[str, str]] = {
    "planning_ballotproject": "title text",
    "planning_budgetamendment": "reason letter_number by",
    "planning_budgetcase": "stage by left_why",
    "planning_budgetimport": "file_name digest columns sums by",
    "planning_budgetline": "code title state made_by",
    "planning_councildecision": "outcome reason amendments by",
    "planning_councilsession": "number place commission minutes state made_by",
    "planning_councilvote": "choice",
    "planning_countedballot": "choices",
    "planning_goalmeasurement": "verdict text digest by",
    "planning_plangoal": "measure measured_in estimator digest state made_by",
    "planning_plannedcost": "title kind",
    "planning_planningpolicy": "by",
    "planning_plannote": "file text salt",
    "planning_planproblem": "reference title text tried evidence state made_by",
    "planning_problemanswer": "body request asked_by answer reason salt answered_by",
    "planning_problemcase": "by",
    "planning_programme": "title text variant_group state made_by",
    "planning_programmelink": "kind",
    "planning_programmeoption": "title text evidence_class evidence",
    "planning_proposal": "commission title text letter_number state made_by",
    "planning_votingday": "title text rule digest state step step_reason file_digest made_by",
}
