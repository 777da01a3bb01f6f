"""Questions about saved questions, boards and subscriptions: what somebody sees of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q

from peygir.outlook.insight.exploring.rules import lake_scope
from peygir.outlook.insight.models import BoardTile, QuestionBoard, QuestionSubscription, SavedQuestion
from peygir.outlook.insight.saved_facts import BoardFacts, SavedQuestionFacts, SubscriptionFacts, TileFacts
from peygir.outlook.insight.saved_words import SharedWith
from peygir.people.rules import Actor

MOST_SHOWN = 300


def saved_questions(city_id: int, by: Actor) -> list[SavedQuestionFacts]:
    """The questions that somebody sees, the own ones first, each by name; one statement."""
    rows = SavedQuestion.objects.filter(_seen(by), city_id=city_id, ended_at__isnull=True).order_by("name", "pk")
    facts = [question_facts(row, by) for row in rows[:MOST_SHOWN]]
    return sorted(facts, key=lambda one: not one.is_own)


def saved_question(question_id: int, city_id: int, by: Actor) -> SavedQuestionFacts | None:
    """A question that somebody sees; None for any other."""
    row = SavedQuestion.objects.filter(_seen(by), pk=question_id, city_id=city_id, ended_at__isnull=True).first()
    return question_facts(row, by) if row is not None else None


def question_boards(city_id: int, by: Actor) -> list[BoardFacts]:
    """The boards that somebody sees, the own ones first, each by name; two statements."""
    rows = QuestionBoard.objects.filter(_seen(by), city_id=city_id, ended_at__isnull=True).order_by("name", "pk")
    facts = _with_tiles(list(rows[:MOST_SHOWN]), by)
    return sorted(facts, key=lambda one: not one.is_own)


def question_board(board_id: int, city_id: int, by: Actor) -> BoardFacts | None:
    """A board that somebody sees, with its tiles; None for any other."""
    row = QuestionBoard.objects.filter(_seen(by), pk=board_id, city_id=city_id, ended_at__isnull=True).first()
    return _with_tiles([row], by)[0] if row is not None else None


def subscriptions_of(by: Actor) -> list[SubscriptionFacts]:
    """What somebody gets by mail every week; one statement."""
    rows = QuestionSubscription.objects.filter(staff_id=by.id, ended_at__isnull=True)
    subscriptions = []
    for row in rows.select_related("board", "question").order_by("pk"):
        subject = row.board or row.question
        if subject is not None:
            subscriptions.append(SubscriptionFacts(row.pk, row.board_id, row.question_id, subject.name, row.next_at))
    return subscriptions


def next_weekly_at() -> datetime | None:
    """When the next weekly mail is due; one statement."""
    rows = QuestionSubscription.objects.filter(ended_at__isnull=True, staff__is_active=True)
    return rows.order_by("next_at").values_list("next_at", flat=True).first()


def question_facts(row: SavedQuestion, by: Actor) -> SavedQuestionFacts:
    """A row as somebody sees it."""
    return SavedQuestionFacts(
        id=row.pk,
        name=row.name,
        text=row.text,
        chart=row.chart,
        shared_with=row.shared_with,
        role=row.role,
        owner_id=row.owner_id,
        is_own=row.owner_id == by.id,
        changed_at=row.changed_at,
    )


def _seen(by: Actor) -> Q:
    """What `saved_rules.sees_shared` allows, as a condition."""
    if lake_scope(by) is None:
        return Q(pk__in=[])
    by_role = Q(shared_with=SharedWith.ROLE.value, role=by.role) if by.role else Q(pk__in=[])
    return Q(owner_id=by.id) | Q(shared_with=SharedWith.CITY.value) | by_role


def _with_tiles(rows: Sequence[QuestionBoard], by: Actor) -> list[BoardFacts]:
    tiles: dict[int, list[TileFacts]] = {row.pk: [] for row in rows}
    # A question of somebody else that is shared no more is on no board of others.
    is_shared = Q(question__owner_id=F("board__owner_id")) | ~Q(question__shared_with=SharedWith.NOBODY.value)
    found = BoardTile.objects.filter(is_shared, board__in=rows, question__ended_at__isnull=True)
    for tile in found.select_related("question").order_by("place", "pk"):
        tiles[tile.board_id].append(TileFacts(tile.pk, question_facts(tile.question, by)))
    return [
        BoardFacts(
            id=row.pk,
            name=row.name,
            shared_with=row.shared_with,
            role=row.role,
            owner_id=row.owner_id,
            is_own=row.owner_id == by.id,
            changed_at=row.changed_at,
            tiles=tiles[row.pk],
        )
        for row in rows
    ]
