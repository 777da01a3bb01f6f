"""Parses the files with texts of a city's data in further languages, one for each language, into rows."""

import re
from collections.abc import Iterable
from typing import Final

from peygir.city.cells import Cells
from peygir.city.files import Folder
from peygir.city.text_rows import IN_COLUMNS, TEXT_FIELDS, CityTextRow
from peygir.core.translation import gettext_lazy as _

TEXT_COLUMNS: Final = ("kind", "code", "text")
_FILE: Final = re.compile(r"texts\.([a-z]{2,3}(?:-[A-Z]{2})?)\.csv", re.ASCII)


def text_files(names: Iterable[str]) -> dict[str, str]:
    """The files among `names` that hold texts, each with its language."""
    return {name: match[1] for name in sorted(names) if (match := _FILE.fullmatch(name))}


def read_texts(source: Folder) -> tuple[CityTextRow, ...] | None:
    """Read the texts of all languages; None if the folder has no such file."""
    files = text_files(source.names())
    rows: list[CityTextRow] = []
    for file, language in files.items():
        if language in IN_COLUMNS:
            source.fault(file, 0, _("texts in this language are in the columns of the other files"))
            continue
        rows += (_text(cells, language) for cells in source.table(file, TEXT_COLUMNS) or ())
    return tuple(rows) if files else None


def _text(cells: Cells, language: str) -> CityTextRow:
    return CityTextRow(
        kind=cells.choice("kind", TEXT_FIELDS),
        code=cells.text("code", limit=160, needed=True),
        field=cells.text("field", limit=20) or "name",
        language=language,
        text=cells.text("text", limit=4000, needed=True),
        file=cells.file,
        row=cells.row,
    )
