"""`receive_report`: the one action by which a report is stored, whatever channel it came by."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import IntegrityError

from peygir.assets.facts import AssetFacts
from peygir.assets.queries import asset_of
from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.new_report import NewReport
from peygir.cases.public import is_shown
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.city.facts import CityFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.codes import RANDOM_LIMIT, is_code, make_code
from peygir.core.jalali import jalali_year
from peygir.core.persian import normalise
from peygir.core.translation import citizen_languages
from peygir.core.words import plain
from peygir.desks.intake.actions.photos import keep_files, keep_photos
from peygir.desks.intake.details.actions import keep_details
from peygir.desks.intake.publishing.actions import offer_words
from peygir.desks.intake.raw_uploads import RawPhoto, drop_uploads, raw_uploads
from peygir.desks.intake.reporters import citizens_of, plain_reporter
from peygir.desks.intake.rules import (
    AccusedUnitIsUnknown,
    AssetIsNotThere,
    ChannelIsUnknown,
    NoSuchTopic,
    check_key,
    check_people,
    check_place,
    check_words,
    told_emergency,
)
from peygir.media.kinds import check_file_count
from peygir.people.channels import REPORT_CHANNELS
from peygir.people.rules import Actor, may_see
from peygir.storage.pipeline import without_waiting
from peygir.storage.unit_of_work import savepoint

CODE_TRIES: Final = 8
Also = Callable[[Report], None]
"""A callback that stores another package's data of a new report in the report's transaction."""


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What the citizen gets at once: the tracking code, and the phone number to call in an emergency."""

    code: str
    is_new: bool
    emergency_phone: str
    case_id: int


def receive_report(city_code: str, report: NewReport, *, by: Actor, also: Also | None = None) -> ReportReceipt:
    """Store one report as a new case (or, with its `join_code`, as part of one) and return its tracking code.

    The same `idempotency_key` twice gives the first receipt again. Nothing is decided here: topic and place are kept
    as said, and the worker reads them. Raises Invalid refusals only before anything is stored; when it returns, the
    report is on disk.
    """
    city_facts = city.current_city(city_code)
    asset = _asset(report, city_facts)
    report = _clean(_at_asset(report, asset), city_facts)
    filing = _filing(report, city_facts, asset)
    with raw_uploads(report.photos_raw, report.photos_stored) as raws:
        receipt = receipt_of(report.idempotency_key) if report.photo_count else None
        receipt = receipt or _write(report, filing, raws, city_facts=city_facts, by=by, also=also)
    if not receipt.is_new:  # the key's first report has its own photos
        drop_uploads([raw.name for raw in raws])
    return receipt


def _clean(report: NewReport, city_facts: CityFacts) -> NewReport:
    """The report in plain text, in a language that the city answers in."""
    return replace(
        report,
        text=plain(report.text),
        address=plain(report.address),
        place_label=plain(report.place_label),
        reporter=plain_reporter(report.reporter),
        language=report.language if report.language in citizen_languages() else city_facts.language,
    )


def _asset(report: NewReport, city_facts: CityFacts) -> AssetFacts | None:
    """The asset whose tag came with a report. Raises AssetIsNotThere for one that is unknown or removed."""
    if not report.asset_tag:
        return None
    asset = asset_of(report.asset_tag)
    if asset is None or asset.city_id != city_facts.id or asset.removed_on is not None:
        raise AssetIsNotThere(tag=plain(report.asset_tag)[:20])
    return asset


def _at_asset(report: NewReport, asset: AssetFacts | None) -> NewReport:
    """The report with the point of its asset, unless it has a place of its own."""
    has_place = report.lat is not None or report.lon is not None
    if asset is None or has_place or report.join_code:
        return report
    return replace(report, lat=asset.lat, lon=asset.lon)


def _filing(report: NewReport, city_facts: CityFacts, asset: AssetFacts | None) -> cases.Filing:
    """What the city's data give for the report's codes and text; tracking code and citizens are added when it is
    written.

    Raises what is wrong with the report.
    """
    topic = city.topic_by_code(city_facts.id, report.topic_code) if report.topic_code else None
    about = city.unit_by_code(city_facts.id, report.about_unit_code) if report.about_unit_code else None
    _refuse_bad_report(report, topic, about)
    phone = topic.emergency_phone if topic else ""
    if not phone and report.text:
        phone = told_emergency(normalise(report.text).lower(), city.emergencies(city_facts.id))
    return cases.Filing(
        code="",
        city_id=city_facts.id,
        received_at=report.received_at or clock.now(),
        topic_id=topic.id if topic else None,
        told_emergency=phone,
        is_confidential=bool(topic and topic.is_confidential),
        about_unit_id=about.id if about else None,
        # Nobody shall find a confidential report on an asset's page.
        asset_id=asset.id if asset is not None and not (topic and topic.is_confidential) else None,
    )


def _refuse_bad_report(report: NewReport, topic: TopicFacts | None, about: UnitFacts | None) -> None:
    """Raise the first fault of a report; `topic` and `about` are what its codes refer to."""
    if report.topic_code and topic is None:
        raise NoSuchTopic(topic=plain(report.topic_code)[:80])
    if report.about_unit_code and about is None:
        raise AccusedUnitIsUnknown(unit=plain(report.about_unit_code)[:80])
    if report.channel not in REPORT_CHANNELS:
        raise ChannelIsUnknown(channel=report.channel)
    check_key(report.idempotency_key)
    check_words(report.text, has_topic=topic is not None, address=report.address)
    needs_place = not report.join_code and (topic is None or topic.needs_place)  # the case that it joins has a place
    check_place(report.lat, report.lon, address=report.address, label=report.place_label, needs_place=needs_place)
    check_file_count(len(report.attachments))
    who = report.reporter
    check_people(names=(who.name, who.for_name), relation=who.for_relation, email=who.email)


def _write(
    report: NewReport,
    filing: cases.Filing,
    raws: Sequence[RawPhoto],
    *,
    city_facts: CityFacts,
    by: Actor,
    also: Also | None,
) -> ReportReceipt:
    """One transaction: citizens, case or joining, report, photos, event; retried with another code if it is taken."""
    at, region = filing.received_at, city_facts.phone_region
    year = jalali_year(at, city_facts.time_zone)
    for _ in range(CODE_TRIES):
        code = make_code(year, secrets.randbelow(RANDOM_LIMIT))
        try:
            with savepoint(), without_waiting():
                own, other = citizens_of(report.reporter, region=region, language=report.language, at=at)
                filed = replace(filing, code=code, citizen_id=own, spoken_for_id=other)
                case_id = _store(report, filed, raws, by=by, also=also)
            return ReportReceipt(code, True, filing.told_emergency, case_id)
        except IntegrityError:
            if known := receipt_of(report.idempotency_key):
                return known
            if not Report.objects.filter(code=code).exists():
                raise
    raise RuntimeError("no free tracking code was found; is the year's range nearly used up?")


def receipt_of(idempotency_key: str) -> ReportReceipt | None:
    """The receipt returned for this key before; None if no report came under it."""
    known = Report.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    return ReportReceipt(known.code, False, known.was_told_emergency, known.case_id) if known else None


def _store(report: NewReport, filing: cases.Filing, raws: Sequence[RawPhoto], *, by: Actor, also: Also | None) -> int:
    """Write the report's rows; returns the id of the case that it opened or joined."""
    if not report.join_code:
        case, row = cases.open_case(report, filing, by=by)
        _keep_beside(case, row, report, raws, by=by, also=also)
        return case.pk
    # Any report's code leads to the case, also that of a joined or merged report.
    rows = Report.objects.select_related("case")
    known = rows.filter(code=report.join_code).first() if is_code(report.join_code) else None
    if known is None or not (report.joins_own or _may_join(known, by)):
        raise cases.NoSuchCase()
    with cases.open_file(known.case_id) as case:
        row = cases.join_report(case, report, filing, by=by)
        _keep_beside(case, row, report, raws, by=by, also=also)
        return case.pk


def _may_join(known: Report, by: Actor) -> bool:
    """Whether this sender may join the case of a known report: staff those they may see, others public ones.

    The code of a hidden case is treated like an unknown one, so that its existence is not revealed.
    """
    case, topic_id = known.case, known.case.topic_id or known.topic_said_id
    if by.kind == "staff" and may_see(by, visibility_of(case)):
        return True
    return is_shown(case, city.topic(case.city_id, topic_id) if topic_id else None)


def _keep_beside(
    case: Case, row: Report, report: NewReport, raws: Sequence[RawPhoto], *, by: Actor, also: Also | None
) -> None:
    """Store what comes with a report, in the report's own transaction."""
    keep_photos(case, row, raws, by=by)
    keep_files(case, row, report.attachments, by=by)
    if report.may_publish:
        offer_words(case, row, by=by)
    if report.details is not None:
        keep_details(case, row, report.details, by=by)
    if also is not None:
        also(row)
