"""The pictures and files of a case's reports."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db.models import QuerySet

from peygir.cases.owned_pictures import OwnedPicture
from peygir.desks.intake.inbound.queries import raw_names_in_talks
from peygir.desks.intake.models import Photo, ReportFile
from peygir.media.file_findings import FileFinding
from peygir.media.kinds import MediaKind
from peygir.storage import shapes
from peygir.storage.prepared import prepared
from peygir.storage.shapes import Shape, shape_of

_CASE: Final = shapes.number(1)


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
    covers: Sequence[Sequence[int]] = ()
    covered: str = ""
    covered_thumb: str = ""

    def public_name(self, *, is_small: bool) -> str:
        """The name of the file that everybody may see: never the original once there are covers."""
        if self.covers:
            return self.covered_thumb if is_small else self.covered
        return self.thumb if is_small else self.picture


def pictures_of(case_id: int) -> list[Picture]:
    """All pictures of a case in the order they came."""
    return [_picture(row) for row in _photos(case_id)]


@prepared
def _photos(case_id: int) -> QuerySet[Photo]:
    return Photo.objects.filter(case_id=case_id).order_by("report_id", "position")


def first_photos(case_ids: Sequence[int]) -> dict[int, int]:
    """The id of the first photo that is ready, by case; one statement."""
    return dict(_first_photos().ask({_CASE: list(case_ids)}))


@cache
def _first_photos() -> Shape:
    # ANY and not IN, as in `cases.inbox`: one prepared statement for any number of ids.
    rows = Photo.objects.extra(where=["case_id = ANY(%s)"], params=[_CASE]).filter(state="ready")
    return shape_of(rows.order_by("case_id", "report_id", "position").distinct("case_id").values_list("case_id", "id"))


def picture(photo_id: int) -> Picture | None:
    """One picture, or None."""
    row = Photo.objects.filter(pk=photo_id).first()
    return _picture(row) if row else None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A document or recording for a page; `name` is its name in the storage."""

    id: int
    case_id: int
    kind: MediaKind
    media_type: str
    size: int
    file_name: str
    name: str
    findings: tuple[FileFinding, ...]
    seconds: int | None
    is_examined: bool


def files_of(case_id: int) -> list[AttachedFile]:
    """All documents and recordings of a case, in the order they came."""
    return [_attached(row) for row in _files().filter(case_id=case_id).order_by("report_id", "position")]


def file_count(report_code: str) -> int:
    """How many documents and recordings came with the report of this code."""
    return ReportFile.objects.filter(report__code=report_code).count()


def attached_file(file_id: int) -> AttachedFile | None:
    """One document or recording, or None."""
    row = _files().filter(pk=file_id).first()
    return _attached(row) if row else None


def _files() -> QuerySet[ReportFile]:
    return ReportFile.objects.select_related("stored")


def _attached(row: ReportFile) -> AttachedFile:
    stored = row.stored
    kind = MediaKind.of(stored.kind)
    findings = tuple(map(FileFinding.of, stored.findings))
    return AttachedFile(
        row.pk,
        row.case_id,
        kind,
        stored.media_type,
        stored.size,
        row.file_name,
        stored.name,
        findings,
        stored.seconds,
        stored.examined_at is not None,
    )


def cases_of_pictures(names: Collection[str]) -> list[tuple[str, int]]:
    """(picture, case id) of the photos that are stored under these names."""
    return list(Photo.objects.filter(picture__in=names).order_by("pk").values_list("picture", "case_id"))


def owners_of_pictures(names: Collection[str]) -> list[OwnedPicture]:
    """The photos of reports that are stored under these names, as others may compare them with their own."""
    rows = Photo.objects.filter(picture__in=names, state="ready").order_by("pk").select_related("report")
    return [
        OwnedPicture(row.picture, row.thumb, "report", row.pk, row.case_id, row.report.received_at, is_before=True)
        for row in rows
    ]


def stored_digests(code: str) -> list[str]:
    """The SHA-256 (hex) of the photos and files of a report; "" for photos stored before digests were."""
    photos = Photo.objects.filter(report__code=code).order_by("position").values_list("sha256", flat=True)
    return [*photos, *ReportFile.objects.filter(report__code=code).values_list("stored__sha256", flat=True)]


def raw_names(names: Collection[str]) -> set[str]:
    """Those of the raw uploads that a pending photo or an open conversation still needs."""
    mine = set(Photo.objects.filter(raw__in=names, state="pending").values_list("raw", flat=True))
    return mine | (raw_names_in_talks() & set(names))


def _picture(row: Photo) -> Picture:
    gps = (row.gps_lat, row.gps_lon) if row.gps_lat is not None and row.gps_lon is not None else None
    return Picture(
        row.pk,
        row.case_id,
        row.state,
        row.picture,
        row.thumb,
        row.width,
        row.height,
        gps,
        row.is_public,
        row.covers,
        row.covered,
        row.covered_thumb,
    )
