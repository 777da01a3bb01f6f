"""The pictures of a case's reports."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from peygir.desks.intake.inbound.queries import raw_names_in_talks
from peygir.desks.intake.models import Photo
from peygir.storage.prepared import prepared


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture for a page; `picture` and `thumb` are names in the uploads folder, empty until ready."""

    id: int
    case_id: int
    state: str
    picture: str
    thumb: str
    width: int | None
    height: int | None
    gps: tuple[float, float] | None = None  # (lat, lon) from the EXIF data
    is_public: bool = False


def pictures_of(case_id: int) -> list[Picture]:
    """All pictures of a case in the order they came."""
    return [_picture(row) for row in _photos(case_id)]


@prepared
def _photos(case_id: int) -> QuerySet[Photo]:
    return Photo.objects.filter(case_id=case_id).order_by("report_id", "position")


def picture(photo_id: int) -> Picture | None:
    """One picture, or None."""
    row = Photo.objects.filter(pk=photo_id).first()
    return _picture(row) if row else None


def raw_names(names: Collection[str]) -> set[str]:
    """Those of the raw uploads that a pending photo or an open conversation still needs."""
    mine = set(Photo.objects.filter(raw__in=names, state="pending").values_list("raw", flat=True))
    return mine | (raw_names_in_talks() & set(names))


def _picture(row: Photo) -> Picture:
    gps = (row.gps_lat, row.gps_lon) if row.gps_lat is not None and row.gps_lon is not None else None
    return Picture(row.pk, row.case_id, row.state, row.picture, row.thumb, row.width, row.height, gps, row.is_public)
