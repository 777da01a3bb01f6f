"""`receive_report`: the one action behind every door; and the job that makes its photos safe to show."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError

from peygir.cases import actions as cases
from peygir.cases.models import CHANNELS, Case, Report
from peygir.cases.public import is_shown
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.core import clock
from peygir.core.codes import RANDOM_LIMIT, is_code, make_code
from peygir.core.jalali import jalali_year
from peygir.core.persian import normalise
from peygir.core.refusals import Invalid
from peygir.core.words import plain
from peygir.desks.intake.details.actions import keep_details
from peygir.desks.intake.details_rules import Details, urls_in
from peygir.desks.intake.models import Photo, ReportDetails
from peygir.desks.intake.publishing.actions import offer_words
from peygir.desks.intake.raw_uploads import drop_uploads, raw_uploads
from peygir.desks.intake.reporters import Reporter as Reporter
from peygir.desks.intake.reporters import citizens_of, plain_reporter
from peygir.desks.intake.rules import (
    AccusedUnitIsUnknown,
    ChannelIsUnknown,
    NoSuchTopic,
    check_key,
    check_people,
    check_place,
    check_words,
    told_emergency,
)
from peygir.gateways import fetching
from peygir.gateways.results import GatewayFailed
from peygir.history.kinds.cases import PhotoReady, PhotoRefused, PhotosReceived
from peygir.media import files, photos
from peygir.people.rules import SYSTEM, Actor, may_see
from peygir.storage.pipeline import without_waiting
from peygir.storage.unit_of_work import savepoint

CODE_TRIES: Final = 8
LANGUAGES: Final = ("fa", "en")


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the citizen gets at once: the tracking code, and the number to call when it is an emergency."""

    code: str
    is_new: bool
    emergency_phone: str
    case_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What comes with a report and is kept in the report's own transaction; `also` is another desk's part."""

    raw_names: Sequence[str]
    may_publish: bool
    details: Details | None
    also: Callable[[Report], None] | None


def receive_report(
    city_code: str,
    *,
    by: Actor,
    channel: str,
    text: str = "",
    lat: float | None = None,
    lon: float | None = None,
    address: str = "",
    place_label: str = "",
    topic_code: str = "",
    reporter: Reporter | None = None,
    photos_raw: Sequence[bytes] = (),
    received_at: datetime | None = None,
    idempotency_key: str = "",
    language: str = "fa",
    about_unit_code: str = "",
    join_code: str = "",
    joins_own: bool = False,
    may_publish: bool = False,
    details: Details | None = None,
    also: Callable[[Report], None] | None = None,
) -> ReportReceipt:
    """Store one report as a new case (or, with `join_code`, as part of one) and return its tracking code.

    The same `idempotency_key` twice gives the first receipt again. Nothing is decided here: topic and place are kept
    as said, and the worker reads them. `lat`/`lon` in degrees (WGS84). Raises Invalid refusals only before anything
    is stored; when it returns, the report is on disk. `joins_own`: the report of `join_code` is known to be the
    sender's; otherwise only a case that the sender may see can be joined. `may_publish`: its author lets everybody
    read the words; `details` are what another system tells beside them, and `also` keeps what another desk has of a
    new report, in the report's own transaction.
    """
    city_facts, who = city.current_city(city_code), plain_reporter(reporter or Reporter())
    text, address, place_label = plain(text), plain(address), plain(place_label)
    topic = city.topic_by_code(city_facts.id, topic_code) if topic_code else None
    about = city.unit_by_code(city_facts.id, about_unit_code) if about_unit_code else None
    if topic_code and topic is None:
        raise NoSuchTopic(topic=plain(topic_code)[:80])
    if about_unit_code and about is None:
        raise AccusedUnitIsUnknown(unit=plain(about_unit_code)[:80])
    if channel not in CHANNELS:
        raise ChannelIsUnknown(channel=channel)
    check_key(idempotency_key)
    check_words(text, has_topic=topic is not None, address=address)
    check_place(lat, lon, address=address, label=place_label, needs_place=topic is None or topic.needs_place)
    check_people(names=(who.name, who.for_name), relation=who.for_relation, email=who.email)
    at = received_at or clock.now()
    phone = topic.emergency_phone if topic else ""
    if not phone and text:
        phone = told_emergency(normalise(text).lower(), city.emergencies(city_facts.id))
    language = language if language in LANGUAGES else city_facts.language
    draft = cases.NewReport(
        code="",
        city_id=city_facts.id,
        channel=channel,
        received_at=at,
        text=text,
        lat=lat,
        lon=lon,
        address=address,
        place_label=place_label,
        topic_id=topic.id if topic else None,
        language=language,
        told_emergency=phone,
        idempotency_key=idempotency_key or None,
        photo_count=len(photos_raw),
        is_confidential=bool(topic and topic.is_confidential),
        about_unit_id=about.id if about else None,
        spoken_for_name=who.for_name,
        spoken_for_relation=who.for_relation,
    )
    with raw_uploads(photos_raw) as raw_names:
        beside = _Beside(raw_names=raw_names, may_publish=may_publish, details=details, also=also)
        receipt = _known(idempotency_key) if photos_raw else None
        receipt = receipt or _write(draft, who, beside, city_facts=city_facts, join=(join_code, joins_own), by=by)
    if not receipt.is_new:  # the first report of this key has photos of its own
        drop_uploads(raw_names)
    return receipt


def _write(
    draft: cases.NewReport, who: Reporter, beside: _Beside, *, city_facts: CityFacts, join: tuple[str, bool], by: Actor
) -> ReportReceipt:
    """The one transaction: people, case or joining, report, photos, event; with a code that nobody has yet."""
    year, region = jalali_year(draft.received_at, city_facts.time_zone), city_facts.phone_region
    for _ in range(CODE_TRIES):
        code = make_code(year, secrets.randbelow(RANDOM_LIMIT))
        try:
            with savepoint(), without_waiting():
                citizen_id, other_id = citizens_of(who, region=region, language=draft.language, at=draft.received_at)
                new = replace(
                    draft,
                    code=code,
                    citizen_id=citizen_id,
                    reporter_name="" if citizen_id else who.name,
                    proof=who.proof if citizen_id else "",
                    spoken_for_id=other_id,
                )
                case_id = _store(new, beside, join=join, by=by)
            return ReportReceipt(code, True, draft.told_emergency, case_id)
        except IntegrityError:
            if known := _known(draft.idempotency_key or ""):
                return known
            if not Report.objects.filter(code=code).exists():
                raise
    raise RuntimeError("no free tracking code was found; is the year's range nearly used up?")


def _known(idempotency_key: str) -> ReportReceipt | None:
    """The receipt that was given under this key before."""
    known = Report.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    return ReportReceipt(known.code, False, known.was_told_emergency, known.case_id) if known else None


def _store(new: cases.NewReport, beside: _Beside, *, join: tuple[str, bool], by: Actor) -> int:
    """The report's rows; gives the id of the case that it opened or joined."""
    join_code, joins_own = join
    if not join_code:
        case, report = cases.open_case(new, by=by)
        _keep_beside(case, report, beside, by=by)
        return case.pk
    # Any report's code leads to the case, one that joined it or came by a merge as well.
    rows = Report.objects.select_related("case")
    known = rows.filter(code=join_code).first() if is_code(join_code) else None
    if known is None or not (joins_own or _may_join(known, by)):
        raise cases.NoSuchCase()
    with cases.open_file(known.case_id) as case:
        report = cases.join_report(case, new, by=by)
        _keep_beside(case, report, beside, by=by)
        return case.pk


def _may_join(known: Report, by: Actor) -> bool:
    """Whether a report of this sender may name the case of a known one: staff what they see, others what is public.

    A code that leads to a hidden case is answered like one that leads nowhere, so that nobody learns that it is there.
    """
    case, topic_id = known.case, known.case.topic_id or known.topic_said_id
    if by.kind == "staff" and may_see(by, visibility_of(case)):
        return True
    return is_shown(case, city.topic(case.city_id, topic_id) if topic_id else None)


def _keep_beside(case: Case, report: Report, beside: _Beside, *, by: Actor) -> None:
    _keep_photos(case, report, beside.raw_names, by=by)
    if beside.may_publish:
        offer_words(case, report, by=by)
    if beside.details is not None:
        keep_details(case, report, beside.details, by=by)
    if beside.also is not None:
        beside.also(report)


def _keep_photos(
    case: Case, report: Report, raw_names: Sequence[str], *, by: Actor, first: int = 0, at: datetime | None = None
) -> None:
    if not raw_names:
        return
    Photo.objects.bulk_create(
        Photo(case=case, report=report, position=position, raw=name) for position, name in enumerate(raw_names, first)
    )
    cases.record_event(case, PhotosReceived(count=len(raw_names)), by=by, at=at or report.received_at)


def add_photos(report_id: int, *, photos_raw: Sequence[bytes], by: Actor) -> None:
    """Photos that a reporter sends later, with a verdict; they become photos of the case like the first ones.

    The same job makes them safe to show. Raises what `photos.check_photo` raises, and then nothing is kept.
    """
    with raw_uploads(photos_raw) as raw_names:
        report = Report.objects.get(pk=report_id)
        with cases.open_file(report.case_id) as case:
            known = Photo.objects.filter(report=report).count()
            photos.check_count(known + len(raw_names))
            _keep_photos(case, report, raw_names, by=by, first=known, at=clock.now())


def fetch_media(case_id: int, number: int) -> None:
    """Fetch the pictures whose addresses came with a case's reports; they become photos like any other.

    What cannot be fetched stays an address for the staff, and so do those beyond the photos that a report takes.
    Delivered twice, the second finds the photos there: those of one report are kept together or not at all. Raises
    GatewayFailed when one may be had later.
    """
    rows = ReportDetails.objects.filter(report__case_id=case_id).exclude(media_url="").select_related("report")
    for row in rows.order_by("pk"):
        if Photo.objects.filter(report=row.report, position__gte=row.report.photo_count).exists():
            continue
        room = photos.MOST_PHOTOS - row.report.photo_count
        if pictures := _fetched(urls_in(row.media_url)[:room]):
            add_photos(row.report_id, photos_raw=pictures, by=SYSTEM)


def _fetched(urls: Sequence[str]) -> list[bytes]:
    """The pictures that these addresses give, in order. Raises GatewayFailed when one may be had later."""
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
    """Re-encode what is pending of a case; each photo for itself, so that a bad one does not hold up the others."""
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
            if changed:  # delivered twice, the second finds nothing pending
                result = PhotoReady if photo.state == "ready" else PhotoRefused
                cases.record_event(case, result(photo=photo.pk), by=SYSTEM)
        files.delete(raw)
