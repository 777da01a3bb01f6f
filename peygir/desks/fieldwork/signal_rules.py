"""From which figures a signal about evidence is made; docs/evidence.md has the measured rates of false alarms.

A signal says what was measured. It refuses nothing, and none of them proves anything by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.cases.owned_pictures import OwnedPicture
from peygir.core.geometry import metres_between
from peygir.desks.fieldwork.evidence_words import EvidenceTags, PlaceSource, SignalKind

MOST_DIFFERENCE: Final = 50.0
"""Grey values by which a cell of a copy may differ; see `media.stored_pictures.difference_of`. Brightened
ones reach 46, since a part of their cells is white; a mended hole in the same view begins at about 60.
"""
FAR_METRES: Final = 300
"""From here on a photo is far from its place, unless the topic's rule says otherwise."""
OLD_MINUTES: Final = 5
SCREEN_DECIBELS: Final = 24.0
"""See `media.screen_pattern`."""
MANY: Final = 8
"""Results of one person within MANY_WITHIN."""
MANY_WITHIN: Final = timedelta(minutes=10)
FASTEST: Final = 120.0
"""Kilometres an hour between two photos of one person."""
LEAST_METRES: Final = 1000
"""Between two photos; below it positions are too unsure to speak of speed."""
TRAVEL_WITHIN: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class SignalFound:
    """A signal with its figures, and the photo that was compared."""

    kind: SignalKind
    figures: dict[str, Any] = field(default_factory=dict)
    other: OwnedPicture | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees, WGS84."""

    lat: float
    lon: float

    def metres_to(self, other: "Point") -> float:
        """The distance to another place."""
        return metres_between(self.lat, self.lon, other.lat, other.lon)


@dataclass(frozen=True, slots=True)
class LookedAtPhoto:
    """What is known of a photo of the work; `decibels` by `media.screen_pattern`, `most_metres` by the topic's rule."""

    opened_at: datetime
    is_after: bool
    taken_at: datetime | None = None
    at: Point | None = None
    place: Point | None = None
    place_source: str = ""
    tags: str = ""
    decibels: float = 0.0
    most_metres: int | None = None


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """Another picture, the bits in which the hashes differ, and the largest difference of a cell (grey values)."""

    other: OwnedPicture
    bits: int
    difference: float


@dataclass(frozen=True, slots=True)
class TakenAt:
    """When and where somebody took a photo, and its case."""

    moment: datetime
    at: Point
    case_id: int


def about_photo(photo: LookedAtPhoto) -> list[SignalFound]:
    """The signals that one photo gives by itself.

    A photo that a page of ours took carries no tags of a camera: the page says where and when.
    """
    signals = []
    if photo.at is not None and photo.place is not None:
        metres = photo.at.metres_to(photo.place)
        if metres > (most := photo.most_metres or FAR_METRES):
            signals.append(SignalFound(SignalKind.FAR, {"metres": round(metres), "most": most}))
    if photo.is_after and photo.taken_at is not None:
        minutes = (photo.opened_at - photo.taken_at).total_seconds() / 60
        if minutes > OLD_MINUTES:
            signals.append(SignalFound(SignalKind.OLD, {"minutes": round(minutes)}))
    if photo.tags == EvidenceTags.NONE and photo.place_source != PlaceSource.PAGE:
        signals.append(SignalFound(SignalKind.STRIPPED))
    if photo.tags == EvidenceTags.EDITED:
        signals.append(SignalFound(SignalKind.EDITED))
    if photo.decibels >= SCREEN_DECIBELS:
        signals.append(SignalFound(SignalKind.SCREEN, {"decibels": round(photo.decibels, 1)}))
    return signals


def about_copies(
    case_id: int, *, came_at: datetime, is_after: bool, compared: Sequence[ComparedPicture]
) -> list[SignalFound]:
    """The signals of those pictures that came before and are copies: the nearest of each kind, with their number.

    Within its own case only the photo of the finished work (`is_after`) is compared.
    """
    by_kind: dict[SignalKind, list[ComparedPicture]] = {}
    for picture in compared:
        if picture.difference > MOST_DIFFERENCE or picture.other.at > came_at:
            continue
        if picture.other.case_id != case_id:
            by_kind.setdefault(SignalKind.SAME_FILE, []).append(picture)
        elif is_after and picture.other.is_before:
            by_kind.setdefault(SignalKind.BEFORE_IS_AFTER, []).append(picture)
        elif is_after and picture.other.at < came_at:
            by_kind.setdefault(SignalKind.SAME_FILE, []).append(picture)
    signals = []
    for kind, copies in by_kind.items():
        nearest = min(copies, key=lambda picture: (picture.bits, picture.difference, picture.other.at))
        figures = {"bits": nearest.bits, "difference": round(nearest.difference, 1), "copies": len(copies)}
        signals.append(SignalFound(kind, figures, nearest.other))
    return signals


def about_pace(moment: datetime, moments: Sequence[datetime]) -> list[SignalFound]:
    """The signal of many results within minutes, if `moments` are those of one person, this one among them."""
    within = [one for one in moments if moment - MANY_WITHIN <= one <= moment]
    if len(within) < MANY:
        return []
    minutes = (max(within) - min(within)).total_seconds() / 60
    return [SignalFound(SignalKind.MANY, {"results": len(within), "minutes": round(minutes, 1)})]


def about_travel(own: TakenAt, others: Sequence[TakenAt]) -> list[SignalFound]:
    """The signal of two photos between which their author would have travelled faster than FASTEST."""
    fastest: dict[str, Any] | None = None
    for other in others:
        apart = abs(own.moment - other.moment)
        metres = own.at.metres_to(other.at)
        if metres < LEAST_METRES or apart > TRAVEL_WITHIN:
            continue
        hours = max(apart.total_seconds(), 1) / 3600
        speed = metres / 1000 / hours
        if speed > FASTEST and (fastest is None or metres > fastest["metres"]):
            minutes = round(apart.total_seconds() / 60, 1)
            fastest = {"metres": round(metres), "minutes": minutes, "other_case": other.case_id}
    return [SignalFound(SignalKind.ELSEWHERE, fastest)] if fastest is not None else []
