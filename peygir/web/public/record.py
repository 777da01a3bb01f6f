"""The public record for everybody: what it is and how large, its files, and what proves a single report."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import read_note
from peygir.history.record.growing import record_folder
from peygir.history.record.keys import RecordKeys, origin_of, record_keys
from peygir.history.record.slips import report_receipt
from peygir.history.record.verifier.joining import FILE_NAME, one_file
from peygir.web.kit.access import public
from peygir.web.public.track import case_of_code

_TILE: Final = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/)*[0-9]{3}(\.p/[0-9]{1,3})?")
LONGEST_PATH: Final = 60
_TEXT: Final = "text/plain; charset=utf-8"


class NoSuchRecordFile(Missing):
    """The record has no such file."""

    message = gettext_lazy("The public record has no such file.")


class NoReceipt(Missing):
    """There is no event by which this report came in."""

    message = gettext_lazy("There is no receipt for this report.")


@public()
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Show what the record is, how large it is, its key, and how to check it."""
    folder, keys = record_folder(_home()), _keys()
    text = folder.checkpoint()
    context: dict[str, Any] = {"key": str(keys.public), "file_name": FILE_NAME, "origin": keys.origin}
    if text:
        checkpoint, steps = checkpoint_of(read_note(text)), folder.growth()
        context |= {
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "checkpoint": text,
            "at": datetime.fromisoformat(steps[-1].at) if steps else None,
            "address": f"{settings.PUBLIC_URL.rstrip('/')}/record",
        }
    return render(request, "public/record.html", context)


@public()
@require_GET
@cache_control(public=True, max_age=5)
def record_checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint, as c2sp.org/tlog-tiles has it. Raises NoSuchRecordFile."""
    text = record_folder(_home()).checkpoint()
    if not text:
        raise NoSuchRecordFile()
    return HttpResponse(text, content_type=_TEXT)


@public()
@require_GET
@cache_control(public=True, max_age=31_536_000, immutable=True)
def record_tile(request: HttpRequest, path: str) -> HttpResponse:
    """Return a tile of hashes or a bundle of entries; once written they never change. Raises NoSuchRecordFile."""
    name = f"tile/{path}"
    if len(name) > LONGEST_PATH or not _TILE.fullmatch(name):
        raise NoSuchRecordFile()
    file = record_folder(_home()).root / name
    try:
        return HttpResponse(file.read_bytes(), content_type="application/octet-stream")
    except OSError as error:
        raise NoSuchRecordFile() from error


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
    """Return what proves that a report was recorded: a proof, or until the next night a signed slip.

    Unknown codes are counted as on the page of the report. Raises NoSuchCase, AskedTooOften, NoReceipt.
    """
    case = case_of_code(request, code)
    folder = record_folder(_home())
    receipt = report_receipt(folder, _keys(), case_id=case.case_id, report_id=case.report_id, now=clock.now())
    if receipt is None:
        raise NoReceipt()
    name = f"{case.code}.{'slip' if receipt.is_slip else 'tlog-proof'}"
    return HttpResponse(
        receipt.text, content_type=_TEXT, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _home() -> Path:
    return Path(settings.HOME)


def _keys() -> RecordKeys:
    return record_keys(_home(), origin_of(settings.PUBLIC_URL))
