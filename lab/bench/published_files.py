"""The published files of a city, as anybody downloads them: those of every version that is still given out."""

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peygir.outlook.insight.publishing.rows import FigureRow

if TYPE_CHECKING:
    from peygir.outlook.insight.publication_facts import PublicationFacts


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """A version of a month: its figures, its cases and service requests, and its manifest."""

    month: str
    number: int
    rows: list[FigureRow]
    cases: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    manifest: dict[str, Any]
    texts: str

    def n_of(self, figure: str) -> dict[tuple[str, ...], int]:
        """The shown rows behind a figure, by place."""
        return {row.place: row.n for row in self.rows if row.figure == figure and row.n is not None}


def published_files() -> list[PublishedFiles]:
    """Read every version that is given out, the earliest month first."""
    from django.conf import settings

    from peygir.city.queries import current_city
    from peygir.outlook.insight import publication_queries as published

    city_id, versions = current_city(settings.CITY).id, []
    for month in published.published_months(city_id)[::-1]:
        versions += [_read(version) for version in published.versions_of_month(city_id, month.month)[::-1]]
    return [version for version in versions if version is not None]


def _read(facts: "PublicationFacts") -> PublishedFiles | None:
    from pyarrow import parquet

    from peygir.media import files as storage
    from peygir.web.public.open_data import manifest_of

    if facts.withdrawn_at is not None:
        return None
    content = {file.name: storage.read(file.stored) for file in facts.files if file.stored}
    table = parquet.read_table(io.BytesIO(content["figures.parquet"])).to_pylist()
    cases = parquet.read_table(io.BytesIO(content["cases.parquet"])).to_pylist() if "cases.parquet" in content else []
    texts = "".join(value.decode() for name, value in content.items() if name.endswith((".csv", ".json")))
    return PublishedFiles(
        facts.code,
        facts.number,
        [_row(one) for one in table],
        cases,
        json.loads(content["requests.json"]) if "requests.json" in content else [],
        manifest_of(facts),
        texts,
    )


def _row(stored: dict[str, Any]) -> FigureRow:
    keys = [stored[name] or "" for name in stored["by"].split(".") if name != "city"]
    return FigureRow(
        stored["figure"],
        stored["by"],
        tuple(keys),
        stored["n"],
        stored["good"],
        stored["value"],
        stored["low"],
        stored["high"],
        stored["hidden"],
    )
