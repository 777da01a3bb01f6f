"""The URLs of the public pages of plans and of votes on the budget."""

from django.urls import path

from peygir.web.public.plan_data import published_plan_file
from peygir.web.public.plans import (
    published_goal,
    published_paper,
    published_plans,
    published_problem,
    published_programme,
    published_sitting,
    published_sitting_pack,
)
from peygir.web.public.votes import vote, vote_ballot, vote_file, vote_project, votes

urlpatterns = [
    path("votes/", votes, name="votes"),
    path("votes/<int:voting_id>/", vote, name="vote"),
    path("votes/<int:voting_id>/ballot/", vote_ballot, name="vote_ballot"),
    path("votes/<int:voting_id>/projects/<int:number>/", vote_project, name="vote_project"),
    path("votes/<int:voting_id>/result.<slug:form>", vote_file, name="vote_file"),
    path("plans/papers/<int:proposal_id>.pdf", published_paper, name="published_paper"),
    path("plans/", published_plans, name="published_plans"),
    path("plans/problems/<int:problem_id>/", published_problem, name="published_problem"),
    path("plans/programmes/<int:programme_id>/", published_programme, name="published_programme"),
    path("plans/goals/<int:goal_id>/", published_goal, name="published_goal"),
    path("plans/sessions/<int:sitting_id>/", published_sitting, name="published_sitting"),
    path("plans/sessions/<int:sitting_id>/pack.pdf", published_sitting_pack, name="published_sitting_pack"),
    path("plans/<slug:kind>/<int:number>.json", published_plan_file, name="published_plan_file"),
]
