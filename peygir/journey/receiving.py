"""Receives a report from another system even where parts of it are unusable, and names these parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.city.queries import current_city
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid
from peygir.core.words import plain
from peygir.desks.answers import actions as answers
from peygir.desks.intake.actions import ReportReceipt, add_photos, receive_report
from peygir.desks.intake.details.actions import receive_update
from peygir.desks.intake.rules import check_people
from peygir.media.photos import PhotosAreTooMany, check_photo
from peygir.people.channels import Channel
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a report that is not kept: its field ("reporter.phone", "photos.0"), and the reason."""

    field: str
    refusal: Invalid


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
    is_strict: bool = False,
) -> Taken:
    """`intake.receive_report` for an app, whose user may not be there any more to correct a phone or a photo.

    Unusable parts are left out or, if `is_strict`, refused. `photos_raw` holds the report's files, or the refusal of a
    file that the endpoint could not read. An e-mail address is kept with this report, which is then also answered by
    mail. Nothing that an app says of its user is proven. Raises what `receive_report` raises.
    """
    left: list[LeftOut] = []
    known = _usable(report.reporter, left, region=current_city(city_code).phone_region)
    photos = _readable(photos_raw, left)
    if left and is_strict:
        raise left[0].refusal

    def keep_way(row: Report) -> None:
        answers.keep_contact_channel(row.pk, channel=Channel.MAIL, address=known.email)

    also = keep_way if known.email else None
    receipt = receive_report(city_code, replace(report, reporter=known, photos_raw=photos), by=by, also=also)
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
