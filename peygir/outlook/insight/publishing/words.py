"""The vocabularies of published figures: how each is made, by what it is split, and why a version was made."""

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


CITY: Final = "city"
DISTRICT: Final = "district"
TOPIC_GROUP: Final = "topic_group"
TOPIC: Final = "topic"
CROSS: Final = "district.topic_group"
SPLITS: Final = (CITY, DISTRICT, TOPIC_GROUP, TOPIC, CROSS)
"""By what a figure is split, the coarsest first; the last one is a table of two dimensions."""
