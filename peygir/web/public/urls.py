"""The URLs of the pages that need no account."""

from django.urls import include, path

from peygir.web.kit.days import days_off
from peygir.web.public.agency_question import agency_question
from peygir.web.public.answer_by_code import answer_by_code
from peygir.web.public.answers import answer, answers
from peygir.web.public.asset import asset_page
from peygir.web.public.case_parts import public_photo
from peygir.web.public.choices import favicon, set_language, set_theme
from peygir.web.public.city_map import city_map, map_cases, map_list
from peygir.web.public.comparisons import comparisons, comparisons_month
from peygir.web.public.comparisons_files import comparisons_file
from peygir.web.public.follow import follow_area, follow_case, follow_sent, following
from peygir.web.public.gallery import gallery
from peygir.web.public.health import health, metrics, serving
from peygir.web.public.home import home
from peygir.web.public.honours import honour_certificate, honours, honours_of_year
from peygir.web.public.inspections import inspection_file, inspection_month, inspection_results
from peygir.web.public.join import join
from peygir.web.public.marks import marks, marks_month, marks_unit, marks_unit_month
from peygir.web.public.marks_files import marks_file
from peygir.web.public.marks_method import marks_changes, marks_method, marks_scheme
from peygir.web.public.objection import objection_by_link, public_objection
from peygir.web.public.phone_app import manifest, service_worker, shell, waiting
from peygir.web.public.place_search import place_at, places
from peygir.web.public.promise_figures import promise_figures
from peygir.web.public.ranking import ranking, ranking_certificate, ranking_poster, ranking_season
from peygir.web.public.record import (
    record_beginning,
    record_checkpoint,
    record_contradiction,
    record_earlier,
    record_key_change,
    record_tile,
    record_verifier,
    report_proof,
)
from peygir.web.public.record_check import record_check, record_check_file
from peygir.web.public.record_heads import (
    record_growth_proof,
    record_head,
    record_head_sheet,
    record_heads,
    record_place_proof,
    record_witness,
)
from peygir.web.public.record_page import record
from peygir.web.public.record_sign import record_sign
from peygir.web.public.report import report
from peygir.web.public.report_done import report_done
from peygir.web.public.report_help import areas, hint, token
from peygir.web.public.report_known import known
from peygir.web.public.reports import published_report, published_report_file, published_reports
from peygir.web.public.rights import charter_statement, rights, ways
from peygir.web.public.sessions import live_session, session_leave, sessions
from peygir.web.public.street_map import map_tiles
from peygir.web.public.track import public_case, track
from peygir.web.public.uploads import upload_part, uploads
from peygir.web.public.verdict import verdict

urlpatterns = [
    path("", home, name="home"),
    path("figures/", promise_figures, name="figures"),
    path("inspections/", inspection_results, name="inspection_results"),
    path("inspections/<str:month>/", inspection_month, name="inspection_month"),
    path("inspections/<str:month>/<str:kind>.csv", inspection_file, name="inspection_file"),
    path("marks/", marks, name="marks"),
    path("marks/method/", marks_method, name="marks_method"),
    path("marks/method/<int:scheme_id>/", marks_scheme, name="marks_scheme"),
    path("marks/changes/", marks_changes, name="marks_changes"),
    path("marks/of/<str:unit>/", marks_unit, name="marks_unit"),
    path("marks/<str:month>/", marks_month, name="marks_month"),
    path("marks/<str:month>/<str:kind>.<str:form>", marks_file, name="marks_file"),
    path("marks/<str:month>/<str:unit>/", marks_unit_month, name="marks_unit_month"),
    path("ranking/", ranking, name="ranking"),
    path("ranking/<int:season_id>/", ranking_season, name="ranking_season"),
    path("ranking/<int:season_id>/poster.pdf", ranking_poster, name="ranking_poster"),
    path("ranking/c/<str:code>/", ranking_certificate, name="ranking_certificate"),
    path("record/", record, name="record"),
    path("record/checkpoint", record_checkpoint, name="record_checkpoint"),
    path("record/heads/", record_heads, name="record_heads"),
    path("record/head/<int:entries>", record_head, name="record_head"),
    path("record/head/<int:entries>/sheet.pdf", record_head_sheet, name="record_head_sheet"),
    path("record/witness/", record_witness, name="record_witness"),
    path("record/sign/", record_sign, name="record_sign"),
    path("record/consistency/<int:old>/<int:new>", record_growth_proof, name="record_growth_proof"),
    path("record/inclusion/<int:index>/<int:entries>", record_place_proof, name="record_place_proof"),
    path("record/keys/<int:number>", record_key_change, name="record_key_change"),
    path("record/beginning", record_beginning, name="record_beginning"),
    path("record/contradiction", record_contradiction, name="record_contradiction"),
    path("record/log/<path:path>", record_earlier, name="record_earlier"),
    path("record/check/", record_check, name="record_check"),
    path("record/check.html", record_check_file, name="record_check_file"),
    path("record/tile/<path:path>", record_tile, name="record_tile"),
    path("record/verify_record.py", record_verifier, name="record_verifier"),
    path("reports/", published_reports, name="published_reports"),
    path("reports/<int:report_id>/", published_report, name="published_report"),
    path("reports/<int:report_id>/<str:name>", published_report_file, name="published_report_file"),
    path("honours/", honours, name="honours"),
    path("honours/<int:year>/", honours_of_year, name="honours_of_year"),
    path("h/<str:code>/", honour_certificate, name="honour_certificate"),
    path("report/", report, name="report"),
    path("report/hint/", hint, name="report_hint"),
    path("report/known/", known, name="report_known"),
    path("report/done/<str:code>/", report_done, name="report_done"),
    path("areas.json", areas, name="areas"),
    path("a/<str:tag>/", asset_page, name="asset_page"),
    path("track/", track, name="track"),
    path("t/<str:code>/", public_case, name="public_case"),
    path("t/<str:code>/join/", join, name="join"),
    path("t/<str:code>/receipt/", report_proof, name="report_proof"),
    path("t/<str:code>/answer/", answer_by_code, name="answer_by_code"),
    path("v/<str:token>/", verdict, name="verdict"),
    path("v/<str:token>/objection/", objection_by_link, name="objection_by_link"),
    path("t/<str:code>/objection/", public_objection, name="public_objection"),
    path("q/<str:token>/", agency_question, name="agency_question"),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("favicon.ico", favicon, name="favicon"),
    path("health", health, name="health"),
    path("health/serving", serving, name="health_serving"),
    path("metrics", metrics, name="metrics"),
    path("ui", gallery, name="gallery"),
    path("comparisons/", comparisons, name="comparisons"),
    path("comparisons/<str:month>/", comparisons_month, name="comparisons_month"),
    path("comparisons/<str:month>/standings.<str:form>", comparisons_file, name="comparisons_file"),
    path("map/", city_map, name="map"),
    path("maps/<str:name>.pmtiles", map_tiles, name="map_tiles"),
    path("map/list/", map_list, name="map_list"),
    path("map/cases.json", map_cases, name="map_cases"),
    path("rights/", rights, name="rights"),
    path("rights/<str:year>.pdf", charter_statement, name="charter_statement"),
    path("help/", ways, name="ways"),
    path("t/<str:code>/photo/<str:kind>/<int:number>/<str:size>/", public_photo, name="public_photo"),
    path("report/places/", places, name="report_places"),
    path("report/at/", place_at, name="report_at"),
    path("report/token/", token, name="report_token"),
    path("uploads/", uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/", upload_part, name="upload"),
    path("report/waiting/", waiting, name="report_waiting"),
    path("shell/<str:language>/<str:part>/", shell, name="shell"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("follow/", follow_area, name="follow_area"),
    path("follow/sent/", follow_sent, name="follow_sent"),
    path("follow/<str:code>/", follow_case, name="follow_case"),
    path("f/<str:token>/", following, name="following"),
    path("answers/", answers, name="answers"),
    path("answers/<str:article>/", answer, name="answer"),
    path("sessions/", sessions, name="sessions"),
    path("sessions/<int:session_id>/", live_session, name="live_session"),
    path("sessions/place/<int:place_id>/leave/", session_leave, name="session_leave"),
    path("days.json", days_off, name="days_off"),
    path("", include("peygir.web.public.plan_urls")),
    path("", include("peygir.web.public.city_urls")),
]
