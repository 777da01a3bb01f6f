"""The kinds of named places: a closed vocabulary for the gazetteer, its labels and the layers of the base map."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PlaceKind(Vocabulary):
    """What a named place is."""

    STREET = "street", pgettext_lazy("kind of place", "Street")
    ALLEY = "alley", pgettext_lazy("kind of place", "Alley")
    SQUARE = "square", pgettext_lazy("kind of place", "Square")
    JUNCTION = "junction", pgettext_lazy("kind of place", "Junction")
    BRIDGE = "bridge", pgettext_lazy("kind of place", "Bridge")
    PARK = "park", pgettext_lazy("kind of place", "Park or garden")
    WATER = "water", pgettext_lazy("kind of place", "River or water")
    WORSHIP = "worship", pgettext_lazy("kind of place", "Mosque or place of worship")
    SCHOOL = "school", pgettext_lazy("kind of place", "School")
    UNIVERSITY = "university", pgettext_lazy("kind of place", "University")
    HOSPITAL = "hospital", pgettext_lazy("kind of place", "Hospital or clinic")
    BUS_STOP = "bus_stop", pgettext_lazy("kind of place", "Bus stop")
    STATION = "station", pgettext_lazy("kind of place", "Station or terminal")
    LANDMARK = "landmark", pgettext_lazy("kind of place", "Landmark")
    BUSINESS = "business", pgettext_lazy("kind of place", "Shop or office")
    NEIGHBOURHOOD = "neighbourhood", pgettext_lazy("kind of place", "Neighbourhood")
    TOWN = "town", pgettext_lazy("kind of place", "Town")


LINES: Final = frozenset({PlaceKind.STREET, PlaceKind.ALLEY, PlaceKind.SQUARE, PlaceKind.BRIDGE, PlaceKind.WATER})
"""Kinds that a map draws in pieces, which are joined into one place."""


def values_in(text: str) -> frozenset[str]:
    """The words of a text, as a set of values."""
    return frozenset(text.split())
