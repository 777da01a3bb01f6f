"""The addresses of the pages for people."""

from django.urls import path

from peygir.web.admin.areas import admin_areas, admin_areas_file, admin_areas_undo
from peygir.web.admin.audit import admin_audit
from peygir.web.admin.calendar import admin_calendar
from peygir.web.admin.keys import admin_key, admin_key_withdraw, admin_keys
from peygir.web.admin.ladders import admin_ladders
from peygir.web.admin.names import admin_name_undo, admin_unit_name
from peygir.web.admin.office import admin_office
from peygir.web.admin.owners import admin_decision_undo, admin_owners
from peygir.web.admin.people import admin_people, admin_person, admin_person_new, admin_person_press
from peygir.web.admin.records import admin_import, admin_import_start
from peygir.web.admin.reorganise import admin_reorganise, admin_reorganise_off, admin_units
from peygir.web.admin.seasons import admin_season, admin_season_new, admin_season_press, admin_seasons
from peygir.web.admin.sight import admin_person_sight
from peygir.web.admin.terms import admin_terms
from peygir.web.admin.texts import admin_text, admin_text_look, admin_text_undo, admin_texts
from peygir.web.admin.topics import admin_topic, admin_topic_new, admin_topics
from peygir.web.admin.webhooks import (
    admin_delivery_again,
    admin_webhook,
    admin_webhook_press,
    admin_webhooks,
)
from peygir.web.centre.answers import centre_answer, centre_answer_new, centre_answers, centre_gap
from peygir.web.centre.call import call, call_again, call_doubt, call_pass
from peygir.web.centre.calls import call_back, call_mark, call_new, call_seat, calls
from peygir.web.centre.forecast import forecast, forecast_goal, forecast_rain
from peygir.web.centre.menu import centre_dialplan, centre_menu
from peygir.web.centre.quality import quality, quality_answer, quality_draw, quality_form, quality_score
from peygir.web.centre.roster import roster, roster_shift, roster_shift_end
from peygir.web.centre.sessions import (
    centre_session,
    centre_session_edit,
    centre_session_new,
    centre_session_press,
    centre_session_report,
    centre_sessions,
)
from peygir.web.centre.survey_terms import survey_terms
from peygir.web.centre.surveys import survey, survey_press, survey_results, surveys
from peygir.web.centre.talks import centre_talk, centre_talk_order
from peygir.web.centre.terms import centre_terms
from peygir.web.centre.wall import centre_wall
from peygir.web.console.helping import console_help
from peygir.web.console.paper import paper, paper_enter
from peygir.web.console.passing import console_pass
from peygir.web.console.screen import console, console_answers, console_call, console_draft, console_hand, console_line
from peygir.web.desk.acting import case_assign, case_move, case_note, case_phone, case_place, case_topic
from peygir.web.desk.agencies import agencies, agency_days, case_handover
from peygir.web.desk.answering import case_fill, case_preview
from peygir.web.desk.around import case_around
from peygir.web.desk.bulk import bulk
from peygir.web.desk.case import case
from peygir.web.desk.drafts import case_draft, case_draft_drop
from peygir.web.desk.export import export
from peygir.web.desk.inbox import inbox
from peygir.web.desk.lessons import lesson, lessons, returns
from peygir.web.desk.more_time import case_ask, case_decide, case_visit, climbed, replans
from peygir.web.desk.news import case_news
from peygir.web.desk.notices import case_colleagues, notice_open, notices, notices_seen
from peygir.web.desk.orders import session_order, session_orders
from peygir.web.desk.outbox import outbox, outbox_press
from peygir.web.desk.photos import case_photo
from peygir.web.desk.publishing import case_publish
from peygir.web.desk.reading import reading
from peygir.web.desk.rules import rule, rule_new, rule_switch, rule_try, rules
from peygir.web.desk.search import search
from peygir.web.desk.templates import template_end, templates
from peygir.web.desk.views import view, views
from peygir.web.desk.works import season_press, work_end, works
from peygir.web.manager.absences import unit_absence_off, unit_absences
from peygir.web.manager.share import unit_share
from peygir.web.manager.unit import unit_load
from peygir.web.public.answers import answer, answers
from peygir.web.public.case_parts import public_photo
from peygir.web.public.choices import favicon, set_language, set_theme
from peygir.web.public.city_map import city_map, map_cases, map_list
from peygir.web.public.days import days_off
from peygir.web.public.follow import follow_area, follow_case, follow_sent, following
from peygir.web.public.gallery import gallery
from peygir.web.public.health import health, metrics, serving
from peygir.web.public.home import home
from peygir.web.public.own_urls import own_pages
from peygir.web.public.phone_app import manifest, service_worker, shell, waiting
from peygir.web.public.report import report
from peygir.web.public.report_done import report_done
from peygir.web.public.report_help import areas, hint, places, token
from peygir.web.public.report_known import known
from peygir.web.public.rights import rights, ways
from peygir.web.public.sessions import live_session, session_leave, sessions
from peygir.web.public.track import public_case, track
from peygir.web.public.verdict import verdict
from peygir.web.staff.account import staff_account, staff_password, staff_sessions_end, staff_step
from peygir.web.staff.accounts import account_change_press, account_changes
from peygir.web.staff.login import staff_login, staff_logout, staff_second_step

urlpatterns = [
    path("", home, name="home"),
    path("report/", report, name="report"),
    path("report/hint/", hint, name="report_hint"),
    path("report/known/", known, name="report_known"),
    path("report/done/<str:code>/", report_done, name="report_done"),
    path("areas.json", areas, name="areas"),
    path("track/", track, name="track"),
    path("t/<str:code>/", public_case, name="public_case"),
    path("v/<str:token>/", verdict, name="verdict"),
    *own_pages,
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("desk/", inbox, name="inbox"),
    path("desk/case/<str:code>/", case, name="case"),
    path("desk/case/<str:code>/move/<str:verb>/", case_move, name="case_move"),
    path("desk/case/<str:code>/note/", case_note, name="case_note"),
    path("desk/case/<str:code>/topic/", case_topic, name="case_topic"),
    path("desk/case/<str:code>/place/", case_place, name="case_place"),
    path("desk/case/<str:code>/assign/", case_assign, name="case_assign"),
    path("desk/case/<str:code>/phone/<int:report_id>/", case_phone, name="case_phone"),
    path("desk/case/<str:code>/visit/", case_visit, name="case_visit"),
    path("desk/case/<str:code>/more-time/", case_ask, name="case_ask"),
    path("desk/case/<str:code>/more-time/decide/", case_decide, name="case_decide"),
    path("desk/more-time/", replans, name="replans"),
    path("desk/climbed/", climbed, name="climbed"),
    path("desk/case/<str:code>/photo/<str:kind>/<int:number>/<str:size>/", case_photo, name="case_photo"),
    path("desk/case/<str:code>/news/", case_news, name="case_news"),
    path("desk/case/<str:code>/around/", case_around, name="case_around"),
    path("desk/case/<str:code>/colleagues/", case_colleagues, name="case_colleagues"),
    path("desk/case/<str:code>/draft/<str:form>/", case_draft, name="case_draft"),
    path("desk/case/<str:code>/draft/<str:form>/drop/", case_draft_drop, name="case_draft_drop"),
    path("desk/case/<str:code>/fill/<str:verb>/", case_fill, name="case_fill"),
    path("desk/case/<str:code>/preview/<str:verb>/", case_preview, name="case_preview"),
    path("desk/notices/", notices, name="notices"),
    path("desk/notices/seen/", notices_seen, name="notices_seen"),
    path("desk/notices/<int:notice_id>/", notice_open, name="notice_open"),
    path("desk/templates/", templates, name="templates"),
    path("desk/templates/<int:template_id>/end/", template_end, name="template_end"),
    path("desk/reading/", reading, name="reading"),
    path("desk/works/", works, name="works"),
    path("desk/works/<str:work>/end/", work_end, name="work_end"),
    path("desk/seasons/<str:season>/", season_press, name="season_press"),
    path("desk/case/<str:code>/agency/<int:handover_id>/<str:deed>/", case_handover, name="case_handover"),
    path("desk/routing/agencies/", agencies, name="routing_agencies"),
    path("desk/routing/agencies/days/", agency_days, name="routing_days"),
    path("desk/routing/rules/", rules, name="routing_rules"),
    path("desk/routing/rules/new/", rule_new, name="routing_rule_new"),
    path("desk/routing/rules/<int:rule_id>/", rule, name="routing_rule"),
    path("desk/routing/rules/<int:rule_id>/try/", rule_try, name="routing_rule_try"),
    path("desk/routing/rules/<int:rule_id>/switch/", rule_switch, name="routing_rule_switch"),
    path("desk/routing/lessons/", lessons, name="routing_lessons"),
    path("desk/routing/lessons/<int:lesson_id>/<str:deed>/", lesson, name="routing_lesson"),
    path("desk/routing/returns/", returns, name="routing_returns"),
    path("desk/unit/", unit_load, name="unit_load"),
    path("desk/unit/share/", unit_share, name="unit_share"),
    path("desk/absences/", unit_absences, name="unit_absences"),
    path("desk/absences/<int:absence_id>/off/", unit_absence_off, name="unit_absence_off"),
    path("desk/admin/people/", admin_people, name="admin_people"),
    path("desk/admin/people/new/", admin_person_new, name="admin_person_new"),
    path("desk/admin/people/<int:staff_id>/", admin_person, name="admin_person"),
    path("desk/admin/people/<int:staff_id>/sight/", admin_person_sight, name="admin_person_sight"),
    path("desk/admin/people/<int:staff_id>/do/<str:deed>/", admin_person_press, name="admin_person_press"),
    path("desk/admin/owners/", admin_owners, name="admin_owners"),
    path("desk/admin/terms/", admin_terms, name="admin_terms"),
    path("desk/admin/decisions/<int:number>/undo/", admin_decision_undo, name="admin_decision_undo"),
    path("desk/admin/units/", admin_units, name="admin_units"),
    path("desk/admin/units/<str:unit>/reorganise/", admin_reorganise, name="admin_reorganise"),
    path("desk/admin/reorganisations/<int:plan_id>/off/", admin_reorganise_off, name="admin_reorganise_off"),
    path("desk/admin/units/<str:unit>/name/", admin_unit_name, name="admin_unit_name"),
    path("desk/admin/names/<int:number>/undo/", admin_name_undo, name="admin_name_undo"),
    path("desk/admin/areas/", admin_areas, name="admin_areas"),
    path("desk/admin/areas/map.geojson", admin_areas_file, name="admin_areas_file"),
    path("desk/admin/areas/<int:number>/undo/", admin_areas_undo, name="admin_areas_undo"),
    path("desk/admin/audit/", admin_audit, name="admin_audit"),
    path("desk/messages/", outbox, name="outbox"),
    path("desk/messages/<str:deed>/", outbox_press, name="outbox_press"),
    path("desk/search/", search, name="search"),
    path("desk/bulk/", bulk, name="bulk"),
    path("desk/views/", views, name="views"),
    path("desk/views/<int:view_id>/<str:deed>/", view, name="view"),
    path("staff/login/", staff_login, name="staff_login"),
    path("staff/code/", staff_second_step, name="staff_second_step"),
    path("staff/logout/", staff_logout, name="staff_logout"),
    path("staff/account/", staff_account, name="staff_account"),
    path("staff/account/password/", staff_password, name="staff_password"),
    path("staff/account/second-step/", staff_step, name="staff_step"),
    path("staff/account/sessions/end/", staff_sessions_end, name="staff_sessions_end"),
    path("desk/accounts/", account_changes, name="account_changes"),
    path("desk/accounts/<int:change_id>/<str:deed>/", account_change_press, name="account_change_press"),
    path("favicon.ico", favicon, name="favicon"),
    path("health", health, name="health"),
    path("health/serving", serving, name="health_serving"),
    path("metrics", metrics, name="metrics"),
    path("ui", gallery, name="gallery"),
    path("map/", city_map, name="map"),
    path("map/list/", map_list, name="map_list"),
    path("map/cases.json", map_cases, name="map_cases"),
    path("rights/", rights, name="rights"),
    path("help/", ways, name="ways"),
    path("t/<str:code>/photo/<str:kind>/<int:number>/<str:size>/", public_photo, name="public_photo"),
    path("desk/case/<str:code>/public/<str:kind>/<int:number>/", case_publish, name="case_publish"),
    path("report/places/", places, name="report_places"),
    path("report/token/", token, name="report_token"),
    path("report/waiting/", waiting, name="report_waiting"),
    path("shell/<str:language>/<str:part>/", shell, name="shell"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("follow/", follow_area, name="follow_area"),
    path("follow/sent/", follow_sent, name="follow_sent"),
    path("follow/<str:code>/", follow_case, name="follow_case"),
    path("f/<str:token>/", following, name="following"),
    path("desk/calls/", calls, name="calls"),
    path("desk/calls/new/", call_new, name="call_new"),
    path("desk/calls/seat/", call_seat, name="call_seat"),
    path("desk/calls/back/<int:call_back_id>/<str:deed>/", call_back, name="call_back"),
    path("desk/calls/marks/<int:mark_id>/<str:deed>/", call_mark, name="call_mark"),
    path("desk/calls/<int:contact_id>/", call, name="call"),
    path("desk/calls/<int:contact_id>/again/", call_again, name="call_again"),
    path("desk/calls/<int:contact_id>/doubt/", call_doubt, name="call_doubt"),
    path("desk/centre/menu/", centre_menu, name="centre_menu"),
    path("desk/centre/menu/dialplan/", centre_dialplan, name="centre_dialplan"),
    path("desk/centre/terms/", centre_terms, name="centre_terms"),
    path("desk/console/", console, name="console"),
    path("desk/console/line/", console_line, name="console_line"),
    path("desk/console/answers/", console_answers, name="console_answers"),
    path("desk/console/paper/", paper, name="paper"),
    path("desk/console/paper/enter/", paper_enter, name="paper_enter"),
    path("desk/console/<int:contact_id>/", console_call, name="console_call"),
    path("desk/console/<int:contact_id>/draft/", console_draft, name="console_draft"),
    path("desk/console/<int:contact_id>/help/", console_help, name="console_help"),
    path("desk/console/<int:contact_id>/hand/", console_hand, name="console_hand"),
    path("desk/console/<int:contact_id>/pass/<slug:deed>/", console_pass, name="console_pass"),
    path("answers/", answers, name="answers"),
    path("answers/<str:article>/", answer, name="answer"),
    path("desk/centre/answers/", centre_answers, name="centre_answers"),
    path("desk/centre/answers/new/", centre_answer_new, name="centre_answer_new"),
    path("desk/centre/answers/gaps/<int:gap_id>/", centre_gap, name="centre_gap"),
    path("desk/centre/answers/<str:article>/", centre_answer, name="centre_answer"),
    path("desk/centre/surveys/", surveys, name="surveys"),
    path("desk/centre/surveys/results/", survey_results, name="survey_results"),
    path("desk/centre/surveys/terms/", survey_terms, name="survey_terms"),
    path("desk/centre/surveys/<int:ask_id>/", survey, name="survey"),
    path("desk/centre/surveys/<int:ask_id>/<str:deed>/", survey_press, name="survey_press"),
    path("sessions/", sessions, name="sessions"),
    path("sessions/<int:session_id>/", live_session, name="live_session"),
    path("sessions/place/<int:place_id>/leave/", session_leave, name="session_leave"),
    path("desk/centre/sessions/", centre_sessions, name="centre_sessions"),
    path("desk/centre/sessions/new/", centre_session_new, name="centre_session_new"),
    path("desk/centre/sessions/<int:session_id>/", centre_session, name="centre_session"),
    path("desk/centre/sessions/<int:session_id>/edit/", centre_session_edit, name="centre_session_edit"),
    path("desk/centre/sessions/<int:session_id>/report/", centre_session_report, name="centre_session_report"),
    path("desk/centre/sessions/<int:session_id>/do/<str:deed>/", centre_session_press, name="centre_session_press"),
    path("desk/centre/talks/<int:place_id>/", centre_talk, name="centre_talk"),
    path("desk/centre/talks/<int:place_id>/order/", centre_talk_order, name="centre_talk_order"),
    path("desk/orders/", session_orders, name="session_orders"),
    path("desk/orders/<int:order_id>/", session_order, name="session_order"),
    path("days.json", days_off, name="days_off"),
    path("desk/admin/topics/", admin_topics, name="admin_topics"),
    path("desk/admin/topics/new/", admin_topic_new, name="admin_topic_new"),
    path("desk/admin/topics/<str:code>/", admin_topic, name="admin_topic"),
    path("desk/admin/calendar/", admin_calendar, name="admin_calendar"),
    path("desk/admin/office/", admin_office, name="admin_office"),
    path("desk/admin/ladders/", admin_ladders, name="admin_ladders"),
    path("desk/admin/texts/", admin_texts, name="admin_texts"),
    path("desk/admin/texts/undo/<int:number>/", admin_text_undo, name="admin_text_undo"),
    path("desk/admin/texts/<str:kind>/<str:language>/", admin_text, name="admin_text"),
    path("desk/admin/texts/<str:kind>/<str:language>/look/", admin_text_look, name="admin_text_look"),
    path("desk/admin/seasons/", admin_seasons, name="admin_seasons"),
    path("desk/admin/seasons/new/", admin_season_new, name="admin_season_new"),
    path("desk/admin/seasons/<str:code>/", admin_season, name="admin_season"),
    path("desk/admin/seasons/<str:code>/press/", admin_season_press, name="admin_season_press"),
    path("desk/calls/<int:contact_id>/pass/", call_pass, name="call_pass"),
    path("desk/centre/roster/", roster, name="centre_roster"),
    path("desk/centre/roster/shifts/", roster_shift, name="centre_shift"),
    path("desk/centre/roster/shifts/<int:shift_id>/end/", roster_shift_end, name="centre_shift_end"),
    path("desk/centre/wall/", centre_wall, name="centre_wall"),
    path("desk/centre/quality/", quality, name="centre_quality"),
    path("desk/centre/quality/draw/", quality_draw, name="centre_quality_draw"),
    path("desk/centre/quality/form/", quality_form, name="centre_quality_form"),
    path("desk/centre/quality/<int:score_id>/", quality_score, name="centre_quality_score"),
    path("desk/centre/quality/<int:score_id>/answer/", quality_answer, name="centre_quality_answer"),
    path("desk/centre/forecast/", forecast, name="centre_forecast"),
    path("desk/centre/forecast/goal/", forecast_goal, name="centre_goal"),
    path("desk/centre/forecast/rain/", forecast_rain, name="centre_rain"),
    path("desk/admin/keys/", admin_keys, name="admin_keys"),
    path("desk/admin/keys/<int:key_id>/", admin_key, name="admin_key"),
    path("desk/admin/keys/<int:key_id>/withdraw/", admin_key_withdraw, name="admin_key_withdraw"),
    path("desk/admin/webhooks/", admin_webhooks, name="admin_webhooks"),
    path("desk/admin/webhooks/<int:webhook_id>/", admin_webhook, name="admin_webhook"),
    path("desk/admin/webhooks/<int:webhook_id>/<str:deed>/", admin_webhook_press, name="admin_webhook_press"),
    path("desk/admin/deliveries/<int:delivery_id>/again/", admin_delivery_again, name="admin_delivery_again"),
    path("desk/export/<str:form>/", export, name="export"),
    path("desk/admin/import/", admin_import, name="admin_import"),
    path("desk/admin/import/<int:order_id>/start/", admin_import_start, name="admin_import_start"),
]
