"""What checks of several files share: codes that stand twice, and codes that nobody knows.

Pure: rows in, faults out.
"""

from collections.abc import Iterable
from typing import Protocol

from peygir.city.rows import FileFault
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _


class HasCode(Protocol):
    """A row with a code."""

    @property
    def code(self) -> str: ...
    @property
    def row(self) -> int: ...


def doubles(file: str, rows: Iterable[HasCode]) -> list[FileFault]:
    """Every code that stood before, with the row where it did."""
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        if row.code and row.code not in first:
            first[row.code] = row.row
        elif row.code:
            faults.append(
                FileFault(
                    file,
                    row.row,
                    _("code “{code}” is a duplicate (of row {first})", code=row.code, first=first[row.code]),
                )
            )
    return faults


def unknown(file: str, row: int, what: Text, code: str) -> FileFault:
    """A code that is in no row of the file that should hold it."""
    return FileFault(file, row, _("{what} “{code}” is unknown", what=what, code=code))


def codes(rows: Iterable[HasCode] | None) -> frozenset[str] | None:
    """The codes of a table; None for one that could not be read."""
    return None if rows is None else frozenset(row.code for row in rows)
