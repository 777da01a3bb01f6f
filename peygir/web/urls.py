"""The addresses of the pages for people."""

from django.urls import path

from peygir.web.admin.audit import admin_audit
from peygir.web.admin.owners import admin_decision_undo, admin_owners
from peygir.web.admin.people import admin_people, admin_person, admin_person_new, admin_person_press
from peygir.web.admin.reorganise import admin_reorganise, admin_reorganise_off, admin_units
from peygir.web.admin.sight import admin_person_sight
from peygir.web.admin.terms import admin_terms
from peygir.web.desk.acting import case_assign, case_move, case_note, case_phone, case_place, case_topic
from peygir.web.desk.agencies import agencies, agency_days, case_handover
from peygir.web.desk.case import case
from peygir.web.desk.inbox import inbox
from peygir.web.desk.lessons import lesson, lessons, returns
from peygir.web.desk.more_time import case_ask, case_decide, case_visit, climbed, replans
from peygir.web.desk.photos import case_photo
from peygir.web.desk.reading import reading
from peygir.web.desk.rules import rule, rule_new, rule_switch, rule_try, rules
from peygir.web.desk.works import season_press, work_end, works
from peygir.web.manager.absences import unit_absence_off, unit_absences
from peygir.web.manager.share import unit_share
from peygir.web.manager.unit import unit_load
from peygir.web.public.choices import favicon, set_language, set_theme
from peygir.web.public.gallery import gallery
from peygir.web.public.health import health
from peygir.web.public.home import home
from peygir.web.public.me import me, me_code, me_out, me_reports
from peygir.web.public.report import report
from peygir.web.public.report_done import report_done
from peygir.web.public.report_help import areas, hint
from peygir.web.public.report_known import known
from peygir.web.public.track import public_case, track
from peygir.web.public.verdict import verdict
from peygir.web.staff.account import staff_account
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
    path("me/", me, name="me"),
    path("me/code/", me_code, name="me_code"),
    path("me/reports/", me_reports, name="me_reports"),
    path("me/out/", me_out, name="me_out"),
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
    path("desk/admin/audit/", admin_audit, name="admin_audit"),
    path("staff/login/", staff_login, name="staff_login"),
    path("staff/code/", staff_second_step, name="staff_second_step"),
    path("staff/logout/", staff_logout, name="staff_logout"),
    path("staff/account/", staff_account, name="staff_account"),
    path("favicon.ico", favicon, name="favicon"),
    path("health", health, name="health"),
    path("ui", gallery, name="gallery"),
]
