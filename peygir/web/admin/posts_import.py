"""Import of posts from a table: it is checked, every fault is listed, and all rows are recorded or none."""

import tempfile
from pathlib import Path
from shlex import quote
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.bodies import TABLE
from peygir.core.refusals import Refusal
from peygir.people import actions
from peygir.people.actions import PostImport
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language

SHOWN: Final = 200  # faults on the page; the command lists all


@takes(TABLE)
@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_posts_import(request: HttpRequest) -> HttpResponse:
    """Show the form; POST checks a table (`step` is "look"), or records its posts if no row has a fault."""
    if request.method != "POST":
        return _page(request)
    if not may_administer(actor(request)):
        raise actions.NotYourWork()
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _page(request, fault=_("Choose the table."), status=422)
    is_dry = request.POST.get("step") != "do"
    try:
        outcome = _imported(request, file, dry_run=is_dry)
    except Refusal as refusal:
        return _page(request, fault=digits(words_of(refusal)), status=status_of(refusal))
    if outcome.is_written:
        messages.success(request, _("%(count)s posts were recorded.") % {"count": digits(outcome.rows)})
        return redirect("admin_posts")
    return _page(request, outcome=outcome, file_name=file.name or "", status=422 if outcome.faults else 200)


def _imported(request: HttpRequest, file: "UploadedFile[bytes]", *, dry_run: bool) -> PostImport:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(file.name or '').suffix.lower()[:6]}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return actions.import_posts(path, dry_run=dry_run, by=actor(request))


def _page(
    request: HttpRequest, *, outcome: PostImport | None = None, fault: str = "", file_name: str = "", status: int = 200
) -> HttpResponse:
    faults = outcome.faults if outcome is not None else ()
    context = {
        "outcome": outcome,
        "faults": [(one.row, digits(words_of(one.why))) for one in faults[:SHOWN]],
        "more": len(faults) - SHOWN,
        "fault": fault,
        "columns": [(name, in_language(label)) for name, label in actions.POST_COLUMNS.items()],
        "may_change": may_administer(actor(request)),
        "command": f"./run import-posts {quote(file_name or 'FILE')} --dry-run",
    }
    return render(request, "admin/posts_import.html", context, status=status)
