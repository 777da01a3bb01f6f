"""The vocabularies of votes of citizens: states, steps that need two people, rules of a ballot, fates of projects."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class VotingState(Vocabulary):
    """How far a vote is."""

    DRAFT = "draft", pgettext_lazy("state of a vote", "Draft")
    OPEN = "open", pgettext_lazy("state of a vote", "Open")
    COUNTING = "counting", pgettext_lazy("state of a vote", "Being counted")
    COUNTED = "counted", pgettext_lazy("state of a vote", "Counted")
    CANCELLED = "cancelled", pgettext_lazy("state of a vote", "Cancelled")


class VotingStep(Vocabulary):
    """What one person wants for a vote, and a second one confirms."""

    OPEN = "open", pgettext_lazy("step of a vote", "Open the vote")
    CLOSE = "close", pgettext_lazy("step of a vote", "Close the vote and count it")
    CANCEL = "cancel", pgettext_lazy("step of a vote", "Cancel the vote")


class BallotRule(Vocabulary):
    """What a voter writes on the ballot."""

    APPROVAL = "approval", pgettext_lazy("rule of a ballot", "Choose projects")
    CUMULATIVE = "cumulative", pgettext_lazy("rule of a ballot", "Share points among projects")


class ProjectFate(Vocabulary):
    """Why a project is funded, or why it is not."""

    FUNDED = "funded", pgettext_lazy("fate of a project", "Funded")
    NO_SUPPORT = "no_support", pgettext_lazy("fate of a project", "Not funded: nobody voted for it")
    TOO_LITTLE = "too_little", pgettext_lazy("fate of a project", "Not funded: its supporters had too little left")
