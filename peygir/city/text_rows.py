"""Texts of a city's data in further languages, one file for each language: `texts.ar.csv`.

Persian and English stand in columns of the tables themselves; every other language is a file beside them.
"""

from dataclasses import dataclass
from typing import Final

IN_COLUMNS: Final = ("fa", "en")
TEXT_FIELDS: Final = {
    "city": ("name",),
    "unit": ("name",),
    "agency": ("name",),
    "topic": ("name", "words"),
    "group": ("name",),
    "district": ("name",),
    "neighbourhood": ("name",),
    "landmark": ("name",),
    "season": ("name",),
}
"""The fields of each kind of thing that may have texts; the code of a group is the `group_code` of its topics."""


@dataclass(frozen=True, slots=True)
class CityTextRow:
    """One text in one language; `file` and `row` are where it stands."""

    kind: str
    code: str
    field: str
    language: str
    text: str
    file: str
    row: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the text is for, and its language."""
        return self.kind, self.code, self.field, self.language
