"""Boards and saved questions as PDF documents: for their page, and for the weekly mail."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.pdf_pictures import PicturedDocument
from peygir.journey.lake import lake_folder
from peygir.outlook.insight.actions import NoSuchBoard, NoSuchSavedQuestion
from peygir.outlook.insight.exploring.rules import EXPLORERS, lake_scope
from peygir.outlook.insight.saved_facts import SavedQuestionFacts
from peygir.outlook.insight.saved_queries import question_board, saved_question
from peygir.outlook.insight.saved_rules import MayNotAskTheLake
from peygir.outlook.insight.shown_answers import asking
from peygir.people.actions import count_use
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.answer_document import as_of_words, write_answer
from peygir.web.kit.answer_parts import part_apart
from peygir.web.kit.answer_words import value_names
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import language, named

MADE = (30, 600)
"""A person has so many documents made in so many seconds; each takes a second or two."""


@staff(*EXPLORERS)
@require_GET
def question_board_pdf(request: HttpRequest, board_id: int) -> HttpResponse:
    """Return a board as PDF."""
    return _response(actor(request), board_id=board_id)


@staff(*EXPLORERS)
@require_GET
def saved_question_pdf(request: HttpRequest, question_id: int) -> HttpResponse:
    """Return a saved question as PDF."""
    return _response(actor(request), question_id=question_id)


def mailed_document(board_id: int | None, question_id: int | None, by: Actor, code: str) -> bytes:
    """Return the PDF of a board or a question as somebody may read it, in a language.

    Raises NoSuchBoard, NoSuchSavedQuestion, MayNotAskTheLake, NoLakeYet.
    """
    with override(code):
        name, questions = _found(board_id, question_id, by)
        return answers_document(name, questions, by, made_at=clock.now())


def answers_document(name: str, questions: Sequence[SavedQuestionFacts], by: Actor, *, made_at: datetime) -> bytes:
    """Return the PDF of questions with their answers, all of one state of the lake.

    Raises MayNotAskTheLake, NoLakeYet.
    """
    scope = lake_scope(by)
    if scope is None:
        raise MayNotAskTheLake()
    names = value_names()
    with asking(lake_folder(), scope) as lake:  # first: a document that is not finished leaves its typefaces open
        document = PicturedDocument(f"{name} · {named(current_city())}", language=language(), made_at=made_at)
        document.note(as_of_words(lake.manifest.as_of))
        for question in questions:
            part = part_apart(lake, question.text, question.chart, names)
            document.section(question.name)
            document.note(part.words)
            write_answer(document, part)
    return document.content()


def _response(by: Actor, *, board_id: int | None = None, question_id: int | None = None) -> HttpResponse:
    count_use("answers_pdf", f"staff:{by.id}", *MADE)
    name, questions = _found(board_id, question_id, by)
    content = answers_document(name, questions, by, made_at=clock.now())
    file = f"board-{board_id}.pdf" if board_id is not None else f"question-{question_id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{file}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _found(board_id: int | None, question_id: int | None, by: Actor) -> tuple[str, list[SavedQuestionFacts]]:
    city_id = current_city().id
    if board_id is not None:
        board = question_board(board_id, city_id, by)
        if board is None:
            raise NoSuchBoard()
        return board.name, [tile.question for tile in board.tiles]
    question = saved_question(question_id or 0, city_id, by)
    if question is None:
        raise NoSuchSavedQuestion()
    return question.name, [question]
