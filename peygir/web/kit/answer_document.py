"""Answers of the lake in a PDF document: the figure, the chart, and the table behind it."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.pdf_pictures import PicturedDocument
from peygir.web.kit.answer_parts import AnswerPart
from peygir.web.kit.templatetags.ui import digits, moment

MOST_ROWS: Final = 20
"""A table beside a chart has so many rows; the rest is on the page that the document links to."""
ALL_ROWS: Final = 60


def write_answer(document: PicturedDocument, part: AnswerPart) -> None:
    """Write an answer below its heading."""
    if part.fault:
        document.paragraph(part.fault)
        return
    if part.one:
        document.heading(part.one, part.words, room=10)
        document.note(part.sentence)
        return
    table = part.table
    if part.svg:
        document.chart(part.svg, part.words)
    if table is None or not table.rows:
        document.paragraph(_("Nothing was counted."))
        return
    most = MOST_ROWS if part.svg else ALL_ROWS
    document.table(table.headings, table.rows[:most], table.shares)
    left_out = table.left_out + max(0, len(table.rows) - most)
    if left_out:
        document.note(_("%(count)s more rows are not printed.") % {"count": digits(left_out)})
    if part.hidden:
        document.note(part.hidden)


def as_of_words(as_of: str) -> str:
    """When the data were taken."""
    return _("Data of %(moment)s") % {"moment": moment(datetime.fromisoformat(as_of))}
