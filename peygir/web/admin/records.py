"""Import of old records from another system: a table is checked, every fault is listed, then it is imported.

Checking writes no case. The worker runs the import in a process of its own, because it sets the clock back; the page
requests it and shows the progress of each table. The command `import-records` does the same on the server.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.bodies import TABLE
from peygir.core.refusals import Missing, Refusal
from peygir.core.sheets import read_sheet
from peygir.core.words import plain
from peygir.desks.earlier.actions import keep_words
from peygir.desks.earlier.rules import proposed_columns
from peygir.desks.partners import actions
from peygir.desks.partners.queries import (
    OrderLine,
    batches,
    kept_columns,
    looked_order,
    looked_table,
    mapping,
    mappings,
    open_orders,
)
from peygir.desks.partners.record_rules import FIELDS, NEEDED
from peygir.history.kinds.partners import ImportBegun, ImportEnded, ImportMappingKept
from peygir.journey.import_orders import look_at
from peygir.journey.importing import Judged
from peygir.journey.moving_in import look_again, refused_rows, waits_for_word
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.admin.moving_words import NONE_OF_OURS, word_rows
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, language

SHOWN: Final = 200  # faults on the page; the command lists all
LINES: Final = (ImportMappingKept.kind, ImportBegun.kind, ImportEnded.kind)
SOURCE: Final = "old-137"


@takes(TABLE)
@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_import(request: HttpRequest) -> HttpResponse:
    """List the imports; POST checks a table by the named columns, and may save that choice of columns under a name."""
    by = actor(request)
    if request.headers.get("HX-Request"):
        return render(request, "admin/import_orders.html", _orders(by))
    if request.method != "POST":
        kept = mapping(request.GET.get("mapping", "")[:60]) or {}
        return _page(request, columns=kept, name=request.GET.get("mapping", "")[:60] if kept else "")
    if not may_administer(by):
        raise NotYourWork()
    columns = {field: plain(request.POST.get(field, ""))[:120] for field in FIELDS}
    name, file = plain(request.POST.get("keep_as", ""))[:60], request.FILES.get("file")
    given: dict[str, Any] = {"columns": columns, "name": name}
    if not isinstance(file, UploadedFile):
        return _page(request, **given, fault=_("Choose the table."), status=422)
    try:
        judged = _judged(file, columns, keep_as=name, by=by)
    except Refusal as refusal:
        return _page(request, **given, fault=words_of(refusal), status=status_of(refusal))
    if name and "judged" in judged:
        messages.success(request, _("The columns are saved as “%(name)s”.") % {"name": name})
    given["columns"] = judged.pop("proposed", columns)
    return _page(request, **given, **judged, file_name=file.name or "")


@staff(Permission.ADMINISTER)
@require_POST
def admin_import_words(request: HttpRequest, order_id: int) -> HttpResponse:
    """Remember our codes for words of a checked table, and check it once more."""
    by, table = actor(request), looked_table(order_id)
    if table is None:
        raise actions.NoSuchImportOrder()
    chosen = {
        (field, text): "" if code == NONE_OF_OURS else code
        for place, code in enumerate(request.POST.getlist("code"))
        if code
        for field, text in [_word_at(request, place)]
    }
    count = keep_words(current_city().id, chosen, by=by)
    judged = look_again(order_id, by=by)
    if judged is None:
        raise actions.NoSuchImportOrder()
    messages.success(request, _("%(count)s words are remembered.") % {"count": digits(count)})
    columns = {field: table.columns.get(field, "") for field in FIELDS}
    shown = _found(judged, order_id, columns)
    del shown["proposed"]
    return _page(request, columns=columns, **shown, file_name=table.file_name)


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_import_refused(request: HttpRequest, order_id: int) -> HttpResponse:
    """Return the refused rows of a checked table as CSV, to be mended and brought again."""
    judged = look_again(order_id, by=actor(request))
    if judged is None:
        raise actions.NoSuchImportOrder()
    headers = {"Content-Disposition": 'attachment; filename="refused-rows.csv"'}
    return HttpResponse(refused_rows(judged, language()), content_type="text/csv; charset=utf-8", headers=headers)


def _word_at(request: HttpRequest, place: int) -> tuple[str, str]:
    fields, texts = request.POST.getlist("field"), request.POST.getlist("word")
    if place >= min(len(fields), len(texts)):
        raise actions.NoSuchImportOrder()
    return fields[place][:8], texts[place][:120]


@staff(Permission.ADMINISTER)
@require_POST
def admin_import_start(request: HttpRequest, order_id: int) -> HttpResponse:
    """Let the worker import a checked table, or resume a failed import."""
    source = plain(request.POST.get("source", ""))[:40]
    leaves_faulty = request.POST.get("leave_faulty") == "on"
    try:
        actions.ask_import(order_id, source=source, leaves_faulty=leaves_faulty, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        order = looked_order(order_id)
        return _page(
            request, columns={}, order=order, source=source, fault=digits(words_of(refusal)), status=status_of(refusal)
        )
    messages.success(request, _("The table is being taken over; you see below how far it has come."))
    return redirect(reverse("admin_import") + "#orders")


def _judged(file: "UploadedFile[bytes]", columns: dict[str, str], *, keep_as: str, by: Actor) -> dict[str, Any]:
    """Return a table's headings and, once its columns are named, its faults; without faults the import may be
    requested.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(file.name or '').suffix.lower()[:6]}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        if not any(columns.values()):
            headings = read_sheet(path, numbers_equals=True).headings
            columns = {**columns, **proposed_columns(headings, kept_columns())}
            if not all(columns.get(field) for field in NEEDED):
                return {"headings": headings, "proposed": columns}
        judged, order_id = look_at(path, columns, file_name=file.name or "", keep_as=keep_as, by=by)
    return _found(judged, order_id, columns)


def _found(judged: Judged, order_id: int, columns: dict[str, str]) -> dict[str, Any]:
    """Return what the page shows of a table that was judged: faults, unknown words, and the order to import it."""
    own = [fault for fault in judged.faults if not waits_for_word(fault)]
    faults = [
        (fault.row, columns.get(fault.field) or in_language(FIELDS[fault.field]), digits(words_of(fault.why)))
        for fault in own[:SHOWN]
    ]
    order = looked_order(order_id) if judged.records else None
    return {
        "headings": judged.sheet.headings,
        "judged": judged,
        "faults": faults,
        "more": len(own) - SHOWN,
        "waiting": len({fault.row for fault in judged.faults} - {fault.row for fault in own}),
        "order": order,
        "word_lines": word_rows(judged),
        "looked": order_id,
        "proposed": columns,
    }


def _orders(by: Actor) -> dict[str, Any]:
    orders = open_orders()
    return {
        "orders": orders,
        "batches": batches(),
        "may_change": may_administer(by),
        "is_busy": any(one.state != "failed" for one in orders),
    }


def _page(
    request: HttpRequest,
    *,
    columns: dict[str, str],
    name: str = "",
    status: int = 200,
    fault: str = "",
    headings: tuple[str, ...] = (),
    judged: Judged | None = None,
    faults: Sequence[tuple[int, str, str]] = (),
    more: int = 0,
    waiting: int = 0,
    file_name: str = "",
    order: OrderLine | None = None,
    source: str = SOURCE,
    word_lines: Sequence[object] = (),
    looked: int = 0,
) -> HttpResponse:
    rows = {one.row for one in judged.faults} if judged is not None else set()
    context = {
        "fields": [
            (field, in_language(names), field in NEEDED, columns.get(field, "")) for field, names in FIELDS.items()
        ],
        "headings": headings,
        "is_mapped": any(columns.values()),
        "judged": judged,
        "faults": faults,
        "more": more,
        "waiting": waiting,
        "left_out": judged.sheet.left_out if judged is not None else (),
        "unused": [one for one in headings if one and judged is not None and one not in columns.values()],
        "faulty": len(rows) - waiting,
        "name": name,
        "fault": fault,
        "mappings": mappings(),
        "order": order,
        "words": word_lines,
        "looked": looked,
        "source": source,
        "lines": decisions(current_city().id, *LINES),
        "command": f"./run import-records {quote(file_name or 'FILE')} --source {SOURCE}"
        + (f" --mapping {quote(name)}" if name else ""),
        **_orders(actor(request)),
    }
    return render(request, "admin/import.html", context, status=status)
