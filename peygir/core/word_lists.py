"""Reads the word lists that are stored beside modules as plain text (UTF-8).

A line in brackets begins a list and gives its name, a line that begins with # is a comment, empty lines are ignored.
"""

from pathlib import Path
from typing import Final

_COMMENT: Final = "#"


def read_rows(path: Path) -> dict[str, tuple[str, ...]]:
    """The lines of each list of a file, by the list's name, in the order of the file.

    Raises OSError if there is no such file, and ValueError for a line before the first list and for a second list
    of the same name.
    """
    lists: dict[str, list[str]] = {}
    rows: list[str] | None = None
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = text.strip()
        if not row or row.startswith(_COMMENT):
            continue
        if row.startswith("[") and row.endswith("]"):
            name = row[1:-1]
            if name in lists:
                raise ValueError(f"{path.name}:{number}: a second list {name!r}")
            rows = lists[name] = []
        elif rows is None:
            raise ValueError(f"{path.name}:{number}: a line before the first list")
        else:
            rows.append(row)
    return {name: tuple(rows) for name, rows in lists.items()}


def read_word_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """The words of each list of a file, separated by blanks, by the list's name. Raises what `read_rows` raises."""
    return {name: tuple(word for row in rows for word in row.split()) for name, rows in read_rows(path).items()}
