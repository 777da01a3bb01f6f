"""The URLs of the pages for planning the work in the street."""

from django.urls import path

from peygir.web.planner.board import board
from peygir.web.planner.board_moves import board_move
from peygir.web.planner.board_print import board_print
from peygir.web.planner.board_urgent import board_urgent

urlpatterns = [
    path("desk/board/", board, name="board"),
    path("desk/board/move/", board_move, name="board_move"),
    path("desk/board/crew/<int:crew_id>.pdf", board_print, name="board_print"),
    path("desk/board/urgent/<str:number>/", board_urgent, name="board_urgent"),
]
