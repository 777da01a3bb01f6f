"""Reads the file of Merkle roots that a city keeps outside its database."""

import json
from pathlib import Path

from peygir.history.queries import Root


def book_of(home: Path) -> Path:
    """Return the path of the file."""
    return home / "roots.jsonl"


def read_book(home: Path) -> list[dict[str, str | int]]:
    """Return the entries, oldest first; a last line cut off by a crash is left out."""
    path = book_of(home)
    lines: list[dict[str, str | int]] = []
    if path.exists():
        for text in path.read_text().splitlines():
            try:
                lines.append(json.loads(text))
            except ValueError:
                continue
    return lines


def newest_root(home: Path) -> Root | None:
    """Return the root that was written last; None where none was."""
    lines = read_book(home)
    if not lines:
        return None
    return Root(int(lines[-1]["last_event"]), int(lines[-1]["files"]), str(lines[-1]["root"]))
