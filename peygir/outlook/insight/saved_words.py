"""The vocabularies of saved questions: in which chart one is shown, and with whom it is shared."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class ChartKind(Vocabulary):
    """In which form the answer to a question is shown."""

    TABLE = "table", pgettext_lazy("kind of chart", "Table")
    LINE = "line", pgettext_lazy("kind of chart", "Lines")
    BAR = "bar", pgettext_lazy("kind of chart", "Bars")
    HEAT = "heat", pgettext_lazy("kind of chart", "Shaded table")
    MAP = "map", pgettext_lazy("kind of chart", "Map")


class SharedWith(Vocabulary):
    """Who else sees a saved question or a board; each with the answers that they may see."""

    NOBODY = "nobody", pgettext_lazy("shared with", "Only me")
    ROLE = "role", pgettext_lazy("shared with", "One role")
    CITY = "city", pgettext_lazy("shared with", "Everybody who may ask the lake")
