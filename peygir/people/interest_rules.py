"""Why somebody does not decide about a unit or a contractor; plain values."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class InterestReason(Vocabulary):
    """What ties a person to a unit or a contractor."""

    FAMILY = "family", pgettext_lazy("interest of a person", "family or friends")
    FORMER_WORK = "former_work", pgettext_lazy("interest of a person", "worked there before")
    BUSINESS = "business", pgettext_lazy("interest of a person", "money or a business")
    DISPUTE = "dispute", pgettext_lazy("interest of a person", "a dispute")
