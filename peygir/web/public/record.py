"""The files of the public record for everybody, and what proves a single report."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.refusals import Missing, NotAllowed
from peygir.core.translation import gettext_lazy
from peygir.history.record.growing import record_folder
from peygir.history.record.keys import RecordKeys, origin_of, record_keys
from peygir.history.record.slips import report_receipt
from peygir.history.record.verifier.joining import FILE_NAME, one_file
from peygir.web.kit import citizen_session
from peygir.web.kit.access import public
from peygir.web.public.own_reports import is_reporter
from peygir.web.public.track import case_of_code

_FILE: Final = re.compile(
    r"(log/[1-9][0-9]{0,3}/)?(beginning|contradiction|key|keys/[1-9][0-9]{0,3})|log/[1-9][0-9]{0,3}/(checkpoint|head/[0-9]{1,15})"
)
_TILE: Final = re.compile(
    r"(log/[1-9][0-9]{0,3}/)?tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/)*[0-9]{3}(\.p/[0-9]{1,3})?"
)
LONGEST_PATH: Final = 60
TEXT: Final = "text/plain; charset=utf-8"


class NoSuchRecordFile(Missing):
    """The record has no such file."""

    message = gettext_lazy("The public record has no such file.")


class ReceiptIsTheReporters(NotAllowed):
    """The phone that was proved is not the one with which the report was made."""

    message = gettext_lazy("Only the person who made the report gets its receipt. Please prove the number you gave.")


class NoReceipt(Missing):
    """There is no event by which this report came in."""

    message = gettext_lazy("There is no receipt for this report.")


@public()
@require_GET
@cache_control(public=True, max_age=5)
def record_checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint, as c2sp.org/tlog-tiles has it. Raises NoSuchRecordFile."""
    text = record_folder(record_home()).checkpoint()
    if not text:
        raise NoSuchRecordFile()
    return HttpResponse(text, content_type=TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=31_536_000, immutable=True)
def record_tile(request: HttpRequest, path: str) -> HttpResponse:
    """Return a tile of hashes or a bundle of entries; once written they never change. Raises NoSuchRecordFile."""
    return _file(f"tile/{path}", _TILE, "application/octet-stream")


@public()
@require_GET
@cache_control(public=True, max_age=60)
def record_earlier(request: HttpRequest, path: str) -> HttpResponse:
    """Return a file of a log that this one continues. Raises NoSuchRecordFile."""
    name = f"log/{path}"
    return _file(name, _TILE, "application/octet-stream") if "/tile/" in name else _file(name, _FILE, TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=60)
def record_key_change(request: HttpRequest, number: int) -> HttpResponse:
    """Return the note by which one key of the record followed another. Raises NoSuchRecordFile."""
    return _file(f"keys/{number}", _FILE, TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=60)
def record_beginning(request: HttpRequest) -> HttpResponse:
    """Return what the log says of the one that it continues. Raises NoSuchRecordFile."""
    return _file("beginning", _FILE, TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=60)
def record_contradiction(request: HttpRequest) -> HttpResponse:
    """Return a head that the record's key signed and that the record never had. Raises NoSuchRecordFile."""
    return _file("contradiction", _FILE, TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=3600)
def record_verifier(request: HttpRequest) -> HttpResponse:
    """Return the stand-alone check as one Python file."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(one_file(), content_type="text/x-python; charset=utf-8", headers=headers)


@public()
@require_GET
@cache_control(private=True, no_store=True)
def report_proof(request: HttpRequest, code: str) -> HttpResponse:
    """Return to its reporter what proves that a report was recorded: a proof, or until the next night a signed slip.

    The place in the record tells which report came first, so others are asked to prove the phone of the report.
    Unknown codes are counted as on the page of the report. Raises NoSuchCase, AskedTooOften, ReceiptIsTheReporters,
    NoReceipt.
    """
    case = case_of_code(request, code)
    if not is_reporter(request, code):
        if citizen_session.phone_of(request):
            raise ReceiptIsTheReporters()
        return redirect(f"{reverse('me')}?{urlencode({'next': request.path})}")
    folder = record_folder(record_home())
    receipt = report_receipt(
        folder, record_keys_here(), case_id=case.case_id, report_id=case.report_id, now=clock.now()
    )
    if receipt is None:
        raise NoReceipt()
    name = f"{case.code}.{'slip' if receipt.is_slip else 'tlog-proof'}"
    return HttpResponse(
        receipt.text, content_type=TEXT, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _file(name: str, allowed: re.Pattern[str], content_type: str) -> HttpResponse:
    if len(name) > LONGEST_PATH or not allowed.fullmatch(name):
        raise NoSuchRecordFile()
    try:
        content = (record_folder(record_home()).root / name).read_bytes()
    except OSError as error:
        raise NoSuchRecordFile() from error
    return HttpResponse(content, content_type=content_type)


def record_home() -> Path:
    """Return the home that has the record."""
    return Path(settings.HOME)


def record_keys_here() -> RecordKeys:
    """Return the keys of the record. Raises RecordKeyIsGone."""
    return record_keys(record_home(), origin_of(settings.PUBLIC_URL))
