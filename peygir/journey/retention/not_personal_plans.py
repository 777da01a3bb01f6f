"""The columns of goals, candidates and portfolios that hold no personal data of citizens."""

from typing import Final

PLANS_NOT_PERSONAL: Final[dict[str, str]] = {
    "planning_candidateinput": "name basis note by",
    "planning_goalmeasurement": "verdict text digest root inputs result by",
    "planning_plancandidate": "source source_key title lat lon variants needs case_ids state made_by",
    "planning_plangoal": "measure measured_in estimator controls digest state made_by",
    "planning_planportfolio": "title terms inputs digest state result asked_by",
    "planning_problemanswer": "body request asked_by answer reason salt answered_by",
    "planning_programmeoption": "title text evidence_class evidence",
}
"""The text columns of each table, as in `not_personal`."""
