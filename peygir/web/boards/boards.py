"""Boards of saved questions: the list, one with its tiles, arranging, sharing, and getting it by mail."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.outlook.insight import actions
from peygir.outlook.insight.actions import NoSuchBoard, NoSuchTile
from peygir.outlook.insight.exploring.rules import EXPLORERS
from peygir.outlook.insight.saved_facts import BoardFacts
from peygir.outlook.insight.saved_queries import question_board as board_seen
from peygir.outlook.insight.saved_queries import question_boards as boards_seen
from peygir.outlook.insight.saved_queries import saved_questions, subscriptions_of
from peygir.outlook.insight.saved_rules import MOST_TILES
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.boards.sharing import SavedForm, choices, shared_words, typed
from peygir.web.kit.access import actor, staff
from peygir.web.kit.answer_parts import explore_href, part_for
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import language


class NoSuchBoardDeed(Missing):
    """A command that no button sends."""

    message = gettext_lazy("There is no such command.")


@staff(*EXPLORERS)
@require_http_methods(["GET", "POST"])
def question_boards(request: HttpRequest) -> HttpResponse:
    """List the boards of this person and those that others share; POST makes one."""
    by, form, fault, status = actor(request), SavedForm(), "", 200
    if request.method == "POST":
        form = typed(request)
        try:
            made = actions.make_board(current_city().id, form.name, shared_with=form.shared_with, role=form.role, by=by)
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("The board is made. Now put questions on it."))
            return redirect("question_board", board_id=made.pk)
    rows = boards_seen(current_city().id, by)
    owners = staff_names({row.owner_id for row in rows}, language())
    lines = [(row, shared_words(row.shared_with, row.role), owners.get(row.owner_id, "—")) for row in rows]
    context = {
        "own": [line for line in lines if line[0].is_own],
        "shared": [line for line in lines if not line[0].is_own],
        "form": form,
        "fault": fault,
        **choices(),
    }
    return render(request, "boards/boards.html", context, status=status)


@staff(*EXPLORERS)
@require_GET
def question_board(request: HttpRequest, board_id: int) -> HttpResponse:
    """Show a board; each of its answers is fetched when it comes into sight."""
    return _page(request, _seen(board_id, actor(request)))


@staff(*EXPLORERS)
@require_GET
def question_board_tile(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """Show the answer of one tile: a part of the board's page, or a page of its own."""
    by = actor(request)
    board = _seen(board_id, by)
    tile = next((one for one in board.tiles if one.id == tile_id), None)
    if tile is None:
        raise NoSuchTile()
    context = {
        "board": board,
        "tile": tile,
        "part": part_for(by, tile.question.text, tile.question.chart),
        "explore": explore_href(tile.question.text),
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "boards/answer.html" if is_part else "boards/tile.html", context)


@staff(*EXPLORERS)
@require_POST
def question_board_press(request: HttpRequest, board_id: int, deed: str) -> HttpResponse:
    """Change, delete or arrange an own board, or let a seen one come by mail."""
    by = actor(request)
    board = _seen(board_id, by)
    if deed == "change":
        form = typed(request)
        try:
            actions.change_board(board_id, name=form.name, shared_with=form.shared_with, role=form.role, by=by)
        except Missing:
            raise
        except Refusal as refusal:
            return _page(request, board, form=form, fault=words_of(refusal), status=status_of(refusal))
        messages.success(request, _("The board is changed."))
        return redirect("question_board", board_id=board_id)
    if deed == "delete":
        confirmed(request, _("The board is deleted."), lambda: actions.end_board(board_id, by=by))
        return redirect("question_boards")
    press = _DEEDS.get(deed)
    if press is None:
        raise NoSuchBoardDeed()
    done, act = press
    chosen = row_id(request.POST.get("chosen", "")) or 0
    confirmed(request, done(), lambda: act(board_id, chosen, by))
    return redirect("question_board", board_id=board_id)


def _unsubscribe(board_id: int, _chosen: int, by: Actor) -> object:
    own = next((one for one in subscriptions_of(by) if one.board_id == board_id), None)
    return actions.unsubscribe(own.id, by=by) if own is not None else None


_Press = Callable[[int, int, Actor], object]
_DEEDS: Final[Mapping[str, tuple[Callable[[], str], _Press]]] = {
    "add": (
        lambda: _("The question is on the board."),
        lambda board_id, chosen, by: actions.put_on_board(board_id, chosen, by=by),
    ),
    "take": (
        lambda: _("The question is off the board."),
        lambda board_id, chosen, by: actions.take_off_board(board_id, chosen, by=by),
    ),
    "up": (lambda: _("Moved."), lambda board_id, chosen, by: actions.move_tile(board_id, chosen, is_up=True, by=by)),
    "down": (
        lambda: _("Moved."),
        lambda board_id, chosen, by: actions.move_tile(board_id, chosen, is_up=False, by=by),
    ),
    "subscribe": (
        lambda: _("It comes by mail every Saturday."),
        lambda board_id, _chosen, by: actions.subscribe(current_city().id, board_id=board_id, by=by),
    ),
    "unsubscribe": (lambda: _("It comes by mail no longer."), _unsubscribe),
}


def _seen(board_id: int, by: Actor) -> BoardFacts:
    board = board_seen(board_id, current_city().id, by)
    if board is None:
        raise NoSuchBoard()
    return board


def _page(
    request: HttpRequest, board: BoardFacts, *, form: SavedForm | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    by = actor(request)
    there = {tile.question.id for tile in board.tiles}
    context = {
        "board": board,
        "tiles": board.tiles,
        "shared": shared_words(board.shared_with, board.role),
        "owner": staff_names({board.owner_id}, language()).get(board.owner_id, "—"),
        "form": form or SavedForm(name=board.name, shared_with=board.shared_with, role=board.role),
        "fault": fault,
        "others": [one for one in saved_questions(current_city().id, by) if one.id not in there]
        if board.is_own and len(there) < MOST_TILES
        else [],
        "subscription": next((one for one in subscriptions_of(by) if one.board_id == board.id), None),
        **choices(),
    }
    return render(request, "boards/board.html", context, status=status)
