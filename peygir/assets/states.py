"""The states of an asset."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class AssetState(Vocabulary):
    """Whether an asset stands in the street and works; `removed` goes with a day of removal."""

    IN_USE = "in_use", pgettext_lazy("state of an asset", "in use")
    DAMAGED = "damaged", pgettext_lazy("state of an asset", "damaged")
    OUT_OF_USE = "out_of_use", pgettext_lazy("state of an asset", "out of use")
    REMOVED = "removed", pgettext_lazy("state of an asset", "removed")
