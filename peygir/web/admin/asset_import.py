"""Import of assets from a file: it is checked first; without any fault all of its rows are written, otherwise none.

Files of up to MOST_ROWS rows are written here; the command `import-assets` takes longer ones, in parts.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.assets.actions import write_rows
from peygir.assets.facts import AssetTypeFacts
from peygir.assets.queries import asset_imports, asset_types
from peygir.assets.row_reading import FIELDS, NEEDED
from peygir.assets.table_reading import ReadAssets, read_assets
from peygir.core.bodies import TABLE
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import gettext_lazy
from peygir.core.words import plain
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language

SHOWN: Final = 200  # faults on the page; the command lists all
MOST_ROWS: Final = 5000


class FileIsForCommand(Invalid):
    """The file has more rows than a page writes."""

    message = gettext_lazy("The file has {rows} rows; a page writes up to {most}. Please use the command below.")


class AssetFileIsMissing(Invalid):
    """No file came with the form."""

    message = gettext_lazy("Choose the file.")


@takes(TABLE)
@staff(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def admin_asset_import(request: HttpRequest) -> HttpResponse:
    """Show the form; POST checks a file, and with `step=do` writes its rows if none has a fault."""
    if request.method != "POST":
        return _page(request)
    columns = {name: plain(request.POST.get(name, ""))[:120] for name in FIELDS}
    only_type, file = request.POST.get("only_type", "")[:80], request.FILES.get("file")
    table: ReadAssets | None = None
    try:
        if not isinstance(file, UploadedFile):
            raise AssetFileIsMissing()
        table = _read(file, columns, only_type)
        if request.POST.get("step") == "do" and not table.faults:
            count = _write(table, file.name or "", by=str(actor(request)))
            messages.success(request, _("%(count)s rows are written.") % {"count": digits(count)})
            return redirect("admin_asset_import")
    except Refusal as refusal:
        fault, status = digits(words_of(refusal)), status_of(refusal)
        return _page(request, columns=columns, only_type=only_type, table=table, fault=fault, status=status)
    status = 422 if table.faults else 200
    return _page(request, columns=columns, only_type=only_type, table=table, file_name=file.name or "", status=status)


def _read(file: "UploadedFile[bytes]", columns: dict[str, str], only_type: str) -> ReadAssets:
    """Return what an uploaded file holds, and its faults."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"assets{Path(file.name or '').suffix.lower()[:8]}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return read_assets(path, columns, city_id=current_city().id, only_type=only_type)


def _write(table: ReadAssets, file_name: str, *, by: str) -> int:
    """Write the rows and return how many. Raises FileIsForCommand."""
    if len(table.rows) > MOST_ROWS:
        raise FileIsForCommand(rows=len(table.rows), most=MOST_ROWS)
    done = 0
    parts = write_rows(
        current_city().id, table.rows, file_name=file_name, digest=table.digest, columns=table.columns, by=by
    )
    for done, _all in parts:  # noqa: B007 - the last number counts
        pass
    return done


def _page(
    request: HttpRequest,
    *,
    columns: dict[str, str] | None = None,
    only_type: str = "",
    table: ReadAssets | None = None,
    file_name: str = "",
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    faults = table.faults if table is not None else []
    headings, types = columns or {}, asset_types(current_city().id)
    context = {
        "table": table,
        "rows": len(table.sheet.rows) if table is not None else 0,
        "faulty": len({one.row for one in faults}),
        "faults": [
            (one.row, _heading(one.field, headings, types), digits(words_of(one.why))) for one in faults[:SHOWN]
        ],
        "more": len(faults) - SHOWN,
        "fault": fault,
        "fields": [
            (name, in_language(label), name in NEEDED, headings.get(name, "")) for name, label in FIELDS.items()
        ],
        "types": types,
        "only_type": only_type,
        "imports": asset_imports(current_city().id),
        "most": MOST_ROWS,
        "command": f"./run import-assets {quote(file_name or 'FILE')} --dry-run",
    }
    return render(request, "admin/asset_import.html", context, status=status)


def _heading(name: str, columns: dict[str, str], types: Sequence[AssetTypeFacts]) -> str:
    """Return the column of a fault as the file names it, else the label of its field or attribute."""
    if columns.get(name):
        return columns[name]
    if name in FIELDS:
        return in_language(FIELDS[name])
    labels = (one.names for kind in types for one in kind.attributes if one.code == name)
    label = next(labels, None)
    return in_language(label) if label is not None else name
