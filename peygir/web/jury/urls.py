"""The URLs of the pages for the jury."""

from django.urls import path

from peygir.web.jury.deciding import jury_decide, jury_decision_press
from peygir.web.jury.documents import jury_certificate
from peygir.web.jury.seasons import jury_home, jury_note, jury_season, jury_season_new, jury_season_press

urlpatterns = [
    path("desk/jury/", jury_home, name="jury_home"),
    path("desk/jury/new/", jury_season_new, name="jury_season_new"),
    path("desk/jury/<int:season_id>/", jury_season, name="jury_season"),
    path("desk/jury/<int:season_id>/note/", jury_note, name="jury_note"),
    path("desk/jury/<int:season_id>/decide/", jury_decide, name="jury_decide"),
    path("desk/jury/<int:season_id>/do/<slug:deed>/", jury_season_press, name="jury_season_press"),
    path(
        "desk/jury/<int:season_id>/decisions/<int:number>/<slug:deed>/",
        jury_decision_press,
        name="jury_decision_press",
    ),
    path("desk/jury/certificates/<str:code>.pdf", jury_certificate, name="jury_certificate"),
]
