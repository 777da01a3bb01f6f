"""What a table of the lake is: its columns with their types and meanings, its key, and what its rows belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

VERSION: Final = 2
"""Of the schema. Who changes a table here raises it; the next run then writes the whole lake again."""
CASE: Final = "case"
CONTACT: Final = "contact"
ORDER: Final = "order"
SUBJECTS: Final = (CASE, CONTACT, ORDER)
"""What rows belong to. All rows of one subject stand in the partition of the month in which it began."""
INT: Final = "int64"
TEXT: Final = "string"
DAY: Final = "date"
MOMENT: Final = "timestamp"
"""The types: a whole number, a code, a day (Gregorian), and a minute in UTC."""


@dataclass(frozen=True, slots=True)
class LakeColumn:
    """One column; `values`: what its codes are, where the reader must look them up."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LakeTable:
    """One table: `subject` is "" for a table of names, which is written as a whole; rows are unique by `key`."""

    name: str
    about: str
    subject: str
    key: tuple[str, ...]
    columns: tuple[LakeColumn, ...]

    @property
    def relation(self) -> str:
        """The name by which queries know it."""
        return f"lake_{self.name}"

    @property
    def kinds(self) -> dict[str, str]:
        """The type of each column."""
        return {column.name: column.kind for column in self.columns}


def columns(text: str) -> tuple[LakeColumn, ...]:
    """Columns from lines "name type: meaning"."""
    parsed_columns = []
    for line in text.strip().splitlines():
        head, _colon, meaning = line.strip().partition(": ")
        name, kind = head.split()
        parsed_columns.append(LakeColumn(name, kind, meaning))
    return tuple(parsed_columns)


def table(name: str, about: str, subject: str, key: str, *parts: Iterable[LakeColumn]) -> LakeTable:
    return LakeTable(name, about, subject, tuple(key.split()), tuple(column for part in parts for column in part))
