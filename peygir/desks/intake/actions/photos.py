"""Photos of reports: stored raw with the report, fetched from other systems, re-encoded by a job."""

from collections.abc import Collection, Sequence
from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.desks.intake.details_rules import urls_in
from peygir.desks.intake.models import Photo, ReportDetails, ReportFile
from peygir.desks.intake.raw_uploads import RawPhoto, raw_uploads
from peygir.gateways import fetching
from peygir.gateways.results import GatewayFailed
from peygir.history.kinds.cases import FilesReceived, PhotoReady, PhotoRefused, PhotosReceived
from peygir.media import actions as media
from peygir.media import files, photos
from peygir.media.actions import drop_raw, keep_look, let_go_of
from peygir.media.kinds import TakenFile
from peygir.people.rules import SYSTEM, Actor


def keep_photos(
    case: Case, report: Report, raws: Sequence[RawPhoto], *, by: Actor, first: int = 0, at: datetime | None = None
) -> None:
    """The rows of raw photos already on disk, from position `first` on, and their event; nothing without photos."""
    if not raws:
        return
    Photo.objects.bulk_create(
        Photo(case=case, report=report, position=position, raw=raw.name, sha256=raw.sha256)
        for position, raw in enumerate(raws, first)
    )
    cases.record_event(case, PhotosReceived(count=len(raws)), by=by, at=at or report.received_at)


def keep_files(case: Case, report: Report, taken: Sequence[TakenFile], *, by: Actor) -> None:
    """The rows of the documents and recordings that came with a report, and their event; nothing without any."""
    if not taken:
        return
    ReportFile.objects.bulk_create(
        ReportFile(case=case, report=report, position=position, stored_id=each.id, file_name=each.file_name)
        for position, each in enumerate(taken)
    )
    cases.record_event(case, FilesReceived(count=len(taken)), by=by, at=report.received_at)


def examine_files(case_id: int, number: int) -> None:
    """Examine the documents and recordings of a case, for what staff should know before they open them; idempotent."""
    media.examine_files(list(ReportFile.objects.filter(case_id=case_id).values_list("stored_id", flat=True)))


def drop_files(case: Case, report_ids: Collection[int] | None = None) -> list[str]:
    """Forget the documents and recordings of a case (of some of its reports); the caller has opened the file.

    Returns their names in the storage, for `media.actions.forget_files`, which keeps those that another report has.
    """
    rows = ReportFile.objects.filter(case=case)
    if report_ids is not None:
        rows = rows.filter(report__in=report_ids)
    names = sorted(set(rows.values_list("stored__name", flat=True)))
    rows.delete()
    return names


def add_photos(report_id: int, *, photos_raw: Sequence[bytes], by: Actor) -> None:
    """Add photos that a reporter sends later, with a verdict; they become photos of the case like the first ones.

    The same job re-encodes them. Raises what `photos.check_photo` raises, and then nothing is kept.
    """
    with raw_uploads(photos_raw) as raws:
        report = Report.objects.get(pk=report_id)
        with cases.open_file(report.case_id) as case:
            known = Photo.objects.filter(report=report).count()
            photos.check_count(known + len(raws))
            keep_photos(case, report, raws, by=by, first=known, at=clock.now())


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
            keep_look(photo.picture, safe.look)
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
            else:  # it was erased meanwhile, or done by another delivery, whose files have the same names
                let_go_of(name for name in (photo.picture, photo.thumb) if name)
        drop_raw(raw)
