"""The vocabularies of letters: direction, the way they come and go, state, and what became of a handed one."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class LetterDirection(Vocabulary):
    """Whether a letter came in or goes out."""

    IN = "in", pgettext_lazy("direction of a letter", "In")
    OUT = "out", pgettext_lazy("direction of a letter", "Out")


class LetterWay(Vocabulary):
    """How a letter came, or goes out."""

    PAPER = "paper", pgettext_lazy("way of a letter", "On paper")
    MAIL = "mail", pgettext_lazy("way of a letter", "By email")
    OFFICE = "office", pgettext_lazy("way of a letter", "By the office automation")


class LetterState(Vocabulary):
    """Whether something is still to be done about a letter."""

    OPEN = "open", pgettext_lazy("state of a letter", "Open")
    DONE = "done", pgettext_lazy("state of a letter", "Dealt with")
    VOID = "void", pgettext_lazy("state of a letter", "Void")


class HandingState(Vocabulary):
    """How far a letter is on its way out."""

    PENDING = "pending", pgettext_lazy("sending of a letter", "Waits to be sent")
    SENT = "sent", pgettext_lazy("sending of a letter", "Sent")
    DEAD = "dead", pgettext_lazy("sending of a letter", "Could not be sent")


class LetterNews(Vocabulary):
    """What the office automation tells of a letter of ours."""

    DELIVERED = "delivered", pgettext_lazy("news of a letter", "Delivered")
    READ = "read", pgettext_lazy("news of a letter", "Read")
    FAILED = "failed", pgettext_lazy("news of a letter", "Refused there")
