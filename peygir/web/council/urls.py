"""The URLs of the pages for members of the council."""

from django.urls import path

from peygir.web.council.asking import watched_asked
from peygir.web.council.commission import watched_commission
from peygir.web.council.marks import watched_marks
from peygir.web.council.reporting import watched_report
from peygir.web.council.sessions import watched_sitting, watched_sittings
from peygir.web.council.watched import watched, watched_ask, watched_follow

urlpatterns = [
    path("desk/watched/", watched, name="watched"),
    path("desk/watched/report/", watched_report, name="watched_report"),
    path("desk/watched/marks/", watched_marks, name="watched_marks"),
    path("desk/watched/follow/", watched_follow, name="watched_follow"),
    path("desk/watched/sittings/", watched_sittings, name="watched_sittings"),
    path("desk/watched/sittings/<int:sitting_id>/", watched_sitting, name="watched_sitting"),
    path("desk/watched/commission/", watched_commission, name="watched_commission"),
    path("desk/watched/asked/", watched_asked, name="watched_asked"),
    path("desk/watched/<str:code>/<str:kind>/", watched_ask, name="watched_ask"),
]
