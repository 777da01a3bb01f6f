"""The vocabularies of published figures: how each is made, by what it is split, and why a version was made."""

from enum import Enum
from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class FigureKind(Vocabulary):
    """How the rows of a figure become its value."""

    COUNT = "count", pgettext_lazy("kind of figure", "a number")
    SHARE = "share", pgettext_lazy("kind of figure", "a share")
    DAYS = "days", pgettext_lazy("kind of figure", "days")
    FALSE = "false", pgettext_lazy("kind of figure", "a share with its upper bound")


class VersionReason(Vocabulary):
    """Why a version of a month was made."""

    FIRST = "first", pgettext_lazy("why a version was made", "first publication")
    MARKS = "marks", pgettext_lazy("why a version was made", "the month's marks were published: three figures came")
    RECOUNT = (
        "recount",
        pgettext_lazy(
            "why a version was made", "some records are no longer public: everything was counted again without them"
        ),
    )
    CORRECTED = "corrected", pgettext_lazy("why a version was made", "a correction")


class Told(Enum):
    """What is told of the cases behind a figure."""

    EACH = "each"
    """Which they are, and what the figure counted of each: the case's own page shows that, too."""
    WHICH = "which"
    """Which they are. What their reporters answered stands in the sum alone."""
    NONE = "none"
    """Nothing: which cases they are would tell who was asked or visited."""
    NO_CASES = "no_cases"
    """It counts calls or messages."""


CITY: Final = "city"
DISTRICT: Final = "district"
TOPIC_GROUP: Final = "topic_group"
TOPIC: Final = "topic"
CROSS: Final = "district.topic_group"
SPLITS: Final = (CITY, DISTRICT, TOPIC_GROUP, TOPIC, CROSS)
"""By what a figure is split, the coarsest first; the last one is a table of two dimensions."""
