"""Where a case may be: what its words name and its photos know, beside what is in force."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.desks.understanding.queries import places_named
from peygir.web.clerk.options import options
from peygir.web.kit.current_city import current_city, today

MOST: Final = 4
WORTH_SHOWING: Final = 0.4  # below, the words name it hardly more than by chance


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place that is proposed: its name, how sure the words are (of a hundred; 0: a photo's own), what to send."""

    name: str
    percent: int
    value: str


@dataclass(frozen=True, slots=True)
class PlacePanel:
    """Proposals, and every neighbourhood to choose from."""

    proposals: list[PlacePart]
    choices: SafeString


def place_panel(found: Any, words: str, pictures: list[Any], *, chosen: str = "") -> PlacePanel:
    """The panel of a case; `words` are what its reporters wrote, the address first, `pictures` what they took.

    Of all neighbourhoods the `chosen` code is marked, or the one where it lies, if that is drawn today as it was then.
    """
    here, on = current_city(), today()
    marks = {mark.code: mark for mark in city.landmarks(here.id, on=on)}
    proposals = []
    for number, picture in enumerate(pictures, start=1):
        if picture.gps is not None and city.place_of(here.id, *picture.gps, on=on) is not None:
            name = _("where photo %(number)s was taken") % {"number": number}
            proposals.append(PlacePart(name, 0, f"{picture.gps[0]:.6f},{picture.gps[1]:.6f}"))
    for named in places_named(here.id, words, on=on):
        mark = marks.get(named.code)
        value = f"{mark.lat:.6f},{mark.lon:.6f}" if mark is not None else named.code
        # A street runs through many places.
        if named.confidence >= WORTH_SHOWING and (mark is None or mark.kind != "street"):
            proposals.append(PlacePart(named.name, round(100 * named.confidence), value))
    known = {row.id: row.code for row in city.neighbourhoods(here.id, on=on)}
    return PlacePanel(proposals[:MOST], options("neighbourhood", chosen or known.get(found.neighbourhood_id, "")))
