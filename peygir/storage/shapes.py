"""Statements that the ORM puts together once for each shape of a question; later questions only fill their values in.

To compose a question of an inbox takes several times as long as to answer it. While it is composed, stand-ins take
the place of the values; `ask` puts the values there. A stand-in is a number, a moment or a text that nothing real is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_FAR = -(2**62)
_LONG_AGO = datetime(2, 1, 1, tzinfo=UTC)


def number(place: int) -> int:
    """The stand-in for a number."""
    return _FAR + place


def moment(place: int) -> datetime:
    """The stand-in for a moment."""
    return _LONG_AGO + timedelta(days=place)


def words(place: int) -> str:
    """The stand-in for a text."""
    return f"⟦{place}⟧"


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement with stand-ins where its values belong."""

    sql: str
    parameters: tuple[Any, ...]

    def ask(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """The rows for these values, by their stand-ins."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [values.get(one, one) for one in self.parameters])
            return list(cursor.fetchall())


def shape_of(rows: "QuerySet[Any, Any]") -> Shape:
    """The statement of a queryset that was composed with stand-ins. Raises EmptyResultSet as the queryset would."""
    sql, parameters = rows.query.sql_with_params()
    return Shape(sql, tuple(parameters))
