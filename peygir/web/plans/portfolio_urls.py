"""The URLs of candidates for money and of portfolios."""

from django.urls import path

from peygir.web.plans.candidate_writing import plan_candidate_new
from peygir.web.plans.portfolio_acting import plan_candidate_input, plan_candidate_press
from peygir.web.plans.portfolio_candidates import plan_candidate, plan_candidates
from peygir.web.plans.portfolio_files import plan_portfolio_document, plan_portfolio_table
from peygir.web.plans.portfolio_making import plan_portfolio_new
from peygir.web.plans.portfolios import plan_portfolio, plan_portfolios

urlpatterns = [
    path("desk/plans/money/", plan_portfolios, name="plan_portfolios"),
    path("desk/plans/money/new/", plan_portfolio_new, name="plan_portfolio_new"),
    path("desk/plans/money/<int:portfolio_id>/", plan_portfolio, name="plan_portfolio"),
    path("desk/plans/money/<int:portfolio_id>/table/", plan_portfolio_table, name="plan_portfolio_table"),
    path("desk/plans/money/<int:portfolio_id>/document/", plan_portfolio_document, name="plan_portfolio_document"),
    path("desk/plans/money/candidates/", plan_candidates, name="plan_candidates"),
    path("desk/plans/money/candidates/new/", plan_candidate_new, name="plan_candidate_new"),
    path("desk/plans/money/candidates/<int:candidate_id>/", plan_candidate, name="plan_candidate"),
    path(
        "desk/plans/money/candidates/<int:candidate_id>/input/<str:part>/",
        plan_candidate_input,
        name="plan_candidate_input",
    ),
    path(
        "desk/plans/money/candidates/<int:candidate_id>/do/<str:deed>/",
        plan_candidate_press,
        name="plan_candidate_press",
    ),
]
