"""Looks for words in every table, in the stored files, the outbox, the lake and the record: erasure is complete."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from lab.erasure.searching import WordSearch


def places_of(marks: Collection[str]) -> list[str]:
    """Where one of the words still is: "table: word", or the path of a file. Letter case does not matter."""
    search = WordSearch(marks)
    search.tables()
    search.storage()
    search.folder(Path(settings.UPLOADS), "uploads")
    for name in ("outbox", "lake", "record"):
        search.folder(Path(settings.HOME) / name, name)
    return sorted(search.places)
