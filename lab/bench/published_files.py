"""The published files of a city, as anybody downloads them: those of every version that is still given out."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peygir.outlook.insight.publishing.rows import FigureRow

if TYPE_CHECKING:
    from peygir.outlook.insight.publication_facts import PublicationFacts

FEWEST: Final = 5
"""Groups of fewer rows must not be told."""
Place = tuple[str, ...]
Numbers = tuple[float | None, ...]
Form = Mapping[tuple[str, Place], Numbers]
"""What one form of the figures tells of a figure in a place."""


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """A version of a month: its figures, its cases and service requests, and its manifest.

    `forms`: the same figures as other files and the interface give them, by the name of the form.
    """

    month: str
    number: int
    rows: list[FigureRow]
    cases: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    manifest: dict[str, Any]
    texts: str
    forms: Mapping[str, Form]

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
        {
            "csv": _csv_form(content["figures.csv"]),
            "districts": _district_form(content.get("districts.parquet")),
            "api": _api_form(facts),
        },
    )


def _csv_form(content: bytes) -> Form:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {
        (row["figure"], _place(row)): tuple(
            float(row[name]) if row[name] else None for name in ("n", "good", "value", "low", "high")
        )
        for row in rows
    }


def _district_form(content: bytes | None) -> Form:
    """The figures beside the outlines of districts: of each its value and its rows."""
    from pyarrow import parquet

    if content is None:
        return {}
    rows = parquet.read_table(io.BytesIO(content)).to_pylist()
    return {
        (name, ("district", row["district"])): (row[name], row[f"{name}_n"])
        for row in rows
        for name in row
        if f"{name}_n" in row
    }


def _api_form(facts: "PublicationFacts") -> Form:
    """The figures as the interface answers a stranger."""
    from lab.bench.published_pages import stranger

    answer = stranger().get(f"/api/v1/data/{facts.code}", {"version": facts.number})
    if answer.status_code != 200:  # noqa: PLR2004 - HTTP
        raise RuntimeError(f"The interface answered {answer.status_code}: {answer.content[:300]!r}")
    return {
        (row["figure"], (row["by"], *row["keys"])): tuple(row[name] for name in ("n", "good", "value", "low", "high"))
        for row in answer.json()["figures"]
    }


def _place(stored: Mapping[str, Any]) -> Place:
    keys = [stored[name] or "" for name in stored["by"].split(".") if name != "city"]
    return (stored["by"], *keys)


def _row(stored: dict[str, Any]) -> FigureRow:
    split, *keys = _place(stored)
    return FigureRow(
        stored["figure"],
        split,
        tuple(keys),
        stored["n"],
        stored["good"],
        stored["value"],
        stored["low"],
        stored["high"],
        stored["hidden"],
    )
