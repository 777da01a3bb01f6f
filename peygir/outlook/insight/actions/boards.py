"""Makes boards of saved questions, changes and shares them, and arranges their tiles."""

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.boards import BoardEnded, BoardKept, BoardTilesSet
from peygir.outlook.insight.actions.saving import NoSuchSavedQuestion, lock_owner, role_codes
from peygir.outlook.insight.models import BoardTile, QuestionBoard
from peygir.outlook.insight.saved_queries import saved_question
from peygir.outlook.insight.saved_rules import (
    MOST_BOARDS,
    MOST_TILES,
    BoardIsFull,
    SavedNameIsTaken,
    SavedTooMuch,
    check_may_ask,
    checked_name,
    checked_sharing,
)
from peygir.outlook.insight.saved_words import SharedWith
from peygir.people.rules import Actor

_CHANGED: Final = ["name", "shared_with", "role", "changed_at"]


class NoSuchBoard(Missing):
    """There is no such board, or it belongs to somebody else."""

    message = _("There is no such board, or it is not yours.")


class NoSuchTile(Missing):
    """The question is not on the board (any more)."""

    message = _("This question is not on the board any more.")


def make_board(
    city_id: int, name: str, *, shared_with: str = SharedWith.NOBODY, role: str = "", by: Actor
) -> QuestionBoard:
    """Make an empty board.

    Raises MayNotAskTheLake, SavedNameIsMissing, SavedNameIsTaken, SharingIsNotRight, SavedTooMuch.
    """
    check_may_ask(by)
    row = QuestionBoard(city_id=city_id, owner_id=by.id, made_at=clock.now())
    _fill(row, name, shared_with, role)
    with transaction.atomic():
        lock_owner(by)
        if QuestionBoard.objects.filter(owner_id=by.id, ended_at__isnull=True).count() >= MOST_BOARDS:
            raise SavedTooMuch(most=MOST_BOARDS)
        _write(row, by, is_new=True)
    return row


@transaction.atomic
def change_board(board_id: int, *, name: str, shared_with: str, role: str = "", by: Actor) -> None:
    """Rename an own board, and share it otherwise. Raises as `make_board`, and NoSuchBoard."""
    check_may_ask(by)
    row = _own(board_id, by)
    _fill(row, name, shared_with, role)
    _write(row, by, is_new=False)


@transaction.atomic
def end_board(board_id: int, *, by: Actor) -> None:
    """End an own board; its questions stay, and nobody gets it by mail any more. Raises NoSuchBoard."""
    row = _own(board_id, by)
    row.ended_at = clock.now()
    record(row, BoardEnded(), by=str(by), at=row.ended_at, write=["ended_at"])


@transaction.atomic
def put_on_board(board_id: int, question_id: int, *, by: Actor) -> BoardTile:
    """Put a question that somebody sees on an own board, at the end; one that is there stays where it is.

    Raises NoSuchBoard, NoSuchSavedQuestion, BoardIsFull.
    """
    row = _own(board_id, by)
    if saved_question(question_id, row.city_id, by) is None:
        raise NoSuchSavedQuestion()
    there = BoardTile.objects.filter(board=row)
    known = there.filter(question_id=question_id).first()
    if known is not None:
        return known
    if there.filter(question__ended_at__isnull=True).count() >= MOST_TILES:
        raise BoardIsFull(most=MOST_TILES)
    last = there.aggregate(last=Max("place"))["last"]
    tile = BoardTile.objects.create(board=row, question_id=question_id, place=0 if last is None else last + 1)
    _record_tiles(row, by)
    return tile


@transaction.atomic
def take_off_board(board_id: int, tile_id: int, *, by: Actor) -> None:
    """Take a question off an own board. Raises NoSuchBoard, NoSuchTile."""
    row = _own(board_id, by)
    if not BoardTile.objects.filter(board=row, pk=tile_id).delete()[0]:
        raise NoSuchTile()
    _record_tiles(row, by)


@transaction.atomic
def move_tile(board_id: int, tile_id: int, *, is_up: bool, by: Actor) -> None:
    """Move a question one place towards the beginning of an own board, or the end; at the edge it stays.

    Raises NoSuchBoard, NoSuchTile.
    """
    row = _own(board_id, by)
    tiles = list(BoardTile.objects.filter(board=row, question__ended_at__isnull=True).order_by("place", "pk"))
    place = next((number for number, tile in enumerate(tiles) if tile.pk == tile_id), None)
    if place is None:
        raise NoSuchTile()
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(tiles):
        return
    tiles[place], tiles[other] = tiles[other], tiles[place]
    for number, tile in enumerate(tiles):
        tile.place = number
    BoardTile.objects.bulk_update(tiles, ["place"])
    _record_tiles(row, by)


def _own(board_id: int, by: Actor) -> QuestionBoard:
    rows = QuestionBoard.objects.select_for_update(no_key=True)
    row = rows.filter(pk=board_id, owner_id=by.id, ended_at__isnull=True).first()
    if row is None:
        raise NoSuchBoard()
    return row


def _fill(row: QuestionBoard, name: str, shared_with: str, role: str) -> None:
    row.name = checked_name(name)
    row.shared_with, row.role = checked_sharing(shared_with, role, roles=role_codes())
    row.changed_at = clock.now()


def _write(row: QuestionBoard, by: Actor, *, is_new: bool) -> None:
    event = BoardKept(shared_with=row.shared_with, role=row.role or ABSENT)
    try:
        with transaction.atomic():
            if is_new:
                row.save(force_insert=True)
                record(row, event, by=str(by), at=row.changed_at)
            else:
                record(row, event, by=str(by), at=row.changed_at, write=_CHANGED)
    except IntegrityError as error:
        if "one_question_board_of_a_name" not in str(error):
            raise
        raise SavedNameIsTaken(name=row.name) from error


def _record_tiles(row: QuestionBoard, by: Actor) -> None:
    tiles = BoardTile.objects.filter(board=row).order_by("place", "pk")
    row.changed_at = clock.now()
    event = BoardTilesSet(questions=list(tiles.values_list("question_id", flat=True)))
    record(row, event, by=str(by), at=row.changed_at, write=["changed_at"])
