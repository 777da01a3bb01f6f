"""The URLs of the pages for planning the work in the street."""

from django.urls import path

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
    path("desk/work-orders/", work_orders, name="work_orders"),
    path("desk/work-orders/new/", work_order_new, name="work_order_new"),
    path("desk/work-orders/<slug:work_order>/", work_order, name="work_order"),
    path("desk/work-orders/<slug:work_order>/<slug:deed>/", work_order_act, name="work_order_act"),
    path("desk/crews/", crews, name="crews"),
    path("desk/crews/<int:crew_id>/", crew, name="crew"),
    path("desk/crews/<int:crew_id>/members/", crew_member, name="crew_member"),
    path("desk/maintenance/", maintenance, name="maintenance"),
    path("desk/maintenance/<int:maintenance_id>/", maintenance_rule, name="maintenance_rule"),
    path("desk/board/", board, name="board"),
    path("desk/board/move/", board_move, name="board_move"),
    path("desk/board/crew/<int:crew_id>.pdf", board_print, name="board_print"),
    path("desk/board/urgent/<slug:work_order>/", board_urgent, name="board_urgent"),
]
