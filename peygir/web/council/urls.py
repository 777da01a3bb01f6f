"""The URLs of the pages for members of the council."""

from django.urls import path

from peygir.web.council.marks import watched_marks
from peygir.web.council.reporting import watched_report
from peygir.web.council.watched import watched, watched_ask, watched_follow

urlpatterns = [
    path("desk/watched/", watched, name="watched"),
    path("desk/watched/report/", watched_report, name="watched_report"),
    path("desk/watched/marks/", watched_marks, name="watched_marks"),
    path("desk/watched/follow/", watched_follow, name="watched_follow"),
    path("desk/watched/<str:code>/<str:kind>/", watched_ask, name="watched_ask"),
]
