"""Which engine answers questions, and what it needs to be told."""

from dataclasses import dataclass
from typing import Final

from peygir.city.facts import CityFacts

EMBEDDED: Final = "embedded"
FRESH: Final = "fresh"
SPARK: Final = "spark"
ENGINES: Final = (EMBEDDED, FRESH, SPARK)
"""DuckDB over the lake, PostgreSQL over the tables as they are now, Spark over the lake."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One of ENGINES. `city`: whose tables PostgreSQL asks. `spark`: where Spark runs, and its driver's memory."""

    name: str = EMBEDDED
    city: CityFacts | None = None
    spark: tuple[str, str] | None = None


DUCKDB_OVER_LAKE: Final = EngineChoice()
