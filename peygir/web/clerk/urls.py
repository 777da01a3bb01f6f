"""The URLs of the clerks' pages: the inbox, the case, routing, messages."""

from django.urls import path

from peygir.web.clerk.acting import case_assign, case_move, case_note, case_phone, case_place, case_topic
from peygir.web.clerk.agencies import agencies, agency_days, case_handover
from peygir.web.clerk.alike import case_alike
from peygir.web.clerk.answering import case_fill, case_preview
from peygir.web.clerk.around import case_around
from peygir.web.clerk.asset_naming import case_asset
from peygir.web.clerk.bulk import bulk
from peygir.web.clerk.case import case
from peygir.web.clerk.covering import case_cover
from peygir.web.clerk.day import my_day
from peygir.web.clerk.device_commands import outbox_commands
from peygir.web.clerk.drafts import case_draft, case_draft_drop
from peygir.web.clerk.export import export
from peygir.web.clerk.holds import case_hold, case_hold_lift
from peygir.web.clerk.inbox import inbox
from peygir.web.clerk.inbox_map import inbox_map
from peygir.web.clerk.inquiries import inquiries, inquiry_answer
from peygir.web.clerk.message_templates import template_end, templates
from peygir.web.clerk.more_time import case_ask, case_decide, case_visit, climbed, replans
from peygir.web.clerk.news import case_news
from peygir.web.clerk.notices import case_colleagues, notice_open, notices, notices_seen
from peygir.web.clerk.objection import case_objection
from peygir.web.clerk.orders import session_order, session_orders
from peygir.web.clerk.outbox import outbox, outbox_press
from peygir.web.clerk.photos import case_covered, case_file, case_photo
from peygir.web.clerk.publishing import case_publish
from peygir.web.clerk.reading import reading
from peygir.web.clerk.routing_corrections import lesson, lessons, returns
from peygir.web.clerk.rules import rule, rule_new, rule_switch, rule_try, rules
from peygir.web.clerk.search import search
from peygir.web.clerk.versions import case_versions
from peygir.web.clerk.views import view, views
from peygir.web.clerk.works import season_press, work_end, works

urlpatterns = [
    path("desk/day/", my_day, name="my_day"),
    path("desk/inbox/", inbox, name="inbox"),
    path("desk/inbox/map/", inbox_map, name="inbox_map"),
    path("desk/case/<str:code>/", case, name="case"),
    path("desk/case/<str:code>/move/<str:verb>/", case_move, name="case_move"),
    path("desk/case/<str:code>/note/", case_note, name="case_note"),
    path("desk/case/<str:code>/topic/", case_topic, name="case_topic"),
    path("desk/case/<str:code>/place/", case_place, name="case_place"),
    path("desk/case/<str:code>/assign/", case_assign, name="case_assign"),
    path("desk/case/<str:code>/phone/<int:report_id>/", case_phone, name="case_phone"),
    path("desk/case/<str:code>/objection/", case_objection, name="case_objection"),
    path("desk/case/<str:code>/visit/", case_visit, name="case_visit"),
    path("desk/case/<str:code>/more-time/", case_ask, name="case_ask"),
    path("desk/case/<str:code>/more-time/decide/", case_decide, name="case_decide"),
    path("desk/more-time/", replans, name="replans"),
    path("desk/climbed/", climbed, name="climbed"),
    path("desk/case/<str:code>/cover/<str:kind>/<int:number>/", case_cover, name="case_cover"),
    path("desk/case/<str:code>/covered/<str:kind>/<int:number>/<str:size>/", case_covered, name="case_covered"),
    path("desk/case/<str:code>/file/<int:number>/", case_file, name="case_file"),
    path("desk/case/<str:code>/photo/<str:kind>/<int:number>/<str:size>/", case_photo, name="case_photo"),
    path("desk/case/<str:code>/asset/", case_asset, name="case_asset"),
    path("desk/case/<str:code>/news/", case_news, name="case_news"),
    path("desk/case/<str:code>/alike/", case_alike, name="case_alike"),
    path("desk/case/<str:code>/around/", case_around, name="case_around"),
    path("desk/case/<str:code>/colleagues/", case_colleagues, name="case_colleagues"),
    path("desk/case/<str:code>/draft/<str:form>/", case_draft, name="case_draft"),
    path("desk/case/<str:code>/draft/<str:form>/drop/", case_draft_drop, name="case_draft_drop"),
    path("desk/case/<str:code>/fill/<str:verb>/", case_fill, name="case_fill"),
    path("desk/case/<str:code>/preview/<str:verb>/", case_preview, name="case_preview"),
    path("desk/inquiries/", inquiries, name="inquiries"),
    path("desk/inquiries/<int:inquiry_id>/", inquiry_answer, name="inquiry_answer"),
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
    path("desk/messages/", outbox, name="outbox"),
    path("desk/messages/<str:deed>/", outbox_press, name="outbox_press"),
    path("desk/search/", search, name="search"),
    path("desk/bulk/", bulk, name="bulk"),
    path("desk/views/", views, name="views"),
    path("desk/views/<int:view_id>/<str:deed>/", view, name="view"),
    path("desk/case/<str:code>/public/<str:kind>/<int:number>/", case_publish, name="case_publish"),
    path("desk/case/<str:code>/hold/", case_hold, name="case_hold"),
    path("desk/case/<str:code>/hold/<int:hold_id>/lift/", case_hold_lift, name="case_hold_lift"),
    path("desk/orders/", session_orders, name="session_orders"),
    path("desk/orders/<int:order_id>/", session_order, name="session_order"),
    path("desk/case/<str:code>/versions/<int:command_id>/", case_versions, name="case_versions"),
    path("outbox/commands/", outbox_commands, name="outbox_commands"),
    path("desk/export/<str:form>/", export, name="export"),
]
