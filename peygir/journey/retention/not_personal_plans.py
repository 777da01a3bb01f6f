"""The columns of goals, candidates, portfolios, votes and the panel that hold no personal data of citizens."""

from typing import Final

PLANS_NOT_PERSONAL: Final[dict[str, str]] = {
    "planning_ballotproject": "title text",
    "planning_countedballot": "choices",
    "planning_votingday": "title text rule digest state step step_reason file_digest made_by",
    "planning_candidateinput": "name basis note by",
    "planning_goalmeasurement": "verdict text digest root inputs result by",
    "planning_plancandidate": "source source_key title lat lon variants needs case_ids state made_by",
    "planning_plangoal": "measure measured_in estimator controls digest state made_by",
    "planning_planportfolio": "title terms inputs digest state result asked_by",
    "planning_problemanswer": "body request asked_by answer reason salt answered_by",
    "planning_programmeoption": "title text evidence_class evidence",
    "panel_owedanswer": "stage extended_why extended_note text closed_why",
    "panel_panelagendaitem": "title decision",
    "panel_panelballot": "vote",
    "panel_panelfinding": "title text state",
    "panel_panelinterest": "reason",
    "panel_paneljudgement": "solved answer",
    "panel_panelmember": "origin stratum state left_why",
    "panel_panelmotion": "kind result",
    "panel_panelsample": "seed seed_source seed_kind list_digest",
    "panel_panelsamplecase": "marks",
    "panel_panelsamplelist": "cases",
    "panel_panelsession": "place state minutes",
    "panel_panelterm": "title seed_kind seed_source population population_source ages state list_digest seed made_by",
    "panel_panelvisit": "key saw sha256",
    "panel_panelvolunteer": "code",
    "panel_panelwatch": "kind",
    "panel_petition": "state refused_why",
}
"""The text columns of each table, as in `not_personal`."""
