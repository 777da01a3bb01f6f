"""The tables of the answers desk: messages and their sending, questions and verdicts, followings, templates."""

from peygir.desks.answers.models.followings import Following, ReplyWay
from peygir.desks.answers.models.messages import Message, MessageText
from peygir.desks.answers.models.sending import BlockedAddress, PortState, SendingHours, Tariff
from peygir.desks.answers.models.staff import AnswerTemplate, Notice
from peygir.desks.answers.models.verdicts import Question, TakenBack, Verdict

__all__ = [
    "AnswerTemplate",
    "BlockedAddress",
    "Following",
    "Message",
    "MessageText",
    "Notice",
    "PortState",
    "Question",
    "ReplyWay",
    "SendingHours",
    "TakenBack",
    "Tariff",
    "Verdict",
]
