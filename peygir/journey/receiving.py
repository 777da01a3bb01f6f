"""Receives a report from another system even where parts of it are unusable, and names these parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.cases.queries import says_the_same
from peygir.city.queries import current_city
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.core.words import plain
from peygir.desks.answers import actions as answers
from peygir.desks.intake.actions import ReportReceipt, add_photos, receive_report
from peygir.desks.intake.details.actions import receive_update
from peygir.desks.intake.queries import file_count, stored_digests
from peygir.desks.intake.raw_uploads import photo_digests
from peygir.desks.intake.rules import acknowledged, check_people
from peygir.journey.placing import with_place_of_text
from peygir.media import files
from peygir.media.actions import take_upload
from peygir.media.kinds import MediaKind, TakenFile
from peygir.media.photos import PhotosAreTooMany, check_photo
from peygir.media.queries import Owner
from peygir.people.channels import Channel
from peygir.people.rules import Actor
from peygir.storage.receipts.actions import KeyIsOfAnotherCommand


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a report that is not kept: its field ("reporter.phone", "photos.0"), and the reason."""

    field: str
    refusal: Refusal


def receive_once(
    city_code: str, report: NewReport, *, by: Actor, also: Callable[[Report], None] | None = None
) -> ReportReceipt:
    """`intake.receive_report`, also with the place that its text names; a used key must come with the same report.

    Raises KeyIsOfAnotherCommand for another report, so that nobody takes the first one's code for a receipt of it; and
    what `receive_report` raises.
    """
    report = with_place_of_text(city_code, report)
    receipt = receive_report(city_code, report, by=by, also=also)
    if not receipt.is_new and not (
        says_the_same(receipt.code, report) and file_count(receipt.code) >= len(report.attachments)
    ):
        raise KeyIsOfAnotherCommand()
    return receipt


def acknowledged_files(code: str, report: NewReport) -> list[str]:
    """Return the SHA-256 (hex) of the photos and files of a report sent that the stored one of this code has."""
    sent = photo_digests(report.photos_raw, [upload.name for upload in report.uploads])
    return acknowledged(sent, stored_digests(code)) if sent else []


@dataclass(frozen=True, slots=True)
class Taken:
    """The receipt of a report, and the parts of the present request that were left out."""

    receipt: ReportReceipt
    left_out: tuple[LeftOut, ...] = ()


def receive_told(
    city_code: str,
    report: NewReport,
    *,
    by: Actor,
    photos_raw: Sequence[bytes | Invalid] = (),
    uploads: Sequence[str] = (),
    owner: Owner = (),
    is_strict: bool = False,
    is_compared: bool = False,
) -> Taken:
    """`intake.receive_report` for an app, whose user may not be there any more to correct a phone or a photo.

    Unusable parts are left out or, if `is_strict`, refused. `photos_raw` holds the report's files, or the refusal of a
    file that the endpoint could not read; `uploads` are numbers of finished uploads of `owner`. An e-mail address is
    kept with this report, which is then also answered by mail. Nothing that an app says of its user is proven. With
    `is_compared` another report under a used key is refused (`receive_once`). Raises what `receive_report` raises.
    """
    left: list[LeftOut] = []
    known = _usable(report.reporter, left, region=current_city(city_code).phone_region)
    photos, taken = _readable(photos_raw, left), _uploaded(uploads, left, owner=owner)
    if left and is_strict:
        raise left[0].refusal

    def keep_way(row: Report) -> None:
        answers.keep_contact_channel(row.pk, channel=Channel.MAIL, address=known.email)

    also = keep_way if known.email else None
    report = with_place_of_text(city_code, replace(report, reporter=known, photos_raw=photos, uploads=taken))
    receive = receive_once if is_compared else receive_report
    receipt = receive(city_code, report, by=by, also=also)
    return Taken(receipt, tuple(left))


def receive_told_update(
    code: str,
    *,
    update_id: str,
    status: str,
    description: str,
    key_id: int,
    by: Actor,
    media_urls: Sequence[str] = (),
    photos_raw: Sequence[bytes] = (),
) -> tuple[str, tuple[LeftOut, ...]]:
    """`intake.receive_update` with its files, which become photos of the case.

    Returns the update's id, and the pictures that are not kept: unreadable ones, and all when the report has no room
    for them. Raises what `receive_update` raises.
    """
    left: list[LeftOut] = []
    photos = _readable(photos_raw, left)

    def add(report: Report) -> None:
        try:
            add_photos(report.pk, photos_raw=photos, by=by)
        except PhotosAreTooMany as refusal:
            left.append(LeftOut("photos", refusal))

    kept_id, _ = receive_update(
        code,
        update_id=update_id,
        status=status,
        description=description,
        key_id=key_id,
        by=by,
        media_urls=media_urls,
        also=add if photos else None,
    )
    return kept_id, tuple(left)


def _usable(reporter: Reporter, left: list[LeftOut], *, region: str) -> Reporter:
    """The reporter without invalid contact data."""
    checks: dict[str, Callable[[str], object]] = {
        "phone": lambda text: normalise_phone(text, region),
        "email": lambda text: check_people(names=(), relation="", email=text),
        "for_phone": lambda text: normalise_phone(text, region),
    }
    kept: dict[str, str] = {}
    for name, check in checks.items():
        kept[name] = plain(getattr(reporter, name))
        if name == "email":
            kept[name] = kept[name].lower()  # normalised before its length is checked
        try:
            if kept[name]:
                check(kept[name])
        except Invalid as refusal:
            kept[name] = ""
            left.append(LeftOut(f"reporter.{name}", refusal))
    return replace(reporter, proof="", **kept)


def _readable(photos_raw: Sequence[bytes | Invalid], left: list[LeftOut]) -> list[bytes]:
    """The files that are photos by their headers."""
    kept = []
    for number, raw in enumerate(photos_raw):
        try:
            if isinstance(raw, Invalid):
                raise raw
            check_photo(raw)
        except Invalid as refusal:
            left.append(LeftOut(f"photos.{number}", refusal))
        else:
            kept.append(raw)
    return kept


def _uploaded(uploads: Sequence[str], left: list[LeftOut], *, owner: Owner) -> list[TakenFile]:
    """The finished uploads; a photo only if it is one by its headers."""
    kept = []
    for number, upload_id in enumerate(uploads):
        try:
            taken = take_upload(upload_id, owner=owner)
            if taken.kind is MediaKind.PHOTO:
                check_photo(files.read(taken.name))
        except (Invalid, Missing) as refusal:
            left.append(LeftOut(f"uploads.{number}", refusal))
        else:
            kept.append(taken)
    return kept
