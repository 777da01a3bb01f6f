"""What other packages read of published figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peygir.cases.listing import CaseListEntry
from peygir.city.facts import CityFacts
from peygir.outlook.insight.publishing.columns import LISTS
from peygir.outlook.insight.publishing.rows import FigureRow

RequestMaker = Callable[[CityFacts, Sequence[CaseListEntry]], list[dict[str, Any]]]
"""Makes service requests of Open311 out of public cases; the API sets it when it starts."""


@dataclass(frozen=True, slots=True)
class PublicationFileFacts:
    """A file of a version; `stored` is its name in the storage, "" if it is gone."""

    name: str
    stored: str
    digest: str
    size: int
    rows: int

    @property
    def form(self) -> str:
        """The end of its name: csv, parquet, json."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """A version of a month (140503) without its rows; `words`: of a correction, by language."""

    id: int
    month: int
    number: int
    reason: str
    words: Mapping[str, str]
    made_at: datetime
    withdrawn_at: datetime | None
    about: Mapping[str, Any]
    digest: str
    files: tuple[PublicationFileFacts, ...] = ()

    @property
    def code(self) -> str:
        """The month as addresses and files have it: "1405-03"."""
        return f"{self.month // 100:04d}-{self.month % 100:02d}"

    @property
    def open_files(self) -> tuple[PublicationFileFacts, ...]:
        """The files that everybody may download, also those that are gone."""
        return tuple(one for one in self.files if one.name != LISTS)

    def file(self, name: str) -> PublicationFileFacts | None:
        """A file by its name, or None."""
        return next((one for one in self.files if one.name == name), None)


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """A version with its figures."""

    facts: PublicationFacts
    rows: tuple[FigureRow, ...]

    def row(self, figure: str, split: str = "city", *keys: str) -> FigureRow | None:
        """The row of a figure in a part of the city; None where there is none."""
        place = (split, *keys)
        return next((row for row in self.rows if row.figure == figure and row.place == place), None)

    def of(self, figure: str, split: str) -> list[FigureRow]:
        """The rows of a figure in a split."""
        return [row for row in self.rows if row.figure == figure and row.split == split]
