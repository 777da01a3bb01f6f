"""The URLs of the public pages of plans."""

from django.urls import path

from peygir.web.public.plan_data import published_plan_file
from peygir.web.public.plans import (
    published_goal,
    published_plans,
    published_problem,
    published_programme,
    published_sitting,
    published_sitting_pack,
)

urlpatterns = [
    path("plans/", published_plans, name="published_plans"),
    path("plans/problems/<int:problem_id>/", published_problem, name="published_problem"),
    path("plans/programmes/<int:programme_id>/", published_programme, name="published_programme"),
    path("plans/goals/<int:goal_id>/", published_goal, name="published_goal"),
    path("plans/sessions/<int:sitting_id>/", published_sitting, name="published_sitting"),
    path("plans/sessions/<int:sitting_id>/pack.pdf", published_sitting_pack, name="published_sitting_pack"),
    path("plans/<slug:kind>/<int:number>.json", published_plan_file, name="published_plan_file"),
]
