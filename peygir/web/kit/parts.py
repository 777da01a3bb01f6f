"""The values of the larger template parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from peygir.core import clock
from peygir.web.kit.place_words import street_words_at
from peygir.web.kit.sketch import Sketch
from peygir.web.kit.street_map import street_map
from peygir.web.kit.templatetags.ui import due, moment, time_left


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One entry of a story: what happened, when (for everybody by days), by whom, and its text."""

    icon: str
    tone: str
    what: str
    at: date
    who: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class ClockPart:
    """One promise: its colour is its state, `share` the percentage of the time used (0 to 100)."""

    name: str
    colour: str
    tone: str
    share: int | None
    due: datetime
    at: datetime | None = None  # when it was kept
    new: datetime | None = None  # the date that was granted, or announced when it broke

    @property
    def words(self) -> str:
        """Return how long is left or how late it is; for a kept or paused promise, the label of its badge."""
        return "" if self.at or self.colour == "paused" else time_left(self.due)

    @property
    def more(self) -> str:
        """Return when it is due, or when it was kept."""
        if self.at:
            return _("Promised by %(due)s, kept %(at)s") % {"due": due(self.due), "at": moment(self.at)}
        return _("Promised by %(due)s") % {"due": due(self.due)}

    @property
    def news(self) -> str:
        """Return the date that the citizen was given instead, if any; in words, if that has passed as well."""
        if not self.new or self.at:
            return ""
        if self.new < clock.now() and self.colour != "paused":
            return _("The new date, %(new)s, has passed too") % {"new": due(self.new)}
        return _("New date: %(new)s") % {"new": due(self.new)}


@dataclass(frozen=True, slots=True)
class MapPart:
    """A map: with `pick` a person chooses a place, with `show` not; degrees WGS84.

    With a `sketch`, a phone shows that first, and loads the map on request.
    """

    mode: str
    areas: str
    lat: float
    lon: float
    zoom: float
    pinned: bool
    label: str
    sketch: Sketch | None = None

    @property
    def tiles(self) -> str:
        """Return kind and URL of the street map's tiles, "" for the city's borders alone."""
        found = street_map()
        return found.told if found is not None else ""

    @property
    def street(self) -> str:
        """Return the street and alley at the pin, "" without a pin or a street map."""
        return street_words_at(self.lat, self.lon) if self.pinned else ""

    @property
    def credit(self) -> str:
        """Return whom the map's data must be credited to, "" for nobody."""
        found = street_map()
        return found.credit if found is not None else ""


@dataclass(frozen=True, slots=True)
class PhotoPart:
    """One picture: its URL, or (pending, refused) the text shown instead."""

    alt: str
    href: str = ""
    src: str = ""
    tag: str = ""


def pair_of(before: Sequence[PhotoPart], after: Sequence[PhotoPart]) -> tuple[PhotoPart, PhotoPart] | None:
    """Return the first photo of the report and the last of the work, full size, for a slider that compares them; photos
    that are not ready are skipped.
    """
    there, done = [one for one in before if one.href], [one for one in after if one.href]
    return (replace(there[0], src=there[0].href), replace(done[-1], src=done[-1].href)) if there and done else None
