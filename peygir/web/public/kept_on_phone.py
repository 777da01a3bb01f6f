"""Reports that a phone kept and sends later: answers for its script, and what lets the phone forget its copy."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from peygir.cases.new_report import NewReport
from peygir.cases.queries import says_the_same
from peygir.core.refusals import NotAllowed, Refusal, TooMany
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.actions import ReportReceipt, receipt_of
from peygir.journey.receiving import acknowledged_files
from peygir.media.actions import UploadIsNotWhole
from peygir.media.queries import NoSuchUpload
from peygir.people.rules import ANONYMOUS, Actor
from peygir.web.kit.access import actor
from peygir.web.kit.templatetags.ui import digits
from peygir.web.public.form_photos import photos_of, uploads_of
from peygir.web.public.own_reports import remember_own


class SomebodyElseIsSignedIn(NotAllowed):
    """The report was written by another member of staff than the one who is signed in now."""

    message = _("A colleague wrote this on the same device. It is sent when that person signs in again.")


def is_late(request: HttpRequest) -> bool:
    """Whether a script submits a report stored on the phone; it expects JSON, not a page."""
    return request.headers.get("Accept") == "application/json"


def has_script(request: HttpRequest) -> bool:
    """Whether a script of the page sends the form; it keeps the report if the answer is not for good."""
    return bool(request.headers.get("HX-Request")) or is_late(request)


def staff_name(request: HttpRequest) -> str:
    """Return the name by which a phone knows who is signed in: "staff:12", or "" for nobody of the staff."""
    by = actor(request)
    return str(by) if by.kind == "staff" else ""


def sender_of(request: HttpRequest) -> Actor:
    """Return who sends a report: staff, or anonymous.

    A phone says who wrote what it kept (`person`, empty for nobody of the staff): it is not the report of whoever is
    signed in by now. Raises SomebodyElseIsSignedIn.
    """
    writer, signed_in = request.POST.get("person", ""), staff_name(request)
    if is_late(request) and writer != signed_in:
        if writer:
            raise SomebodyElseIsSignedIn()
        return ANONYMOUS
    return actor(request) if signed_in else ANONYMOUS


def receipt_again(request: HttpRequest) -> HttpResponse | None:
    """Return the receipt of a report that came before under this key; None if none did, or if another one did.

    It is looked for before the form is checked: what the form accepts may have changed since the first answer was
    lost, and a refusal would make the person send the same report a second time.
    """
    key = request.POST.get("key", "")
    receipt = receipt_of(f"web:{key}") if key else None
    if receipt is None:
        return None
    report = NewReport(
        channel="",
        text=request.POST.get("text", ""),
        topic_code=request.POST.get("topic", ""),
        address=request.POST.get("address", ""),
        place_label=request.POST.get("area", ""),
        lat=_degrees(request, "lat"),
        lon=_degrees(request, "lon"),
        photos_raw=photos_of(request),
        uploads=uploads_of(request),
    )
    if not says_the_same(receipt.code, report):
        return None
    acknowledged, sent = acknowledged_files(receipt.code, report), len(report.photos_raw) + len(report.uploads)
    return receipt_answer(request, receipt, acknowledged) if len(acknowledged) == sent else None


def receipt_answer(request: HttpRequest, receipt: ReportReceipt, photos: Sequence[str]) -> HttpResponse:
    """Return the page that thanks; for a phone the report's key, its code, and the SHA-256 of each photo stored."""
    address = reverse("report_done", args=[receipt.code])
    if receipt.emergency_phone:
        address = f"{address}?{urlencode({'call': receipt.emergency_phone})}"
    if is_late(request):
        key, shown = request.POST.get("key", ""), digits(receipt.code)
        body = {"key": key, "code": receipt.code, "shown": shown, "address": address, "photos": list(photos)}
        answer: HttpResponse = JsonResponse(body)
    elif has_script(request):
        answer = HttpResponse(headers={"HX-Redirect": address})
    else:
        answer = HttpResponseRedirect(address)
    return answer if staff_name(request) else remember_own(request, answer, receipt.code)


def refuse_for_now(refusal: Refusal) -> None:
    """Raise what a phone overcomes by itself: too many requests, and photos that it must upload once more."""
    if isinstance(refusal, UploadIsNotWhole):
        raise NoSuchUpload() from refusal
    if isinstance(refusal, NoSuchUpload | TooMany):
        raise refusal


def _degrees(request: HttpRequest, axis: str) -> float | None:
    try:
        return float(request.POST.get(axis) or "x")
    except ValueError:
        return None
