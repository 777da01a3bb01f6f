"""The URLs of the budget office."""

from django.urls import path

from peygir.web.budget.acting import budget_line_press
from peygir.web.budget.importing import budget_import
from peygir.web.budget.line_page import budget_line
from peygir.web.budget.lines import budget
from peygir.web.budget.making import budget_line_edit, budget_line_new
from peygir.web.budget.waiting import budget_waiting

urlpatterns = [
    path("desk/budget/", budget, name="budget"),
    path("desk/budget/new/", budget_line_new, name="budget_line_new"),
    path("desk/budget/import/", budget_import, name="budget_import"),
    path("desk/budget/waiting/", budget_waiting, name="budget_waiting"),
    path("desk/budget/lines/<int:line_id>/", budget_line, name="budget_line"),
    path("desk/budget/lines/<int:line_id>/edit/", budget_line_edit, name="budget_line_edit"),
    path("desk/budget/lines/<int:line_id>/do/<str:deed>/", budget_line_press, name="budget_line_press"),
]
