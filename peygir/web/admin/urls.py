"""The URLs of the administrator's pages."""

from django.urls import path

from peygir.web.admin.accounts import account_change_press, account_changes
from peygir.web.admin.areas import admin_areas, admin_areas_file, admin_areas_undo
from peygir.web.admin.asset_import import admin_asset_import
from peygir.web.admin.asset_types import admin_asset_type, admin_asset_type_new, admin_assets
from peygir.web.admin.audit import admin_audit
from peygir.web.admin.calendar import admin_calendar
from peygir.web.admin.checklists import admin_checklist, admin_checklists
from peygir.web.admin.corrections import admin_figures
from peygir.web.admin.escalation import admin_ladders
from peygir.web.admin.home import admin_home
from peygir.web.admin.inspection_forms import admin_inspection_forms
from peygir.web.admin.keys import admin_key, admin_key_withdraw, admin_keys
from peygir.web.admin.moving import admin_moving, admin_moving_back, admin_moving_count, admin_moving_system
from peygir.web.admin.moving_reports import admin_moving_report, admin_moving_sign
from peygir.web.admin.names import admin_name_undo, admin_unit_name
from peygir.web.admin.needed_evidence import admin_evidence
from peygir.web.admin.objection_days import admin_objection_days
from peygir.web.admin.office import admin_office
from peygir.web.admin.owners import admin_decision_undo, admin_owners
from peygir.web.admin.people import admin_people, admin_person, admin_person_new, admin_person_press
from peygir.web.admin.posts import admin_person_posts, admin_post, admin_posts
from peygir.web.admin.posts_import import admin_posts_import
from peygir.web.admin.prices import admin_currency, admin_prices
from peygir.web.admin.privacy_requests import admin_request_proof, admin_requests
from peygir.web.admin.promise_hours import admin_terms
from peygir.web.admin.record_changes import admin_change, admin_change_decide, admin_changes, admin_record
from peygir.web.admin.records import admin_import, admin_import_refused, admin_import_start, admin_import_words
from peygir.web.admin.reorganise import admin_reorganise, admin_reorganise_off, admin_units
from peygir.web.admin.retention import admin_retention, admin_retention_proof
from peygir.web.admin.role_proposals import admin_role_change, admin_role_new, admin_role_proposal
from peygir.web.admin.roles import admin_role, admin_roles, admin_roles_compare, admin_roles_matrix
from peygir.web.admin.schemes import admin_scheme, admin_scheme_new, admin_scheme_press, admin_schemes
from peygir.web.admin.score_months import admin_month_check, admin_month_close, admin_month_publish, admin_months
from peygir.web.admin.seasons import admin_season, admin_season_new, admin_season_press, admin_seasons
from peygir.web.admin.sign_in import admin_sign_in
from peygir.web.admin.texts import admin_text, admin_text_look, admin_text_undo, admin_texts
from peygir.web.admin.topics import admin_topic, admin_topic_new, admin_topics
from peygir.web.admin.trials import admin_trial, admin_trial_scheme, admin_trials
from peygir.web.admin.visibility import admin_person_sight
from peygir.web.admin.webhooks import admin_delivery_again, admin_webhook, admin_webhook_press, admin_webhooks

urlpatterns = [
    path("desk/admin/", admin_home, name="admin_home"),
    path("desk/admin/people/", admin_people, name="admin_people"),
    path("desk/admin/people/new/", admin_person_new, name="admin_person_new"),
    path("desk/admin/people/<int:staff_id>/", admin_person, name="admin_person"),
    path("desk/admin/people/<int:staff_id>/sight/", admin_person_sight, name="admin_person_sight"),
    path("desk/admin/people/<int:staff_id>/do/<str:deed>/", admin_person_press, name="admin_person_press"),
    path("desk/admin/people/<int:staff_id>/posts/", admin_person_posts, name="admin_person_posts"),
    path("desk/admin/posts/", admin_posts, name="admin_posts"),
    path("desk/admin/posts/import/", admin_posts_import, name="admin_posts_import"),
    path("desk/admin/posts/<int:post_id>/", admin_post, name="admin_post"),
    path("desk/admin/sign-in/", admin_sign_in, name="admin_sign_in"),
    path("desk/admin/roles/", admin_roles, name="admin_roles"),
    path("desk/admin/roles/new/", admin_role_new, name="admin_role_new"),
    path("desk/admin/roles/compare/", admin_roles_compare, name="admin_roles_compare"),
    path("desk/admin/roles/matrix/", admin_roles_matrix, name="admin_roles_matrix"),
    path("desk/admin/roles/changes/<int:role_change_id>/", admin_role_proposal, name="admin_role_proposal"),
    path("desk/admin/roles/of/<str:role>/", admin_role, name="admin_role"),
    path("desk/admin/roles/of/<str:role>/change/", admin_role_change, name="admin_role_change"),
    path("desk/admin/owners/", admin_owners, name="admin_owners"),
    path("desk/admin/evidence/", admin_evidence, name="admin_evidence"),
    path("desk/admin/inspection-forms/", admin_inspection_forms, name="admin_inspection_forms"),
    path("desk/admin/terms/", admin_terms, name="admin_terms"),
    path("desk/admin/objection-days/", admin_objection_days, name="admin_objection_days"),
    path("desk/admin/decisions/<int:number>/undo/", admin_decision_undo, name="admin_decision_undo"),
    path("desk/admin/units/", admin_units, name="admin_units"),
    path("desk/admin/units/<str:unit>/reorganise/", admin_reorganise, name="admin_reorganise"),
    path("desk/admin/reorganisations/<int:plan_id>/off/", admin_reorganise_off, name="admin_reorganise_off"),
    path("desk/admin/units/<str:unit>/name/", admin_unit_name, name="admin_unit_name"),
    path("desk/admin/names/<int:number>/undo/", admin_name_undo, name="admin_name_undo"),
    path("desk/admin/areas/", admin_areas, name="admin_areas"),
    path("desk/admin/areas/map.geojson", admin_areas_file, name="admin_areas_file"),
    path("desk/admin/areas/<int:number>/undo/", admin_areas_undo, name="admin_areas_undo"),
    path("desk/admin/prices/", admin_prices, name="admin_prices"),
    path("desk/admin/prices/currency/", admin_currency, name="admin_currency"),
    path("desk/admin/audit/", admin_audit, name="admin_audit"),
    path("desk/accounts/", account_changes, name="account_changes"),
    path("desk/accounts/<int:change_id>/<str:deed>/", account_change_press, name="account_change_press"),
    path("desk/admin/topics/", admin_topics, name="admin_topics"),
    path("desk/admin/topics/new/", admin_topic_new, name="admin_topic_new"),
    path("desk/admin/topics/<str:code>/", admin_topic, name="admin_topic"),
    path("desk/admin/assets/", admin_assets, name="admin_assets"),
    path("desk/admin/assets/import/", admin_asset_import, name="admin_asset_import"),
    path("desk/admin/assets/new/", admin_asset_type_new, name="admin_asset_type_new"),
    path("desk/admin/assets/of/<str:code>/", admin_asset_type, name="admin_asset_type"),
    path("desk/admin/calendar/", admin_calendar, name="admin_calendar"),
    path("desk/admin/office/", admin_office, name="admin_office"),
    path("desk/admin/ladders/", admin_ladders, name="admin_ladders"),
    path("desk/admin/checklists/", admin_checklists, name="admin_checklists"),
    path("desk/admin/checklists/<slug:topic_code>/", admin_checklist, name="admin_checklist"),
    path("desk/admin/texts/", admin_texts, name="admin_texts"),
    path("desk/admin/texts/undo/<int:number>/", admin_text_undo, name="admin_text_undo"),
    path("desk/admin/texts/<str:kind>/<str:language>/", admin_text, name="admin_text"),
    path("desk/admin/texts/<str:kind>/<str:language>/look/", admin_text_look, name="admin_text_look"),
    path("desk/admin/seasons/", admin_seasons, name="admin_seasons"),
    path("desk/admin/seasons/new/", admin_season_new, name="admin_season_new"),
    path("desk/admin/seasons/<str:code>/", admin_season, name="admin_season"),
    path("desk/admin/seasons/<str:code>/press/", admin_season_press, name="admin_season_press"),
    path("desk/admin/keys/", admin_keys, name="admin_keys"),
    path("desk/admin/keys/<int:key_id>/", admin_key, name="admin_key"),
    path("desk/admin/keys/<int:key_id>/withdraw/", admin_key_withdraw, name="admin_key_withdraw"),
    path("desk/admin/webhooks/", admin_webhooks, name="admin_webhooks"),
    path("desk/admin/webhooks/<int:webhook_id>/", admin_webhook, name="admin_webhook"),
    path("desk/admin/webhooks/<int:webhook_id>/<str:deed>/", admin_webhook_press, name="admin_webhook_press"),
    path("desk/admin/deliveries/<int:delivery_id>/again/", admin_delivery_again, name="admin_delivery_again"),
    path("desk/admin/retention/", admin_retention, name="admin_retention"),
    path("desk/admin/retention/<str:day>/proof/", admin_retention_proof, name="admin_retention_proof"),
    path("desk/admin/requests/<int:request_id>/proof/", admin_request_proof, name="admin_request_proof"),
    path("desk/admin/record/", admin_record, name="admin_record"),
    path("desk/admin/figures/", admin_figures, name="admin_figures"),
    path("desk/admin/changes/", admin_changes, name="admin_changes"),
    path("desk/admin/changes/<int:change_id>/", admin_change, name="admin_change"),
    path("desk/admin/changes/<int:change_id>/decide/", admin_change_decide, name="admin_change_decide"),
    path("desk/admin/requests/", admin_requests, name="admin_requests"),
    path("desk/admin/import/", admin_import, name="admin_import"),
    path("desk/admin/import/<int:order_id>/start/", admin_import_start, name="admin_import_start"),
    path("desk/admin/import/<int:order_id>/words/", admin_import_words, name="admin_import_words"),
    path("desk/admin/import/<int:order_id>/refused.csv", admin_import_refused, name="admin_import_refused"),
    path("desk/admin/moving/", admin_moving, name="admin_moving"),
    path("desk/admin/moving/<slug:source>/", admin_moving_system, name="admin_moving_system"),
    path("desk/admin/moving/<slug:source>/count/", admin_moving_count, name="admin_moving_count"),
    path("desk/admin/moving/<slug:source>/back.csv", admin_moving_back, name="admin_moving_back"),
    path(
        "desk/admin/moving/<slug:source>/reports/<int:report_id>.csv", admin_moving_report, name="admin_moving_report"
    ),
    path("desk/admin/moving/<slug:source>/reports/<int:report_id>/sign/", admin_moving_sign, name="admin_moving_sign"),
    path("desk/admin/schemes/", admin_schemes, name="admin_schemes"),
    path("desk/admin/schemes/new/", admin_scheme_new, name="admin_scheme_new"),
    path("desk/admin/schemes/<int:scheme_id>/", admin_scheme, name="admin_scheme"),
    path("desk/admin/schemes/<int:scheme_id>/<slug:deed>/", admin_scheme_press, name="admin_scheme_press"),
    path("desk/admin/months/", admin_months, name="admin_months"),
    path("desk/admin/what-if/", admin_trials, name="admin_trials"),
    path("desk/admin/what-if/<int:trial_id>/", admin_trial, name="admin_trial"),
    path("desk/admin/what-if/scheme/<int:scheme_id>/", admin_trial_scheme, name="admin_trial_scheme"),
    path("desk/admin/months/close/", admin_month_close, name="admin_month_close"),
    path("desk/admin/months/<str:month>/check/", admin_month_check, name="admin_month_check"),
    path("desk/admin/months/<str:month>/publish/<slug:deed>/", admin_month_publish, name="admin_month_publish"),
]
