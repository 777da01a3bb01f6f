"""The URLs of the pages for the panel's secretary, and for units that owe the panel an answer."""

from django.urls import path

from peygir.web.panel_office.owed import panel_owed, panel_owed_list
from peygir.web.panel_office.sessions import panel_petition_press, panel_petitions, panel_sitting, panel_sittings
from peygir.web.panel_office.terms import (
    panel_office,
    panel_office_photo,
    panel_photos,
    panel_term,
    panel_term_new,
    panel_term_press,
)

urlpatterns = [
    path("desk/panel/", panel_office, name="panel_office"),
    path("desk/panel/new/", panel_term_new, name="panel_term_new"),
    path("desk/panel/<int:term_id>/", panel_term, name="panel_term"),
    path("desk/panel/<int:term_id>/do/<slug:deed>/", panel_term_press, name="panel_term_press"),
    path("desk/panel/photos/", panel_photos, name="panel_photos"),
    path("desk/panel/photos/<int:visit_id>/<str:size>/", panel_office_photo, name="panel_office_photo"),
    path("desk/panel/sessions/", panel_sittings, name="panel_sittings"),
    path("desk/panel/sessions/<int:session_id>/", panel_sitting, name="panel_sitting"),
    path("desk/panel/petitions/", panel_petitions, name="panel_petitions"),
    path("desk/panel/petitions/<int:petition_id>/<slug:deed>/", panel_petition_press, name="panel_petition_press"),
    path("desk/panel/owed/", panel_owed_list, name="panel_owed_list"),
    path("desk/panel/owed/<int:owed_id>/", panel_owed, name="panel_owed"),
]
