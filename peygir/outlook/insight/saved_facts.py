"""What pages and mails know of saved questions, boards and subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedQuestionFacts:
    """A saved question as somebody sees it; `is_own`: who sees it saved it."""

    id: int
    name: str
    text: str
    chart: str
    shared_with: str
    role: str
    owner_id: int
    is_own: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TileFacts:
    """A question on a board."""

    id: int
    question: SavedQuestionFacts


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A board as somebody sees it, with its tiles in their order."""

    id: int
    name: str
    shared_with: str
    role: str
    owner_id: int
    is_own: bool
    changed_at: datetime
    tiles: Sequence[TileFacts]


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """What somebody gets by mail every week: a board or a question (None for the other), and when the next one is due.

    `name` is that of the board or question.
    """

    id: int
    board_id: int | None
    question_id: int | None
    name: str
    next_at: datetime
