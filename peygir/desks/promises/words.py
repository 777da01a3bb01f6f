"""The names of the kinds of promises."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PromiseKind(Vocabulary):
    """What is promised."""

    ACK = "ack", pgettext_lazy("kind of a promise", "To take it up")
    VISIT = "visit", pgettext_lazy("kind of a promise", "To come and look")
    FINISH = "finish", pgettext_lazy("kind of a promise", "To finish the work")
