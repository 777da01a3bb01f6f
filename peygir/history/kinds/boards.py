"""Events of saved questions and boards: kept, arranged, subscribed to, and ended."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("saved_question_kept", file="squestion", ends=True)
class QuestionKept(EventData):
    """A question was saved or changed: the SHA-256 of its text, its chart, and with whom (`role`) it is shared."""

    digest: str
    chart: str
    shared_with: str
    role: str = ABSENT


@event("saved_question_ended", file="squestion", ends=True)
class QuestionEnded(EventData):
    """A saved question was deleted by its owner."""


@event("saved_question_subscribed", file="squestion", ends=True)
class QuestionSubscribed(EventData):
    """Somebody wants a saved question by mail every week, or (`is_over`) no longer."""

    is_over: bool = ABSENT


@event("question_board_kept", file="qboard", ends=True)
class BoardKept(EventData):
    """A board was made or changed: with whom (`role`: a code) it is shared."""

    shared_with: str
    role: str = ABSENT


@event("question_board_tiles_set", file="qboard", ends=True)
class BoardTilesSet(EventData):
    """The questions (ids) of a board changed, or their order."""

    questions: list[int]


@event("question_board_ended", file="qboard", ends=True)
class BoardEnded(EventData):
    """A board was deleted by its owner; its questions stay."""


@event("question_board_subscribed", file="qboard", ends=True)
class BoardSubscribed(EventData):
    """Somebody wants a board by mail every week, or (`is_over`) no longer."""

    is_over: bool = ABSENT
