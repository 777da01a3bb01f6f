"""The URLs of the pages of planning."""

from peygir.web.plans.goal_urls import urlpatterns as goal_patterns

urlpatterns = [*goal_patterns]
