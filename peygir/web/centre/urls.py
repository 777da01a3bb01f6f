"""The URLs of the pages for supervisors of the 137 centre."""

from django.urls import path

from peygir.web.centre.agency_pages import desk_agencies, desk_agency, desk_agency_deed
from peygir.web.centre.answers import centre_answer, centre_answer_new, centre_answers, centre_gap
from peygir.web.centre.call import call, call_again, call_doubt, call_pass, call_recording
from peygir.web.centre.calls import call_back, call_mark, call_new, call_seat, calls
from peygir.web.centre.centre_settings import centre_terms
from peygir.web.centre.forecast import forecast, forecast_goal, forecast_rain
from peygir.web.centre.inspection_learning import inspection_learning
from peygir.web.centre.inspections import inspection_conflict_end, inspection_plan_press, inspection_plans
from peygir.web.centre.inspector_phones import inspector_phone_withdraw, inspector_phones
from peygir.web.centre.menu import centre_dialplan, centre_menu
from peygir.web.centre.objections import objection, objections
from peygir.web.centre.quality import quality, quality_answer, quality_draw, quality_form, quality_score
from peygir.web.centre.readings import answer_reading, answer_readings
from peygir.web.centre.roster import roster, roster_shift, roster_shift_end
from peygir.web.centre.session_conversations import centre_talk, centre_talk_order
from peygir.web.centre.sessions import (
    centre_session,
    centre_session_edit,
    centre_session_new,
    centre_session_press,
    centre_session_report,
    centre_sessions,
)
from peygir.web.centre.survey_settings import survey_terms
from peygir.web.centre.surveys import survey, survey_press, survey_results, surveys
from peygir.web.centre.wallboard import centre_wall

urlpatterns = [
    path("desk/agencies/", desk_agencies, name="desk_agencies"),
    path("desk/agencies/<str:code>/", desk_agency, name="desk_agency"),
    path("desk/agencies/<str:code>/do/<slug:deed>/", desk_agency_deed, name="desk_agency_deed"),
    path("desk/calls/", calls, name="calls"),
    path("desk/calls/new/", call_new, name="call_new"),
    path("desk/calls/seat/", call_seat, name="call_seat"),
    path("desk/calls/back/<int:call_back_id>/<str:deed>/", call_back, name="call_back"),
    path("desk/calls/marks/<int:mark_id>/<str:deed>/", call_mark, name="call_mark"),
    path("desk/calls/<int:contact_id>/", call, name="call"),
    path("desk/calls/<int:contact_id>/again/", call_again, name="call_again"),
    path("desk/calls/<int:contact_id>/recording/", call_recording, name="call_recording"),
    path("desk/calls/<int:contact_id>/doubt/", call_doubt, name="call_doubt"),
    path("desk/centre/menu/", centre_menu, name="centre_menu"),
    path("desk/centre/menu/dialplan/", centre_dialplan, name="centre_dialplan"),
    path("desk/centre/terms/", centre_terms, name="centre_terms"),
    path("desk/centre/answers/", centre_answers, name="centre_answers"),
    path("desk/centre/answers/new/", centre_answer_new, name="centre_answer_new"),
    path("desk/centre/answers/gaps/<int:gap_id>/", centre_gap, name="centre_gap"),
    path("desk/centre/answers/<str:article>/", centre_answer, name="centre_answer"),
    path("desk/centre/surveys/", surveys, name="surveys"),
    path("desk/centre/surveys/results/", survey_results, name="survey_results"),
    path("desk/centre/surveys/terms/", survey_terms, name="survey_terms"),
    path("desk/centre/surveys/<int:ask_id>/", survey, name="survey"),
    path("desk/centre/surveys/<int:ask_id>/<str:deed>/", survey_press, name="survey_press"),
    path("desk/centre/sessions/", centre_sessions, name="centre_sessions"),
    path("desk/centre/sessions/new/", centre_session_new, name="centre_session_new"),
    path("desk/centre/sessions/<int:session_id>/", centre_session, name="centre_session"),
    path("desk/centre/sessions/<int:session_id>/edit/", centre_session_edit, name="centre_session_edit"),
    path("desk/centre/sessions/<int:session_id>/report/", centre_session_report, name="centre_session_report"),
    path("desk/centre/sessions/<int:session_id>/do/<str:deed>/", centre_session_press, name="centre_session_press"),
    path("desk/centre/talks/<int:place_id>/", centre_talk, name="centre_talk"),
    path("desk/centre/talks/<int:place_id>/order/", centre_talk_order, name="centre_talk_order"),
    path("desk/calls/<int:contact_id>/pass/", call_pass, name="call_pass"),
    path("desk/centre/roster/", roster, name="centre_roster"),
    path("desk/centre/roster/shifts/", roster_shift, name="centre_shift"),
    path("desk/centre/roster/shifts/<int:shift_id>/end/", roster_shift_end, name="centre_shift_end"),
    path("desk/centre/inspections/", inspection_plans, name="inspection_plans"),
    path("desk/centre/inspections/results/", inspection_learning, name="inspection_learning"),
    path("desk/centre/inspections/<str:month>/<str:deed>/", inspection_plan_press, name="inspection_plan_press"),
    path("desk/centre/conflicts/<int:conflict_id>/end/", inspection_conflict_end, name="inspection_conflict_end"),
    path("desk/centre/phones/", inspector_phones, name="inspector_phones"),
    path("desk/centre/phones/<int:phone_id>/", inspector_phone_withdraw, name="inspector_phone_withdraw"),
    path("desk/centre/objections/", objections, name="objections"),
    path("desk/centre/objections/<int:objection_id>/", objection, name="objection"),
    path("desk/centre/readings/", answer_readings, name="answer_readings"),
    path("desk/centre/readings/<int:answer_id>/", answer_reading, name="answer_reading"),
    path("desk/centre/wall/", centre_wall, name="centre_wall"),
    path("desk/centre/quality/", quality, name="centre_quality"),
    path("desk/centre/quality/draw/", quality_draw, name="centre_quality_draw"),
    path("desk/centre/quality/form/", quality_form, name="centre_quality_form"),
    path("desk/centre/quality/<int:score_id>/", quality_score, name="centre_quality_score"),
    path("desk/centre/quality/<int:score_id>/answer/", quality_answer, name="centre_quality_answer"),
    path("desk/centre/forecast/", forecast, name="centre_forecast"),
    path("desk/centre/forecast/goal/", forecast_goal, name="centre_goal"),
    path("desk/centre/forecast/rain/", forecast_rain, name="centre_rain"),
]
