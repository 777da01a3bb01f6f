"""Reports by JSON: hand one in, and follow it by its code."""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Router, Schema, Status
from pydantic import Field

from peygir.api.scopes import Needs, caller_of
from peygir.cases.lifecycle import STATES
from peygir.cases.queries import public_case
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid, Missing
from peygir.intake.actions import Reporter
from peygir.journey.receiving import receive_told
from peygir.people.actions import count_use

MISSES = 40  # codes that do not exist, for one address
MISS_WINDOW = 600  # seconds

router = Router(tags=["reports"])


class NoSuchCode(Missing):
    """A code that no report has."""

    fa = "گزارشی با این کد پیدا نشد. لطفاً ده رقم کد را دوباره ببینید."
    en = "There is no report with this code. Please check its ten digits."


class PhotoIsNotBase64(Invalid):
    """A photo that is not base64 text."""

    fa = "عکس باید به‌صورت base64 فرستاده شود."
    en = "A photo must be sent as base64 text."


class ReporterIn(Schema):
    """Who reports, and for whom. People are known by phone; with an e-mail address alone they hear of this report by
    mail, and the name stays with it."""

    phone: str = ""
    name: str = ""
    email: str = ""
    for_name: str = ""
    for_relation: str = ""
    for_phone: str = ""


class ReportIn(Schema):
    """One report; `lat`/`lon` in degrees (WGS84), photos as base64."""

    text: str = ""
    topic: str = ""
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    place: str = ""
    language: str = "fa"
    about_unit: str = ""
    join: str = ""
    reporter: ReporterIn | None = None
    photos: list[str] = Field(default_factory=list, max_length=8)


class ReceiptOut(Schema):
    """The code to keep; `emergency_phone` is the number to call at once, if any."""

    code: str
    is_new: bool
    emergency_phone: str


class EventOut(Schema):
    """One public line of the story."""

    number: int
    kind: str
    at: datetime


class TrackOut(Schema):
    """What anybody with the code may know."""

    code: str
    case: str
    state: str
    state_fa: str
    state_en: str
    received_at: datetime
    due_at: datetime | None
    topic_fa: str
    unit_fa: str
    events: list[EventOut]


@router.post("/reports", response={201: ReceiptOut, 200: ReceiptOut}, auth=Needs("report"))
def create_report(
    request: HttpRequest, report: ReportIn, idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = ""
) -> Status[dict[str, Any]]:
    """Hand in a report: 201 with its code, or 200 with the code it got before under the same Idempotency-Key."""
    caller = caller_of(request)
    who = report.reporter
    key = _key_of(caller.name, idempotency_key) if idempotency_key else ""
    receipt = receive_told(
        settings.CITY, by=caller.actor, channel=caller.channel, text=report.text, lat=report.lat, lon=report.lon,
        address=report.address, place_label=report.place, topic_code=report.topic,
        reporter=Reporter(**who.model_dump()) if who else Reporter(), idempotency_key=key, language=report.language,
        photos_raw=[_photo(text) for text in report.photos], about_unit_code=report.about_unit, join_code=report.join,
    )  # fmt: skip
    body = {"code": receipt.code, "is_new": receipt.is_new, "emergency_phone": receipt.emergency_phone}
    return Status(201 if receipt.is_new else 200, body)


@router.get("/reports/{code}", response=TrackOut, auth=None)
def track_report(request: HttpRequest, code: str) -> dict[str, Any]:
    """The public story of a report by its code; no personal data. Trying codes that do not exist is soon refused."""
    found = public_case(read_code(code) or "")
    if found is None:
        count_use("track", str(request.META.get("REMOTE_ADDR") or "unknown"), MISSES, MISS_WINDOW)
        raise NoSuchCode()
    fa, en = STATES[found.state]
    return {
        "code": found.code, "case": found.case_code, "state": found.state, "state_fa": fa, "state_en": en,
        "received_at": found.received_at, "due_at": found.due_at,
        "topic_fa": found.topic[0] if found.topic else "", "unit_fa": found.unit[0] if found.unit else "",
        "events": [{"number": e.number, "kind": e.kind, "at": e.at} for e in found.events],
    }  # fmt: skip


def _key_of(system: str, key: str) -> str:
    """A key of one system, in as many characters as a report keeps, whatever the system sent."""
    return hashlib.sha256(f"{system}\n{key}".encode()).hexdigest()


def _photo(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PhotoIsNotBase64() from error
