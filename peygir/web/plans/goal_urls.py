"""The URLs of the pages of goals."""

from django.urls import path

from peygir.web.plans.goals import goal, goal_data, goal_new, goal_register, goals

urlpatterns = [
    path("desk/plans/goals/", goals, name="plan_goals"),
    path("desk/plans/goals/new/", goal_new, name="plan_goal_new"),
    path("desk/plans/goals/<int:goal_id>/", goal, name="plan_goal"),
    path("desk/plans/goals/<int:goal_id>/register/", goal_register, name="plan_goal_register"),
    path("desk/plans/goals/<int:goal_id>/<int:number>.json", goal_data, name="plan_goal_data"),
]
