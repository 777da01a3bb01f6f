"""A table as a file that is sent: CSV that Excel reads, or a workbook, in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from peygir.core.tables import Column, as_csv, as_xlsx
from peygir.web.kit.templatetags.ui import language

Cell = str | int | float | date | None
FORMS: Final = ("csv", "xlsx")
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_file(name: str, form: str, columns: list[Column], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """Return a table as `name.csv` or `name.xlsx`; `form` is one of FORMS."""
    if form == "csv":
        content = as_csv(columns, rows, with_mark=True)
    else:
        content = as_xlsx(columns, rows, from_right=language() == "fa")
    response = StreamingHttpResponse(content, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
