"""The URLs of the public pages of plans."""

from django.urls import path

from peygir.web.public.plan_data import plan_file
from peygir.web.public.plans import plan_goal, plan_problem, plan_programme, plan_session, plan_session_pack, plans

urlpatterns = [
    path("plans/", plans, name="plans"),
    path("plans/problems/<int:problem_id>/", plan_problem, name="plan_problem"),
    path("plans/programmes/<int:programme_id>/", plan_programme, name="plan_programme"),
    path("plans/goals/<int:goal_id>/", plan_goal, name="plan_goal"),
    path("plans/sessions/<int:sitting_id>/", plan_session, name="plan_session"),
    path("plans/sessions/<int:sitting_id>/pack.pdf", plan_session_pack, name="plan_session_pack"),
    path("plans/<slug:kind>/<int:number>.json", plan_file, name="plan_file"),
]
