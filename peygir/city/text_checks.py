"""Finds what is wrong with the texts of a city's data in further languages. Pure: rows in, faults out."""

from collections.abc import Iterable

from peygir.city.rows import CityRows, FileFault
from peygir.city.text_rows import TEXT_FIELDS, CityTextRow
from peygir.core.translation import gettext_lazy as _


def check_texts(rows: CityRows) -> list[FileFault]:
    """Fields that their kind does not have, codes that the city does not have, and texts that stand twice."""
    known = {
        "city": frozenset({rows.code}),
        "unit": _codes(row.code for row in rows.units or ()),
        "agency": _codes(row.code for row in rows.agencies or ()),
        "topic": _codes(row.code for row in rows.topics or ()),
        "group": _codes(row.group_code for row in rows.topics or ()),
        "district": _codes(row.code for row in rows.districts or ()),
        "neighbourhood": _codes(row.code for row in rows.neighbourhoods or ()),
    }
    first: dict[tuple[str, str, str, str], CityTextRow] = {}
    faults = []
    for row in rows.texts or ():
        reason = None
        if row.kind in TEXT_FIELDS and row.field not in TEXT_FIELDS[row.kind]:
            reason = _("“{kind}” has no text “{field}”", kind=row.kind, field=row.field)
        elif row.code and row.code not in known.get(row.kind, {row.code}):
            reason = _("the city has no “{kind}” with the code “{code}”", kind=row.kind, code=row.code)
        elif row.key in first:
            reason = _("this row occurs twice (row {first})", first=first[row.key].row)
        first.setdefault(row.key, row)
        if reason is not None:
            faults.append(FileFault(row.file, row.row, reason))
    return faults


def _codes(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(codes)
