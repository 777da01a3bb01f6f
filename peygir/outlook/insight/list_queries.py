"""Questions about the cases that a version's figures counted; every read of pages and of the night."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from peygir.media import files as storage
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.case_lists import ListedRow, read_lists
from peygir.outlook.insight.publishing.columns import LISTS


@dataclass(frozen=True, slots=True)
class FigureList:
    """The rows of a figure's list in their order, and the ids of their cases, each once."""

    rows: tuple[ListedRow, ...]
    case_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FigurePart:
    """The rows of a list that pages show of a place, and how many more were counted there."""

    listed: tuple[ListedRow, ...] = ()
    left: int = 0


def lists_of(facts: PublicationFacts) -> list[ListedRow] | None:
    """The lists of a version; None where none were kept with it."""
    stored = _stored(facts)
    return read_lists(storage.read(stored)) if stored else None


def list_of(facts: PublicationFacts, figure: str) -> FigureList | None:
    """The list of a figure (`PublishedFigure.listed_as`); None where it was not kept with the version."""
    stored = _stored(facts)
    return _list(stored, figure) if stored and figure in facts.about.get("lists", ()) else None


def part_of(facts: PublicationFacts, figure: str, split: str, keys: Sequence[str]) -> FigurePart:
    """Those of the list of a figure that lie in a place; none where no list was kept."""
    stored = _stored(facts)
    if not stored or figure not in facts.about.get("lists", ()):
        return FigurePart()
    return _part(stored, figure, split, tuple(keys))


def _stored(facts: PublicationFacts) -> str:
    """The name in the storage of a version's lists; empty where none were kept."""
    file = facts.file(LISTS)
    return file.stored if file is not None else ""


@lru_cache(maxsize=8)
def _list(stored: str, figure: str) -> FigureList:
    """One list; kept, since the file of a version never changes and strangers turn its pages."""
    rows = tuple(read_lists(storage.read(stored), figure))
    return FigureList(rows, tuple(sorted({row.case_id for row in rows})))


@lru_cache(maxsize=64)
def _part(stored: str, figure: str, split: str, keys: tuple[str, ...]) -> FigurePart:
    """A place of a list; kept as the list is."""
    here = [row for row in _list(stored, figure).rows if row.lies_in(split, keys)]
    listed = tuple(row for row in here if row.is_listed)
    return FigurePart(listed, len(here) - len(listed))
