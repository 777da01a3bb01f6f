"""The URLs of the pages for planning the work in the street."""

from django.urls import path

from peygir.web.planner import money_urls
from peygir.web.planner.asset import (
    planner_asset,
    planner_asset_edit,
    planner_asset_new,
    planner_asset_photo,
    planner_asset_press,
)
from peygir.web.planner.asset_list import (
    planner_asset_export,
    planner_asset_labels,
    planner_asset_map,
    planner_assets,
)
from peygir.web.planner.board import board
from peygir.web.planner.board_moves import board_move
from peygir.web.planner.board_print import board_print
from peygir.web.planner.board_urgent import board_urgent
from peygir.web.planner.crews import crew, crew_member, crews
from peygir.web.planner.maintenance import maintenance, maintenance_rule
from peygir.web.planner.making import work_order_new
from peygir.web.planner.order_acting import work_order_act
from peygir.web.planner.work_orders import work_order, work_orders

urlpatterns = [
    *money_urls.urlpatterns,
    path("desk/work-orders/", work_orders, name="work_orders"),
    path("desk/work-orders/new/", work_order_new, name="work_order_new"),
    path("desk/work-orders/<slug:work_order>/", work_order, name="work_order"),
    path("desk/work-orders/<slug:work_order>/<slug:deed>/", work_order_act, name="work_order_act"),
    path("desk/crews/", crews, name="crews"),
    path("desk/crews/<int:crew_id>/", crew, name="crew"),
    path("desk/crews/<int:crew_id>/members/", crew_member, name="crew_member"),
    path("desk/maintenance/", maintenance, name="maintenance"),
    path("desk/maintenance/<int:maintenance_id>/", maintenance_rule, name="maintenance_rule"),
    path("desk/assets/", planner_assets, name="planner_assets"),
    path("desk/assets/map/", planner_asset_map, name="planner_asset_map"),
    path("desk/assets/new/", planner_asset_new, name="planner_asset_new"),
    path("desk/assets/labels.pdf", planner_asset_labels, name="planner_asset_labels"),
    path("desk/assets/export.<str:form>", planner_asset_export, name="planner_asset_export"),
    path("desk/assets/<str:tag>/", planner_asset, name="planner_asset"),
    path("desk/assets/<str:tag>/edit/", planner_asset_edit, name="planner_asset_edit"),
    path("desk/assets/<str:tag>/do/<str:deed>/", planner_asset_press, name="planner_asset_press"),
    path("desk/assets/<str:tag>/photo/<int:number>/", planner_asset_photo, name="planner_asset_photo"),
    path("desk/board/", board, name="board"),
    path("desk/board/move/", board_move, name="board_move"),
    path("desk/board/crew/<int:crew_id>.pdf", board_print, name="board_print"),
    path("desk/board/urgent/<slug:work_order>/", board_urgent, name="board_urgent"),
]
