"""Proposed places of a case, from its texts and photos, beside the place in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.desks.intake.queries import Picture
from peygir.desks.understanding.place_words import STREET, groups_of
from peygir.desks.understanding.places import places_named
from peygir.web.clerk.options import options
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import named

MOST: Final = 4
_OF_A_STREET: Final = 0.6
WORTH_SHOWING: Final = 0.4  # below this the text names the place hardly better than chance


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A proposed place: its name, the classifier's confidence (percent; 0: from a photo), and the value to send."""

    name: str
    percent: int
    value: str


@dataclass(frozen=True, slots=True)
class PlacePanel:
    """The proposals, and every neighbourhood to choose from."""

    proposals: list[PlacePart]
    choices: SafeString


def place_panel(case: CaseFacts, text: str, pictures: Sequence[Picture], *, chosen: str = "") -> PlacePanel:
    """Return the panel of a case.

    `text` is what its reporters wrote, the address first; `pictures` are their photos. The `chosen` code is selected,
    or else the neighbourhood of the case, if today's map still has it unchanged.
    """
    city_facts, on = current_city(), today()
    marks = {mark.code: mark for mark in city.landmarks(city_facts.id, on=on)}
    proposals = []
    for number, picture in enumerate(pictures, start=1):
        if picture.gps is not None and city.place_of(city_facts.id, *picture.gps, on=on) is not None:
            name = _("where photo %(number)s was taken") % {"number": number}
            proposals.append(PlacePart(name, 0, f"{picture.gps[0]:.6f},{picture.gps[1]:.6f}"))
    areas = {row.code: row for row in city.neighbourhoods(city_facts.id, on=on)}
    for named_place in places_named(city_facts.id, text, on=on):
        landmark, area = marks.get(named_place.code), areas.get(named_place.neighbourhood)
        percent = round(100 * named_place.confidence)
        if named_place.confidence < WORTH_SHOWING or (landmark is None and area is None):
            continue
        if STREET not in groups_of(named_place.kind) and landmark is not None:
            proposals.append(PlacePart(named_place.name, percent, f"{landmark.lat:.6f},{landmark.lon:.6f}"))
        elif area is not None:
            # A street runs through many places: the one at its middle is less sure than its name.
            is_street = STREET in groups_of(named_place.kind)
            proposals.append(PlacePart(named(area), round(percent * _OF_A_STREET) if is_street else percent, area.code))
    proposals = list({part.name: part for part in reversed(proposals)}.values())[::-1]
    known: dict[int | None, str] = {row.id: row.code for row in areas.values()}
    return PlacePanel(proposals[:MOST], options("neighbourhood", chosen or known.get(case.neighbourhood_id, "")))
