"""The values that the bigger parts of a page are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from peygir.web.kit.sketch import Sketch
from peygir.web.kit.templatetags.ui import moment, time_left


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of a story: what happened, when, by whom, and words that belong to it."""

    icon: str
    tone: str
    what: str
    at: datetime
    who: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class ClockPart:
    """One promise: its colour says how it stands, `share` how much of the time is used (0 to 100)."""

    name: str
    colour: str
    tone: str
    share: int | None
    due: datetime
    at: datetime | None = None  # when it was kept
    new: datetime | None = None  # the date that was granted, or told when it broke

    @property
    def words(self) -> str:
        """How long is left or how late it is; for a kept or paused promise, the words of its mark."""
        return "" if self.at or self.colour == "paused" else time_left(self.due)

    @property
    def more(self) -> str:
        """The moment it falls due, or was kept."""
        if self.at:
            return _("Promised by %(due)s, kept %(at)s") % {"due": moment(self.due), "at": moment(self.at)}
        return _("Promised by %(due)s") % {"due": moment(self.due)}

    @property
    def news(self) -> str:
        """The date that the citizen was given instead, if any."""
        return _("New date: %(new)s") % {"new": moment(self.new)} if self.new and not self.at else ""


@dataclass(frozen=True, slots=True)
class MapPart:
    """A map: `pick` lets a person choose a place, `show` only shows it; degrees WGS84.

    With a `sketch` a phone shows that first, and fetches the map itself when it is asked to.
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
        """The address of the city's own raster tiles, "" for the polygons alone."""
        return str(getattr(settings, "MAP_TILES", ""))


@dataclass(frozen=True, slots=True)
class PhotoPart:
    """One picture: where it is, or (pending, refused) the words that stand in its place."""

    alt: str
    href: str = ""
    src: str = ""
    tag: str = ""


def pair_of(before: Sequence[PhotoPart], after: Sequence[PhotoPart]) -> tuple[PhotoPart, PhotoPart] | None:
    """The first photo of what was reported and the last of the work, whole, to lie under one handle; those that are
    not ready stay out."""
    there, done = [one for one in before if one.href], [one for one in after if one.href]
    return (replace(there[0], src=there[0].href), replace(done[-1], src=done[-1].href)) if there and done else None
