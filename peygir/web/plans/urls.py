"""The URLs of problems, programmes, proposals and goals."""

from django.urls import path

from peygir.web.plans.goal_urls import urlpatterns as goal_patterns
from peygir.web.plans.lists import plan_programmes, plan_proposals, plans
from peygir.web.plans.portfolio_urls import urlpatterns as portfolio_patterns
from peygir.web.plans.problem import plan_problem
from peygir.web.plans.problem_acting import plan_answer, plan_problem_press
from peygir.web.plans.problem_making import plan_problem_edit, plan_problem_new
from peygir.web.plans.programme import plan_programme, plan_programme_press
from peygir.web.plans.programme_making import plan_programme_edit, plan_programme_new
from peygir.web.plans.proposal import plan_proposal, plan_proposal_document, plan_proposal_press
from peygir.web.plans.proposal_making import plan_proposal_edit, plan_proposal_new

urlpatterns = [
    *goal_patterns,
    *portfolio_patterns,
    path("desk/plans/", plans, name="plans"),
    path("desk/plans/new/", plan_problem_new, name="plan_problem_new"),
    path("desk/plans/<int:problem_id>/", plan_problem, name="plan_problem"),
    path("desk/plans/<int:problem_id>/edit/", plan_problem_edit, name="plan_problem_edit"),
    path("desk/plans/<int:problem_id>/do/<str:deed>/", plan_problem_press, name="plan_problem_press"),
    path("desk/plans/<int:problem_id>/programme/", plan_programme_new, name="plan_programme_new"),
    path("desk/plans/answers/<int:answer_id>/", plan_answer, name="plan_answer"),
    path("desk/plans/programmes/", plan_programmes, name="plan_programmes"),
    path("desk/plans/programmes/<int:programme_id>/", plan_programme, name="plan_programme"),
    path("desk/plans/programmes/<int:programme_id>/edit/", plan_programme_edit, name="plan_programme_edit"),
    path("desk/plans/programmes/<int:programme_id>/do/<str:deed>/", plan_programme_press, name="plan_programme_press"),
    path("desk/plans/programmes/<int:programme_id>/proposal/", plan_proposal_new, name="plan_proposal_new"),
    path("desk/plans/proposals/", plan_proposals, name="plan_proposals"),
    path("desk/plans/proposals/<int:proposal_id>/", plan_proposal, name="plan_proposal"),
    path("desk/plans/proposals/<int:proposal_id>/edit/", plan_proposal_edit, name="plan_proposal_edit"),
    path("desk/plans/proposals/<int:proposal_id>/do/<str:deed>/", plan_proposal_press, name="plan_proposal_press"),
    path("desk/plans/proposals/<int:proposal_id>/document/", plan_proposal_document, name="plan_proposal_document"),
]
