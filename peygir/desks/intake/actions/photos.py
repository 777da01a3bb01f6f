"""Photos of reports: stored raw with the report, fetched from other systems, re-encoded by a job."""

from collections.abc import Sequence
from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.desks.intake.details_rules import urls_in
from peygir.desks.intake.models import Photo, ReportDetails
from peygir.desks.intake.raw_uploads import raw_uploads
from peygir.gateways import fetching
from peygir.gateways.results import GatewayFailed
from peygir.history.kinds.cases import PhotoReady, PhotoRefused, PhotosReceived
from peygir.media import files, photos
from peygir.people.rules import SYSTEM, Actor


def keep_photos(
    case: Case, report: Report, raw_names: Sequence[str], *, by: Actor, first: int = 0, at: datetime | None = None
) -> None:
    """The rows of raw photos already on disk, from position `first` on, and their event; nothing without photos."""
    if not raw_names:
        return
    Photo.objects.bulk_create(
        Photo(case=case, report=report, position=position, raw=name) for position, name in enumerate(raw_names, first)
    )
    cases.record_event(case, PhotosReceived(count=len(raw_names)), by=by, at=at or report.received_at)


def add_photos(report_id: int, *, photos_raw: Sequence[bytes], by: Actor) -> None:
    """Add photos that a reporter sends later, with a verdict; they become photos of the case like the first ones.

    The same job re-encodes them. Raises what `photos.check_photo` raises, and then nothing is kept.
    """
    with raw_uploads(photos_raw) as raw_names:
        report = Report.objects.get(pk=report_id)
        with cases.open_file(report.case_id) as case:
            known = Photo.objects.filter(report=report).count()
            photos.check_count(known + len(raw_names))
            keep_photos(case, report, raw_names, by=by, first=known, at=clock.now())


def fetch_media(case_id: int, number: int) -> None:
    """Fetch the pictures whose addresses came with a case's reports; they become photos like any other.

    Addresses that cannot be fetched, or exceed a report's number of photos, stay for the staff to see. A repeated
    delivery finds the photos there: those of one report are stored together or not at all. Raises GatewayFailed when
    one may be available later.
    """
    rows = ReportDetails.objects.filter(report__case_id=case_id).exclude(media_url="").select_related("report")
    for row in rows.order_by("pk"):
        if Photo.objects.filter(report=row.report, position__gte=row.report.photo_count).exists():
            continue
        room = photos.MOST_PHOTOS - row.report.photo_count
        if pictures := _fetched(urls_in(row.media_url)[:room]):
            add_photos(row.report_id, photos_raw=pictures, by=SYSTEM)


def _fetched(urls: Sequence[str]) -> list[bytes]:
    """The pictures at these addresses, in order. Raises GatewayFailed when one may be available later."""
    pictures: list[bytes] = []
    for url in urls:
        try:
            picture = fetching.fetch_picture(url)
            photos.check_photo(picture)
        except GatewayFailed as failure:
            if not failure.is_permanent:
                raise
        except Invalid:  # it is no picture
            continue
        else:
            pictures.append(picture)
    return pictures


def prepare_photos(case_id: int, number: int) -> None:
    """Re-encode the pending photos of a case; each by itself, so that a bad one does not hold up the others."""
    for photo in Photo.objects.filter(case_id=case_id, state="pending").order_by("pk"):
        try:
            safe = photos.read_photo(files.read(photo.raw))
        except (Invalid, files.FileIsMissing) as refusal:
            photo.state, photo.why_refused = "refused", refusal.name
        else:
            photo.state, photo.width, photo.height = "ready", safe.width, safe.height
            photo.gps_lat, photo.gps_lon = safe.lat, safe.lon
            photo.picture, photo.thumb = files.save(safe.jpeg_bytes, ".jpg"), files.save(safe.thumb_bytes, ".jpg")
        raw = photo.raw
        photo.raw = ""
        with cases.open_file(case_id) as case:
            changed = Photo.objects.filter(pk=photo.pk, state="pending").update(
                state=photo.state,
                width=photo.width,
                height=photo.height,
                gps_lat=photo.gps_lat,
                gps_lon=photo.gps_lon,
                picture=photo.picture,
                thumb=photo.thumb,
                why_refused=photo.why_refused,
                raw="",
            )
            if changed:  # a repeated delivery finds nothing pending
                result = PhotoReady if photo.state == "ready" else PhotoRefused
                cases.record_event(case, result(photo=photo.pk), by=SYSTEM)
        files.delete(raw)
