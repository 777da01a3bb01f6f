"""Reads schools from the lines of a CSV: each right row, or what is wrong with it."""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

MOST_ROWS: Final = 5000
COLUMNS: Final = ("code", "district", "name_fa", "name_en")
_SCHOOL_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")


class SchoolsAreNotRight(Invalid):
    """A row of the table is not right, or its headings are missing; nothing was written."""

    message = _("Row {row}: {why}")


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as a file or form gives it."""

    code: str
    district: str
    name_fa: str
    name_en: str = ""


def schools_from(text: str, *, districts: Collection[str]) -> list[SchoolRow]:
    """Return the schools of a CSV with the headings code, district, name_fa and (if wanted) name_en.

    Raises SchoolsAreNotRight for the first row with a fault, by its number in the file.
    """
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    headings = [(name or "").strip().lower() for name in lines.fieldnames or []]
    if not {"code", "district", "name_fa"} <= set(headings):
        raise SchoolsAreNotRight(row=1, why=_("the headings are code, district, name_fa and name_en."))
    lines.fieldnames = headings
    rows: list[SchoolRow] = []
    codes: set[str] = set()
    for number, line in enumerate(lines, start=2):
        values = {name: " ".join((line.get(name) or "").split()) for name in COLUMNS}
        row = SchoolRow(ascii_digits(values["code"]), ascii_digits(values["district"]), *list(values.values())[2:])
        why = fault_of(row, districts=districts)
        if why is None and row.code in codes:
            why = _("this code stands in the table twice.")
        if why is not None:
            raise SchoolsAreNotRight(row=number, why=why)
        rows.append(row)
        codes.add(row.code)
        if len(rows) > MOST_ROWS:
            raise SchoolsAreNotRight(row=number, why=_("a table has at most 5,000 schools."))
    return rows


def fault_of(row: SchoolRow, *, districts: Collection[str]) -> Text | None:
    """Return what is wrong with a row; None for a right one."""
    if not _SCHOOL_CODE.fullmatch(row.code):
        return _("the code has 1 to 20 letters, digits or hyphens.")
    if row.district not in districts:
        return _("there is no such district.")
    if not row.name_fa or max(len(row.name_fa), len(row.name_en)) > 120:
        return _("the Persian name is missing, or a name is longer than 120 characters.")
    return None
