"""What is in a lake, and what the database knows of persons: for tests that look for the one in the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import connection
from pyarrow import parquet

from peygir.journey.retention.inventory import personal

SHORTEST: Final = 4
"""Signs of a personal text that is looked for: shorter ones occur by chance."""
OF_STAFF: Final = frozenset({"people_staff", "people_savedview", "people_staffsession", "django_session"})


def cells_of(folder: Path) -> Iterator[tuple[str, str, object]]:
    """Every value in every file, with its table and column."""
    for path in folder.glob("*/*.parquet"):
        table = parquet.read_table(path)
        for column in table.column_names:
            for value in set(table[column].to_pylist()):
                if value is not None:
                    yield path.parent.name, column, value


def personal_texts() -> Iterator[tuple[str, str]]:
    """Every text that a personal column of the database holds, with its table."""
    with connection.cursor() as cursor:
        for table, columns in personal().items():
            for column in sorted(columns):
                cursor.execute(f'SELECT DISTINCT "{column}"::text FROM {table} WHERE "{column}" IS NOT NULL')
                for (text,) in cursor.fetchall():
                    if len(text) >= SHORTEST and text not in {"true", "false", "null"}:
                        yield f"{table}.{column}", text


def persons_in(folder: Path) -> list[tuple[str, str, str]]:
    """Values of a lake in which a personal text of the database stands, with their table and column.

    Those of staff's own accounts are not looked for: codes of roles and units are in a lake.
    """
    texts = {text.casefold() for place, text in personal_texts() if place.split(".")[0] not in OF_STAFF}
    values = {(place, column, str(value).casefold()) for place, column, value in cells_of(folder)}
    return sorted((place, column, value) for place, column, value in values if _has(value, texts))


def _has(value: str, texts: set[str]) -> bool:
    """Whether a text of the set is a part of a value; parts are looked up, so that many texts cost no more."""
    return any(
        value[first:last] in texts
        for first in range(len(value) - SHORTEST + 1)
        for last in range(first + SHORTEST, len(value) + 1)
    )
