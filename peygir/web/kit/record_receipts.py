"""Receipts of the public record as files."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.history.record.folder import RecordFolder
from peygir.history.record.growing import record_folder
from peygir.history.record.keys import RecordKeys, origin_of, record_keys
from peygir.history.record.slips import RecordReceipt, erasure_receipt, night_receipt


class NothingToProve(Missing):
    """Nothing was recorded that could be proved."""

    message = gettext_lazy("Nothing of this has been recorded yet.")


def erasure_proof(request_id: int) -> HttpResponse:
    """Return what proves that a citizen's erasure was recorded. Raises NothingToProve, RecordKeyIsGone."""
    return _file(
        f"erasure-{request_id}",
        lambda folder, keys: erasure_receipt(folder, keys, request_id=request_id, now=clock.now()),
    )


def night_proof(city_id: int, day: str) -> HttpResponse:
    """Return what proves that a night's erasure was recorded. Raises NothingToProve, RecordKeyIsGone."""
    return _file(
        f"night-{day}",
        lambda folder, keys: night_receipt(folder, keys, city_id=city_id, day=day, now=clock.now()),
    )


def _file(name: str, find: Callable[[RecordFolder, RecordKeys], RecordReceipt | None]) -> HttpResponse:
    home = Path(settings.HOME)
    receipt = find(record_folder(home), record_keys(home, origin_of(settings.PUBLIC_URL)))
    if receipt is None:
        raise NothingToProve()
    end = "slip" if receipt.is_slip else "tlog-proof"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{end}"'}
    return HttpResponse(receipt.text, content_type="text/plain; charset=utf-8", headers=headers)
