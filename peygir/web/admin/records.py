"""Old records of another system: a table is looked at, its columns are named, every fault is told; nothing is written.

The taking over itself runs on the server as a command of its own process, since it sets the clock back; the page gives
the line to run and shows how far each table has come.
"""

import tempfile
from pathlib import Path
from shlex import quote
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Refusal
from peygir.core.sheets import read_sheet
from peygir.core.words import plain
from peygir.journey.importing import judge_file
from peygir.partners import actions
from peygir.partners.queries import batches, mapping, mappings
from peygir.partners.record_rules import FIELDS, NEEDED
from peygir.people.actions import NotYourWork
from peygir.people.roles import ADMIN, SUPERVISOR
from peygir.people.rules import may_administer
from peygir.web.access import actor, staff
from peygir.web.admin.decisions import decisions
from peygir.web.middleware.refusals import status_of, words_of
from peygir.web.templatetags.ui import digits, said
from peygir.web.town import town

SHOWN: Final = 200  # faults on the page; the command lists them all
LINES: Final = ("mapping_kept", "import_begun", "import_ended")


@staff(ADMIN, SUPERVISOR)
@require_http_methods(["GET", "POST"])
def admin_import(request: HttpRequest) -> HttpResponse:
    """The tables that were begun; POST looks at one by the columns that were named, and may keep them by name."""
    if request.method != "POST":
        kept = mapping(request.GET.get("mapping", "")[:60]) or {}
        return _page(request, columns=kept, name=request.GET.get("mapping", "")[:60] if kept else "")
    if not may_administer(actor(request)):
        raise NotYourWork()
    columns = {field: plain(request.POST.get(field, ""))[:120] for field in FIELDS}
    name, file = plain(request.POST.get("keep_as", ""))[:60], request.FILES.get("file")
    given: dict[str, Any] = {"columns": columns, "name": name}
    if not isinstance(file, UploadedFile):
        return _page(request, **given, fault=_("Choose the table."), status=422)
    try:
        found = _judged(file, columns)
        if name and "judged" in found:
            actions.keep_mapping(name, columns, by=actor(request))
            messages.success(request, _("The columns are kept as “%(name)s”.") % {"name": name})
    except Refusal as refusal:
        return _page(request, **given, fault=words_of(refusal), status=status_of(refusal))
    return _page(request, **given, **found, file_name=file.name or "")


def _judged(file: "UploadedFile[bytes]", columns: dict[str, str]) -> dict[str, Any]:
    """The headings of a table, and what is wrong in it once its columns are named; the upload is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(file.name or '').suffix.lower()[:6]}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        if not any(columns.values()):
            return {"headings": read_sheet(path).headings}
        judged = judge_file(path, columns)
    faults = [
        (fault.row, columns.get(fault.field) or said(FIELDS[fault.field]), digits(words_of(fault.why)))
        for fault in judged.faults[:SHOWN]
    ]
    return {"headings": judged.sheet.headings, "judged": judged, "faults": faults}


def _page(
    request: HttpRequest, *, columns: dict[str, str], name: str = "", status: int = 200, fault: str = "",
    headings: tuple[str, ...] = (), judged: Any = None, faults: Any = (), file_name: str = "",
) -> HttpResponse:  # fmt: skip
    rows = {one.row for one in judged.faults} if judged is not None else set()
    context = {
        "fields": [(field, said(names), field in NEEDED, columns.get(field, "")) for field, names in FIELDS.items()],
        "headings": headings, "judged": judged, "faults": faults, "more": len(judged.faults) - SHOWN if judged else 0,
        "faulty": len(rows), "name": name, "fault": fault, "mappings": mappings(), "batches": batches(),
        "may_change": may_administer(actor(request)), "lines": decisions(town().id, *LINES),
        "command": f"./run import-records {quote(file_name or 'FILE')} --source old-137"
        + (f" --mapping {quote(name)}" if name else ""),
    }  # fmt: skip
    return render(request, "admin/import.html", context, status=status)
