"""Questions about the cases that a version's figures counted; every read of pages and of the night."""

from collections.abc import Sequence
from functools import lru_cache

from peygir.media import files as storage
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.case_lists import ListedRow, read_lists
from peygir.outlook.insight.publishing.columns import LISTS


def lists_of(facts: PublicationFacts) -> list[ListedRow] | None:
    """The lists of a version; None where none were kept with it."""
    stored = _stored(facts)
    return read_lists(storage.read(stored)) if stored else None


def list_of(facts: PublicationFacts, figure: str) -> Sequence[ListedRow] | None:
    """The list of a figure (`PublishedFigure.listed_as`); None where it was not kept with the version."""
    stored = _stored(facts)
    return _list(stored, figure) if stored and figure in facts.about.get("lists", ()) else None


def listed_in(rows: Sequence[ListedRow], split: str, keys: Sequence[str]) -> list[ListedRow]:
    """Those of a list that pages show of a place."""
    return [row for row in rows if row.is_listed and row.lies_in(split, keys)]


def _stored(facts: PublicationFacts) -> str:
    """The name in the storage of a version's lists; empty where none were kept."""
    file = facts.file(LISTS)
    return file.stored if file is not None else ""


@lru_cache(maxsize=8)
def _list(stored: str, figure: str) -> tuple[ListedRow, ...]:
    """One list; kept, since the file of a version never changes and strangers turn its pages."""
    return tuple(read_lists(storage.read(stored), figure))
