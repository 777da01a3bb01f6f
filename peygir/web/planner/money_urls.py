"""The URLs of the pages about the money of work orders."""

from typing import Final

from django.urls import path

from peygir.web.planner.claims import city_claims
from peygir.web.planner.contracts import contract_new, contract_page, contract_price, contract_statement, contracts
from peygir.web.planner.order_costs import (
    order_claim,
    order_claims,
    order_cost_line,
    order_costs,
    order_link,
    order_penalty,
)
from peygir.web.planner.statements import statement, statement_file
from peygir.web.planner.year_costs import year_costs

_ORDER: Final = "desk/work-orders/<slug:work_order>"

urlpatterns = [
    path("desk/costs/", year_costs, name="year_costs"),
    path("desk/claims/", city_claims, name="city_claims"),
    path("desk/contracts/", contracts, name="contracts"),
    path("desk/contracts/new/", contract_new, name="contract_new"),
    path("desk/contracts/<int:contract_id>/", contract_page, name="contract"),
    path("desk/contracts/<int:contract_id>/price/", contract_price, name="contract_price"),
    path("desk/contracts/<int:contract_id>/statement/", contract_statement, name="contract_statement"),
    path("desk/statements/<int:statement_id>/", statement, name="statement"),
    path("desk/statements/<int:statement_id>/file.<str:form>", statement_file, name="statement_file"),
    path(f"{_ORDER}/costs/", order_costs, name="order_costs"),
    path(
        "desk/work-orders/<slug:work_order>/costs/<int:cost_line_id>/<slug:deed>/",
        order_cost_line,
        name="order_cost_line",
    ),
    path(
        "desk/work-orders/<slug:work_order>/penalties/<int:penalty_id>/<slug:deed>/",
        order_penalty,
        name="order_penalty",
    ),
    path(f"{_ORDER}/claims/", order_claims, name="order_claims"),
    path(f"{_ORDER}/claims/<int:claim_id>/<slug:deed>/", order_claim, name="order_claim"),
    path(f"{_ORDER}/link/<slug:deed>/", order_link, name="order_link"),
]
