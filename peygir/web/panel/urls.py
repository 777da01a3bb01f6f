"""The URLs of the citizens' panel: its public register, petitions, and the pages of its members."""

from django.urls import path

from peygir.web.panel.desk import panel_deed, panel_desk
from peygir.web.panel.findings import (
    panel_finding,
    panel_findings,
    panel_minutes,
    panel_photo,
    panel_session,
    panel_year,
)
from peygir.web.panel.joining import panel_join
from peygir.web.panel.judging import panel_judge, panel_visit
from peygir.web.panel.petitions import petition, petition_new, petition_sign, petitions
from peygir.web.panel.proposing import panel_finding_new, panel_motion, panel_settle
from peygir.web.panel.register import panel, panel_lot, panel_lot_file, panel_sample, panel_sample_file
from peygir.web.panel.watching import panel_watch

urlpatterns = [
    path("panel/", panel, name="panel"),
    path("panel/join/", panel_join, name="panel_join"),
    path("panel/lot/<int:term_id>/", panel_lot, name="panel_lot"),
    path("panel/lot/<int:term_id>/list.<str:form>", panel_lot_file, name="panel_lot_file"),
    path("panel/samples/<int:sample_id>/", panel_sample, name="panel_sample"),
    path("panel/samples/<int:sample_id>/sample.json", panel_sample_file, name="panel_sample_file"),
    path("panel/findings/", panel_findings, name="panel_findings"),
    path("panel/findings/<int:finding_id>/", panel_finding, name="panel_finding"),
    path("panel/findings/<int:finding_id>/settle/", panel_settle, name="panel_settle"),
    path("panel/sessions/<int:session_id>/", panel_session, name="panel_session"),
    path("panel/sessions/<int:session_id>/minutes.pdf", panel_minutes, name="panel_minutes"),
    path("panel/<int:term_id>/<int:year>.pdf", panel_year, name="panel_year"),
    path("panel/photo/<int:visit_id>/<str:size>/", panel_photo, name="panel_photo"),
    path("panel/petitions/", petitions, name="petitions"),
    path("panel/petitions/new/", petition_new, name="petition_new"),
    path("panel/petitions/<int:petition_id>/", petition, name="petition"),
    path("panel/petitions/<int:petition_id>/sign/", petition_sign, name="petition_sign"),
    path("panel/me/", panel_desk, name="panel_desk"),
    path("panel/me/do/<slug:deed>/", panel_deed, name="panel_deed"),
    path("panel/me/watches/<int:watch_id>/", panel_watch, name="panel_watch"),
    path("panel/me/cases/<int:sampled_id>/", panel_judge, name="panel_judge"),
    path("panel/me/visit/<str:code>/", panel_visit, name="panel_visit"),
    path("panel/me/findings/new/", panel_finding_new, name="panel_finding_new"),
    path("panel/me/votes/<int:motion_id>/", panel_motion, name="panel_motion"),
]
