"""What was sent, what is asked, and what citizens answered."""

from datetime import datetime

from django.db.models import Min

from peygir.answers.links import report_id_of, verdict_link
from peygir.answers.models import Message, MessageText, Question, Verdict

__all__ = [
    "dead_letters", "messages_of", "next_close_at", "open_question", "report_id_of", "texts", "verdict_link",
    "verdicts_of",
]  # fmt: skip


def open_question(case_id: int) -> Question | None:
    """The question that a case waits on, or None."""
    return Question.objects.filter(case_id=case_id, ended_at=None).order_by("-number").first()


def verdicts_of(case_id: int) -> list[Verdict]:
    """All verdicts of a case, oldest first."""
    return list(Verdict.objects.select_related("question").filter(question__case_id=case_id).order_by("at"))


def messages_of(case_id: int) -> list[Message]:
    """The messages of a case, oldest first."""
    return list(Message.objects.filter(case_id=case_id).order_by("pk"))


def dead_letters(limit: int = 200) -> list[Message]:
    """Messages that could not be sent, newest first."""
    return list(Message.objects.filter(state="dead").order_by("-pk")[:limit])


def next_close_at() -> datetime | None:
    """When the next open question ends in silence."""
    found: dict[str, datetime | None] = Question.objects.filter(ended_at=None).aggregate(next=Min("closes_at"))
    return found["next"]


def texts() -> list[MessageText]:
    """The wording in force."""
    return list(MessageText.objects.filter(valid_to=None).order_by("kind", "language"))
