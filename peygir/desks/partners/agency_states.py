"""The vocabularies of referrals to agencies: outcomes, whom a question goes to, steps of the clock, stages."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class AgencyOutcome(Vocabulary):
    """What an agency says came of it."""

    DONE = "done", pgettext_lazy("answer of an agency", "It is done")
    PLANNED = "planned", pgettext_lazy("answer of an agency", "It will be done on that day")
    NOT_DONE = "not_done", pgettext_lazy("answer of an agency", "It will not be done")


class QuestionTo(Vocabulary):
    """Whom an agency asks."""

    CENTRE = "centre", pgettext_lazy("whom an agency asks", "the 137 centre")
    CITIZEN = "citizen", pgettext_lazy("whom an agency asks", "the citizens who reported it")


class ClockStep(Vocabulary):
    """What the clock of a referral does next."""

    CONFIRM = "confirm", pgettext_lazy("step of an agency's clock", "receipt not confirmed")
    ANSWER = "answer", pgettext_lazy("step of an agency's clock", "not answered")
    ESCALATE = "escalate", pgettext_lazy("step of an agency's clock", "not answered after the reminder")


class AgencyStage(Vocabulary):
    """Where a referral stands with its agency."""

    WAITING = "waiting", pgettext_lazy("referral to an agency", "Not confirmed yet")
    CONFIRMED = "confirmed", pgettext_lazy("referral to an agency", "Confirmed, not answered yet")
    ASKED = "asked", pgettext_lazy("referral to an agency", "Waits for an answer to its question")
    REFUSED = "refused", pgettext_lazy("referral to an agency", "Refused: not theirs")
    ANSWERED = "answered", pgettext_lazy("referral to an agency", "Answered")
    OVER = "over", pgettext_lazy("referral to an agency", "No longer with it")
