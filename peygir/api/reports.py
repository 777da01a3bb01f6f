"""Reports by JSON: submit one, and track it by its code."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from peygir.api.answers import refusal_body
from peygir.api.fields import POINT, SAYS, TellsUnknownFields, of_at_most, with_field
from peygir.api.idempotency import IdempotencyKey
from peygir.api.scopes import Needs, caller_of
from peygir.cases.actions import NoSuchCase
from peygir.cases.new_report import NewReport, Reporter
from peygir.cases.queries import public_case
from peygir.cases.states import CaseState
from peygir.city.queries import current_city, topics
from peygir.core.codes import read_code
from peygir.core.moments import start_of_day
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.rules import MAX_ADDRESS, MAX_LABEL, MAX_NAME, MAX_RELATION, MAX_TEXT
from peygir.journey.receiving import receive_told
from peygir.media.kinds import MOST_FILES
from peygir.media.photos import MOST_PHOTOS
from peygir.media.queries import owner_of_key
from peygir.people.actions import TRACKING, count_miss, refuse_if_over

router = Router(tags=["reports"])
MOST_UNKNOWN_TOLD: Final = 20
"""Unknown fields of a report that its answer names, and of each so many letters:"""
MOST_LETTERS_TOLD: Final = 60


class NoSuchReportCode(Missing):
    """No report has this code."""

    published_as = "NoSuchCode"
    message = _("There is no report with this code. Please check its ten digits.")


class PhotoIsNotBase64(Invalid):
    """A photo that is not base64 text."""

    message = _("A photo must be sent as base64 text.")


# These rules are in the document only; the endpoint has its own error messages.
_NO_POINT: Final = {"properties": {name: {"type": "null"} for name in ("lat", "lon")}}


def needed_now() -> list[dict[str, Any]]:
    """Return the rules over several fields: text or topic; both degrees or none; a place, unless the topic has none."""
    placeless = [topic.code for topic in topics(current_city(settings.CITY).id) if not topic.needs_place]
    placed = [POINT, *(with_field(name, SAYS) for name in ("address", "place", "asset"))]
    if placeless:
        placed.append(with_field("topic", {"enum": [*placeless]}))
    return [
        {"anyOf": [with_field("topic", SAYS), with_field("text", SAYS)]},
        {"anyOf": [POINT, _NO_POINT]},
        {"anyOf": placed},
    ]


Words = Annotated[str, *of_at_most(MAX_TEXT)]
Address = Annotated[str, *of_at_most(MAX_ADDRESS)]
Label = Annotated[str, *of_at_most(MAX_LABEL)]
Name = Annotated[str, *of_at_most(MAX_NAME)]
Relation = Annotated[str, *of_at_most(MAX_RELATION)]


def _degrees(most: int) -> Any:
    return Field(None, json_schema_extra={"minimum": -most, "maximum": most})


class FieldIsUnknown(Invalid):
    """A report has a field that the documentation does not know, a misspelt one for instance."""

    message = _("A report has no field “{field}”.")


class ReporterIn(TellsUnknownFields):
    """Who reports, and for whom. People are identified by phone; with an email address alone they get messages about
    this report by email, and the name stays with the report.
    """

    phone: str = ""
    name: Name = ""
    email: str = ""
    for_name: Name = ""
    for_relation: Relation = ""
    for_phone: str = ""


class ReportIn(TellsUnknownFields):
    """One report; `lat`/`lon` in degrees (WGS84), photos as base64, or as `uploads`: numbers of photos, PDF documents
    and sound recordings that were sent to `/uploads/` under the same key. A phone, an e-mail address, a photo or a file
    that cannot be used is left out, and the answer says so, as it does of fields that are not listed here; with the
    header `Prefer: handling=strict` (RFC 7240) such a report is refused."""

    text: Words = ""
    topic: str = ""
    lat: float | None = _degrees(90)
    lon: float | None = _degrees(180)
    address: Address = ""
    place: Label = ""
    language: str = "fa"
    about_unit: str = ""
    join: str = ""
    asset: str = Field("", max_length=40, description="the tag of the asset that it is about")
    reporter: ReporterIn | None = None
    photos: list[str] = Field(default_factory=list, max_length=MOST_PHOTOS)
    uploads: list[UUID] = Field(default_factory=list, max_length=MOST_PHOTOS + MOST_FILES)


class LeftOutOut(Schema):
    """A part of a report that is not kept: its field, and the reason, for programs and for people."""

    field: str
    error: str
    fa: str
    en: str


class ReceiptOut(Schema):
    """The code to keep; `emergency_phone` is the number to call at once, if any."""

    code: str
    is_new: bool
    emergency_phone: str
    left_out: list[LeftOutOut]


class EventOut(Schema):
    """One public event of the story, at the first moment of its day in the city; `number` counts them from 1."""

    number: int
    kind: str
    at: datetime


class TrackOut(Schema):
    """What anybody with the code may know; of a confidential report only its state.

    Timestamps are the first moments of their days in the city.
    """

    code: str
    case: str
    state: str
    state_fa: str
    state_en: str
    received_at: datetime | None
    due_at: datetime | None
    topic_fa: str
    unit_fa: str
    events: list[EventOut]


@router.post("/reports", response={201: ReceiptOut, 200: ReceiptOut}, auth=Needs("report"))
def create_report(
    request: HttpRequest, report: ReportIn, idempotency_key: IdempotencyKey = ""
) -> Status[dict[str, Any]]:
    """Submit a report: 201 with its code, or 200 with the code it got before under the same Idempotency-Key.

    A refused report leaves its key unused.
    """
    caller, who = caller_of(request), report.reporter
    unknown = _unknown_fields(report)
    if unknown and _is_strict(request):
        raise unknown[0]
    with _guesses_counted(request) if report.join else nullcontext():
        taken = receive_told(
            settings.CITY,
            NewReport(
                channel=caller.channel,
                text=report.text,
                lat=report.lat,
                lon=report.lon,
                address=report.address,
                place_label=report.place,
                topic_code=report.topic,
                asset_tag=report.asset,
                reporter=Reporter(**who.model_dump()) if who else Reporter(),
                idempotency_key=_key_of(caller.name, idempotency_key) if idempotency_key else "",
                language=report.language,
                about_unit_code=report.about_unit,
                join_code=report.join,
            ),
            by=caller.actor,
            photos_raw=[_photo(text) for text in report.photos],
            uploads=[str(upload_id) for upload_id in report.uploads],
            owner=owner_of_key(caller.key_id),
            is_strict=_is_strict(request),
            is_compared=True,
        )
    receipt = taken.receipt
    body = {
        "code": receipt.code,
        "is_new": receipt.is_new,
        "emergency_phone": receipt.emergency_phone,
        "left_out": [
            *({"field": one.field, **refusal_body(one.refusal)} for one in taken.left_out),
            *({"field": str(one.details["field"]), **refusal_body(one)} for one in unknown),
        ],
    }
    return Status(201 if receipt.is_new else 200, body)


@router.get("/reports/{code}", response=TrackOut, auth=None)
def track_report(request: HttpRequest, code: str) -> dict[str, Any]:
    """The public story of a report by its code; no personal data. Attempts with unknown codes are rate-limited."""
    refuse_if_over(TRACKING, _address_of(request))
    case_shown = public_case(read_code(code) or "")
    if case_shown is None:
        count_miss(TRACKING, _address_of(request))
        raise NoSuchReportCode()
    state = CaseState.labels()[case_shown.state]
    return {
        "code": case_shown.code,
        "case": case_shown.case_code,
        "state": case_shown.state,
        "state_fa": state.in_language("fa"),
        "state_en": state.in_language("en"),
        "received_at": _day(case_shown.received_on),
        "due_at": _day(case_shown.due_on),
        "topic_fa": case_shown.topic.in_language("fa") if case_shown.topic else "",
        "unit_fa": case_shown.unit.in_language("fa") if case_shown.unit else "",
        "events": [
            {"number": number, "kind": event.kind, "at": _day(event.on)}
            for number, event in enumerate(case_shown.events, 1)
        ],
    }


def _day(day: date | None) -> datetime | None:
    return None if day is None else start_of_day(day, current_city(settings.CITY).time_zone)


def _unknown_fields(report: ReportIn) -> list[FieldIsUnknown]:
    """The first fields of a report, and of its `reporter`, that it does not have."""
    of_reporter = report.reporter.unknown_fields if report.reporter is not None else ()
    names = (*report.unknown_fields, *(f"reporter.{name}" for name in of_reporter))
    return [FieldIsUnknown(field=name[:MOST_LETTERS_TOLD]) for name in names[:MOST_UNKNOWN_TOLD]]


@contextmanager
def _guesses_counted(request: HttpRequest) -> Iterator[None]:
    """Count a `join` of an unknown code as a guess. Raises AskedTooOften."""
    refuse_if_over(TRACKING, _address_of(request))
    try:
        yield
    except NoSuchCase:
        count_miss(TRACKING, _address_of(request))
        raise


def _address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def _key_of(system: str, key: str) -> str:
    """Return a digest of a system's key, as long as a report stores, whatever its length."""
    return hashlib.sha256(f"{system}\n{key}".encode()).hexdigest()


def _is_strict(request: HttpRequest) -> bool:
    """RFC 7240, 2 and 4.4: whether the request asks to refuse reports with unusable parts."""
    wishes = request.headers.get("Prefer", "").lower().split(",")
    return any(re.fullmatch(r'\s*handling\s*=\s*"?strict"?\s*', wish.partition(";")[0]) for wish in wishes)


def _photo(text: str) -> bytes | PhotoIsNotBase64:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return PhotoIsNotBase64()
