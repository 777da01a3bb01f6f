"""Checks that several files share: duplicate codes and unknown codes.

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
    """Every duplicate code, with the row of its first occurrence."""
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
    """The fault of a code that is in no row of the file that should define it."""
    return FileFault(file, row, _("{what} “{code}” is unknown", what=what, code=code))


def codes(rows: Iterable[HasCode] | None) -> frozenset[str] | None:
    """The codes of a table; None for a table that could not be read."""
    return None if rows is None else frozenset(row.code for row in rows)
