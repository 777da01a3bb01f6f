"""The tables of the answers desk: messages and their sending, questions and verdicts, followings, templates."""

from peygir.desks.answers.models.followings import Following, ReplyChannel
from peygir.desks.answers.models.messages import Message, MessageFile, MessageText
from peygir.desks.answers.models.sending import BlockedAddress, ProviderState, SendingHours, Tariff
from peygir.desks.answers.models.staff import AnswerTemplate, DraftUse, Notice
from peygir.desks.answers.models.verdicts import Question, Verdict, WithdrawnReport

__all__ = [
    "AnswerTemplate",
    "BlockedAddress",
    "DraftUse",
    "Following",
    "Message",
    "MessageFile",
    "MessageText",
    "Notice",
    "ProviderState",
    "Question",
    "ReplyChannel",
    "SendingHours",
    "Tariff",
    "Verdict",
    "WithdrawnReport",
]
