"""Saved questions: the list, one with its answer, saving the question of the explorer, changing, sharing, deleting."""

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
from peygir.outlook.insight.actions import NoSuchSavedQuestion
from peygir.outlook.insight.exploring.rules import EXPLORERS
from peygir.outlook.insight.saved_facts import SavedQuestionFacts
from peygir.outlook.insight.saved_queries import question_boards, subscriptions_of
from peygir.outlook.insight.saved_queries import saved_question as question_seen
from peygir.outlook.insight.saved_queries import saved_questions as questions_seen
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.boards.sharing import SavedForm, choices, shared_words, typed
from peygir.web.kit.access import actor, staff
from peygir.web.kit.answer_parts import explore_href, part_for
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import language


class NoSuchSavedDeed(Missing):
    """A command that no button sends."""

    message = gettext_lazy("There is no such command.")


@staff(*EXPLORERS)
@require_GET
def saved_questions(request: HttpRequest) -> HttpResponse:
    """List the questions that this person saved, and those that others share."""
    by = actor(request)
    rows = questions_seen(current_city().id, by)
    owners = staff_names({row.owner_id for row in rows}, language())
    lines = [(row, shared_words(row.shared_with, row.role), owners.get(row.owner_id, "—")) for row in rows]
    context = {
        "own": [line for line in lines if line[0].is_own],
        "shared": [line for line in lines if not line[0].is_own],
    }
    return render(request, "boards/questions.html", context)


@staff(*EXPLORERS)
@require_http_methods(["GET", "POST"])
def explore_save(request: HttpRequest) -> HttpResponse:
    """Save the question of the explorer under a name; GET shows the form, for a question in `?q=`."""
    form = SavedForm(text=request.GET.get("q", "")[:2001]) if request.method == "GET" else typed(request)
    status, fault = 200, ""
    if request.method == "POST":
        try:
            made = actions.save_question(
                current_city().id,
                form.name,
                form.text,
                chart=form.chart,
                shared_with=form.shared_with,
                role=form.role,
                by=actor(request),
            )
        except Refusal as refusal:
            status, fault = status_of(refusal), words_of(refusal)
        else:
            messages.success(request, _("The question is saved."))
            return redirect("saved_question", question_id=made.pk)
    context = {"form": form, "fault": fault, "explore": explore_href(form.text), **choices()}
    return render(request, "boards/save.html", context, status=status)


@staff(*EXPLORERS)
@require_GET
def saved_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Show a saved question with its answer."""
    return _page(request, _seen(question_id, actor(request)))


@staff(*EXPLORERS)
@require_POST
def saved_question_press(request: HttpRequest, question_id: int, deed: str) -> HttpResponse:
    """Change or delete an own question, put a seen one on a board, or let it come by mail."""
    by, city_id = actor(request), current_city().id
    facts = _seen(question_id, by)
    if deed == "change":
        form = typed(request)
        try:
            actions.change_question(
                question_id,
                name=form.name,
                chart=form.chart,
                shared_with=form.shared_with,
                role=form.role,
                by=by,
            )
        except Missing:
            raise
        except Refusal as refusal:
            return _page(request, facts, form=form, fault=words_of(refusal), status=status_of(refusal))
        messages.success(request, _("The question is changed."))
        return redirect("saved_question", question_id=question_id)
    if deed == "delete":
        confirmed(request, _("The question is deleted."), lambda: actions.end_question(question_id, by=by))
        return redirect("saved_questions")
    if deed == "board":
        board_id = _chosen_board(request.POST.get("board", ""), by)
        confirmed(
            request, _("The question is on the board."), lambda: actions.put_on_board(board_id, question_id, by=by)
        )
        return redirect("question_board", board_id=board_id)
    press = _DEEDS.get(deed)
    if press is None:
        raise NoSuchSavedDeed()
    done, act = press
    confirmed(request, done(), lambda: act(city_id, question_id, by))
    return redirect("saved_question", question_id=question_id)


def _subscribe(city_id: int, question_id: int, by: Actor) -> object:
    return actions.subscribe(city_id, question_id=question_id, by=by)


def _unsubscribe(_city_id: int, question_id: int, by: Actor) -> object:
    own = next((one for one in subscriptions_of(by) if one.question_id == question_id), None)
    return actions.unsubscribe(own.id, by=by) if own is not None else None


_Press = Callable[[int, int, Actor], object]
_DEEDS: Final[Mapping[str, tuple[Callable[[], str], _Press]]] = {
    "subscribe": (lambda: _("It comes by mail every Saturday."), _subscribe),
    "unsubscribe": (lambda: _("It comes by mail no longer."), _unsubscribe),
}


def _chosen_board(text: str, by: Actor) -> int:
    """The own board that was chosen. Raises NoSuchBoard."""
    boards = {str(board.id): board.id for board in question_boards(current_city().id, by) if board.is_own}
    if text not in boards:
        raise actions.NoSuchBoard()
    return boards[text]


def _seen(question_id: int, by: Actor) -> SavedQuestionFacts:
    facts = question_seen(question_id, current_city().id, by)
    if facts is None:
        raise NoSuchSavedQuestion()
    return facts


def _page(
    request: HttpRequest,
    facts: SavedQuestionFacts,
    *,
    form: SavedForm | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    by = actor(request)
    own = next((one for one in subscriptions_of(by) if one.question_id == facts.id), None)
    boards = question_boards(current_city().id, by)
    context = {
        "question": facts,
        "part": part_for(by, facts.text, facts.chart),
        "explore": explore_href(facts.text),
        "shared": shared_words(facts.shared_with, facts.role),
        "owner": staff_names({facts.owner_id}, language()).get(facts.owner_id, "—"),
        "form": form or SavedForm(facts.name, facts.text, facts.chart, facts.shared_with, facts.role),
        "fault": fault,
        "subscription": own,
        "boards": [board for board in boards if board.is_own],
        "on_boards": [board for board in boards if any(tile.question.id == facts.id for tile in board.tiles)],
        **choices(),
    }
    return render(request, "boards/question.html", context, status=status)
