"""The kinds of questions and orders, what comes of them, who may give which, and when an answer is due."""

from datetime import date, datetime, timedelta
from typing import Final

from peygir.core.office import OfficeWeek
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility, may_see


class InquiryKind(Vocabulary):
    """What a leader of the city, or a member of the council, wants of a case."""

    ASK = "ask", pgettext_lazy("kind of inquiry", "Ask why")
    DATE = "date", pgettext_lazy("kind of inquiry", "Set a date")
    REFER = "refer", pgettext_lazy("kind of inquiry", "Give to another unit")
    TAKE_OVER = "take_over", pgettext_lazy("kind of inquiry", "Take over")
    NOTE = "note", pgettext_lazy("kind of inquiry", "Note to the council")


class InquiryOutcome(Vocabulary):
    """What came of a question or an order; an open one has none yet."""

    ANSWERED = "answered", pgettext_lazy("what came of an inquiry", "Answered in time")
    LATE = "late", pgettext_lazy("what came of an inquiry", "Answered late")
    KEPT = "kept", pgettext_lazy("what came of an inquiry", "Work finished by the date")
    MISSED = "missed", pgettext_lazy("what came of an inquiry", "Not finished by the date")
    DONE = "done", pgettext_lazy("what came of an inquiry", "Carried out")


WAITING: Final = frozenset({InquiryKind.ASK, InquiryKind.DATE})
"""The kinds that wait for something; the others are carried out at once."""
OF_COUNCIL: Final = frozenset({InquiryKind.ASK, InquiryKind.NOTE})
ANSWER_DAYS: Final = (1, 2, 5)
"""The working days within which an answer may be asked for; the second is proposed."""
LONGEST_DATE: Final = timedelta(days=366)


def may_inquire(actor: Actor, kind: str, visibility: CaseVisibility) -> bool:
    """Whether the actor may put such a question, or give such an order, about a case.

    Who steers the city may do all of it within the own scope; who watches it asks and notes. Confidential reports are
    the inspectorate's business, and nobody else's.
    """
    if visibility.is_confidential or not may_see(actor, visibility):
        return False
    return actor.may(Permission.STEER_CITY) or (actor.may(Permission.WATCH_CITY) and kind in OF_COUNCIL)


def is_public_question(actor: Actor, kind: str) -> bool:
    """Whether everybody reads what this actor asks, and its answer: the council asks in public."""
    return kind == InquiryKind.ASK and not actor.may(Permission.STEER_CITY)


def date_is_kept(*, is_finished: bool, finished_at: datetime, due_at: datetime) -> bool:
    """Whether work that was ordered for a date was finished by then."""
    return is_finished and finished_at <= due_at


def brief_moment(now: datetime, on: date, hour: int, week: OfficeWeek) -> datetime:
    """The next moment after `now`, from the day `on`, at which it is this hour by the office's clock."""
    moment = datetime(on.year, on.month, on.day, hour, tzinfo=week.wall)
    return moment if moment > now else moment + timedelta(days=1)
