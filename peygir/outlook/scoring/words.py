"""The vocabularies of scoring: groups of indicators, ways to combine them, rules for what is not counted, appeals."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class MarkGroup(Vocabulary):
    """The three groups of a mark; a scheme gives each its weight."""

    ACCURACY = "accuracy", pgettext_lazy("group of a mark", "Accuracy")
    TIME = "time", pgettext_lazy("group of a mark", "Time")
    SATISFACTION = "satisfaction", pgettext_lazy("group of a mark", "Satisfaction")


class Combination(Vocabulary):
    """How the groups of a mark are combined."""

    MEAN = "mean", pgettext_lazy("how a mark is combined", "weighted mean")
    GEOMETRIC = "geometric", pgettext_lazy("how a mark is combined", "weighted geometric mean")
    MINIMUM = "minimum", pgettext_lazy("how a mark is combined", "the lowest of the groups")


class MissingPart(Vocabulary):
    """What a part does that has too few cases."""

    LEFT_OUT = "left_out", pgettext_lazy("a part without enough cases", "is left out; the others get its weight")
    OF_CITY = (
        "of_city",
        pgettext_lazy(
            "a part without enough cases", "takes the value of the whole city, as far as its own cases allow"
        ),
    )
    ZERO = "zero", pgettext_lazy("a part without enough cases", "counts as zero")


class SchemeState(Vocabulary):
    """The state of a scheme."""

    PROPOSED = "proposed", pgettext_lazy("state of a scheme", "Proposed")
    DECIDED = "decided", pgettext_lazy("state of a scheme", "Decided")
    REFUSED = "refused", pgettext_lazy("state of a scheme", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a scheme", "Withdrawn")


class MarkState(Vocabulary):
    """Whether a unit has a mark."""

    MARKED = "marked", pgettext_lazy("state of a mark", "Marked")
    TOO_FEW = "too_few", pgettext_lazy("state of a mark", "Too few cases to say")


class PartState(Vocabulary):
    """Whether a part counts in a mark."""

    COUNTED = "counted", pgettext_lazy("state of a part of a mark", "Counted")
    TOO_FEW = "too_few", pgettext_lazy("state of a part of a mark", "Too few cases to say")
    SHOWN = "shown", pgettext_lazy("state of a part of a mark", "Shown beside the mark, not counted")


class NotCounted(Vocabulary):
    """Why time or a case does not count against a unit."""

    PAUSE = "pause", pgettext_lazy("not counted", "Pauses that the rule allows")
    AGENCY = "agency", pgettext_lazy("not counted", "Time with another agency")
    MOVED = "moved", pgettext_lazy("not counted", "Time before a reorganisation moved the case")
    CLOSURE = "closure", pgettext_lazy("not counted", "Due on a day on which the city was closed")
    NO_OWNER = "no_owner", pgettext_lazy("not counted", "With the centre for longer than with any unit")
    JOINED = "joined", pgettext_lazy("not counted", "Cases that became part of another")
    WITHDRAWN = "withdrawn", pgettext_lazy("not counted", "Cases that the citizen took back")


class TrialKind(Vocabulary):
    """What is tried on the closed months."""

    SCHEME = "scheme", pgettext_lazy("trial", "Another scheme")
    DEADLINE = "deadline", pgettext_lazy("trial", "Another deadline")


class StandingBand(Vocabulary):
    """How a unit stands against what was to be expected of its cases."""

    BETTER = "better", pgettext_lazy("standing of a unit", "Better than expected")
    AS_EXPECTED = "expected", pgettext_lazy("standing of a unit", "As expected")
    WORSE = "worse", pgettext_lazy("standing of a unit", "Worse than expected")
    TOO_FEW = "too_few", pgettext_lazy("standing of a unit", "Too few cases to say")


class WasItReal(Vocabulary):
    """What those responsible say of a weak point that the system found."""

    OPEN = "open", pgettext_lazy("was a weak point real", "Not answered yet")
    REAL = "real", pgettext_lazy("was a weak point real", "Yes, it was real")
    NOT_REAL = "not_real", pgettext_lazy("was a weak point real", "No, it was not")
    UNCLEAR = "unclear", pgettext_lazy("was a weak point real", "Cannot be said")


class AppealOutcome(Vocabulary):
    """What became of an appeal against a mark."""

    OPEN = "open", pgettext_lazy("outcome of an appeal", "Waiting for a decision")
    UPHELD = "upheld", pgettext_lazy("outcome of an appeal", "Upheld")
    REJECTED = "rejected", pgettext_lazy("outcome of an appeal", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome of an appeal", "Withdrawn")
