"""Events of the questions and orders of the city's leaders about a case; `told` are the ids of who gets a notice."""

from peygir.history.catalogue import ABSENT, event
from peygir.history.kinds.cases import CaseEvent


@event("inquiry_made", file="case", is_internal=True)
class InquiryMade(CaseEvent):
    """A leader asked, set a date, or gave an order (`what`), due at a moment (ISO 8601)."""

    inquiry: int
    what: str
    unit: int
    told: list[int]
    due: str = ABSENT


@event("inquiry_answered", file="case", is_internal=True)
class InquiryAnswered(CaseEvent):
    """The unit answered a leader."""

    inquiry: int
    what: str
    told: list[int]
    late: bool


@event("inquiry_overdue", file="case", is_internal=True)
class InquiryOverdue(CaseEvent):
    """A question was not answered by its date, or work not finished by the date that was set."""

    inquiry: int
    what: str
    told: list[int]


@event("inquiry_date_kept", file="case", is_internal=True)
class DateJudged(CaseEvent):
    """The date that a leader set has come, and the work is finished."""

    inquiry: int
    outcome: str
    told: list[int]


@event("question_asked", file="case")
class QuestionAsked(CaseEvent):
    """A member of the council asked the unit in public, due at a moment (ISO 8601)."""

    inquiry: int
    what: str
    unit: int
    told: list[int]
    due: str


@event("question_answered", file="case")
class QuestionAnswered(CaseEvent):
    """The unit answered a member of the council in public."""

    inquiry: int
    what: str
    told: list[int]
    late: bool
