"""The answer to a question as a file: CSV, Excel, Parquet; each names the question, the lake's root and its time."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.tables import BOM, Column, WorkbookSheet, as_csv, as_workbook
from peygir.core.translation import gettext_lazy
from peygir.outlook.insight.engines.apart import parquet_apart
from peygir.outlook.insight.exploring.answers import ExploredAnswer
from peygir.outlook.insight.exploring.rules import EXPLORERS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import text_of
from peygir.web.explore.asked import answer_to, asked_of, names_of_values
from peygir.web.explore.cases_page import NoQuestionInAddress
from peygir.web.explore.naming import sentence, title_of, written
from peygir.web.explore.tables import in_order
from peygir.web.kit.access import staff
from peygir.web.kit.templatetags.ui import language

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
FORMS: Final = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"))
"""The forms of files, with their names on the page."""


class NoSuchForm(Missing):
    """Answers are not written in this form."""

    message = gettext_lazy("An answer comes as csv, xlsx or parquet, not as “{form}”.")


@staff(*EXPLORERS)
@require_GET
def explore_file(request: HttpRequest, form: str) -> HttpResponse:
    """Return the answer as a file, with the figures that the viewer may see."""
    if form not in TYPES:
        raise NoSuchForm(form=form[:20])
    exploration = asked_of(request)
    if exploration is None:
        raise NoQuestionInAddress()
    names = names_of_values()
    answer = answer_to(request, exploration, names)
    about, columns, rows = _about(answer, names), _columns(answer), list(_rows(answer, names))
    if form == "parquet":
        content = parquet_apart([column.name for column in columns], rows, about)
    elif form == "xlsx":
        sheets = [WorkbookSheet(_("Answer"), columns, rows), _about_sheet(about)]
        content = b"".join(as_workbook(sheets, from_right=language() == "fa"))
    else:
        content = b"".join(_csv(about, columns, rows))
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{answer.metric.code}-{answer.as_of:%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _about(answer: ExploredAnswer, names: ValueNames) -> dict[str, str]:
    """What the file is: the question as text and in words, and the data that it came from."""
    return {
        "question": text_of(answer.table.question),
        "title": title_of(answer.table.question, names),
        "sentence": sentence(answer, names),
        "compared_with": str(answer.comparison or ""),
        "root": answer.root,
        "last_event": "" if answer.last_event is None else str(answer.last_event),
        "as_of": answer.as_of.isoformat(),
        "hidden_groups": str(sum(group.is_hidden for group in answer.table.groups)),
    }


def _columns(answer: ExploredAnswer) -> list[Column]:
    columns = []
    for code in answer.table.dimensions:
        columns += [Column(code), Column(f"{code}_name")]
    columns += [Column("value", "number"), Column("rows", "number"), Column("is_hidden", "number")]
    if answer.bases:
        columns += [Column("compared_with", "number"), Column("change", "number")]
    if answer.rates:
        columns.append(Column("per_1000_people", "number"))
    return columns


def _rows(answer: ExploredAnswer, names: ValueNames) -> Iterator[list[object]]:
    """The groups in the order of the page; figures with all their digits, none for a hidden group."""
    for group in in_order(answer):
        row: list[object] = []
        for code, key in zip(answer.table.dimensions, group.keys, strict=True):
            row += ["" if key is None else str(key), written(names.name(answer.metric, code, key))]
        row += [group.value, group.n, int(group.is_hidden)]
        if answer.bases:
            base = answer.bases.get(group.keys)
            row += [base.value if base is not None else None, base.change if base is not None else None]
        if answer.rates:
            row.append(answer.rates.get(group.keys))
        yield row


def _about_sheet(about: Mapping[str, str]) -> WorkbookSheet:
    return WorkbookSheet(_("About this file"), [Column(_("What")), Column(_("Value"))], list(about.items()))


def _csv(about: Mapping[str, str], columns: list[Column], rows: list[list[object]]) -> Iterator[bytes]:
    """Lines that begin with # say what the file is; the table follows them."""
    head = "".join(f"# {name}: {_commented(value)}\r\n" for name, value in about.items())
    yield f"{BOM}{head}".encode()
    yield from as_csv(columns, rows)


def _commented(value: str) -> str:
    """A text on one line; what a spreadsheet would take for a cell with a formula gets an apostrophe."""
    return _CELL_OF_FORMULA.sub(r"\1'", " ".join(value.split()))


_CELL_OF_FORMULA: Final = re.compile(r"([,;|\"]\s*)(?=[=+\-@＝＋－＠])")
