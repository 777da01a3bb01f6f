"""The URLs of Explore: the builder of questions with its answer, the cases of one group, and the answer as a file."""

from django.urls import path

from peygir.web.explore.cases_page import explore_cases
from peygir.web.explore.files import explore_file
from peygir.web.explore.page import explore

urlpatterns = [
    path("desk/explore/", explore, name="explore"),
    path("desk/explore/cases/", explore_cases, name="explore_cases"),
    path("desk/explore/answer/<str:form>/", explore_file, name="explore_file"),
]
