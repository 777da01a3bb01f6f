"""Questions about the cases that a version's figures counted; every read of pages and of the night."""

from collections.abc import Sequence

from peygir.media import files as storage
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.case_lists import ListedRow, read_lists
from peygir.outlook.insight.publishing.columns import LISTS


def lists_of(facts: PublicationFacts) -> list[ListedRow] | None:
    """The lists of a version; None where none were kept with it."""
    return _read(facts, "")


def list_of(facts: PublicationFacts, figure: str) -> list[ListedRow] | None:
    """The list of a figure (`PublishedFigure.listed_as`); None where it was not kept with the version."""
    return _read(facts, figure) if figure in facts.about.get("lists", ()) else None


def listed_in(rows: Sequence[ListedRow], split: str, keys: Sequence[str]) -> list[ListedRow]:
    """Those of a list that pages show of a place."""
    return [row for row in rows if row.is_listed and row.lies_in(split, keys)]


def _read(facts: PublicationFacts, figure: str) -> list[ListedRow] | None:
    file = facts.file(LISTS)
    return read_lists(storage.read(file.stored), figure) if file is not None and file.stored else None
