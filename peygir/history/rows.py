"""Writes one row by a statement that is put together once for each shape; `save()` composes its SQL anew every time.

For the rows that every report and every event writes. As with `save()`, the database's own constraints answer, and
the values are prepared by their fields; there are no signals here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, models

Fields = tuple["models.Field[Any, Any]", ...]


def insert(row: models.Model) -> None:
    """Insert a new row; a primary key that the database gives is set on it. Raises IntegrityError."""
    statement, fields, key = _insert_statement(type(row), row.pk is None)
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row, fields))
        if key:
            setattr(row, key, cursor.fetchone()[0])
    row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write the named fields of a row that is there. Raises IntegrityError, DatabaseError when it is not there."""
    statement, fields = _update_statement(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row, fields))
        if cursor.rowcount != 1:
            raise DatabaseError(f"there is no such {type(row).__name__} to change")


def _values(row: models.Model, fields: Fields) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]


@cache
def _insert_statement(model: type[models.Model], is_numbered: bool) -> tuple[str, Fields, str]:
    """(statement, fields in its order, attribute of the key that comes back)."""
    key = model._meta.pk
    fields = tuple(field for field in model._meta.local_concrete_fields if not (is_numbered and field is key))
    columns = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    back = f" RETURNING {_quoted(key.column)}" if is_numbered else ""
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}){back}", fields, key.attname if is_numbered else ""  # noqa: S608


@cache
def _update_statement(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    """(statement, fields in its order, the key last)."""
    key = model._meta.pk
    by_name = {name: field for field in model._meta.local_concrete_fields for name in (field.name, field.attname)}
    fields = tuple(dict.fromkeys(by_name[name] for name in names))
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    table = _quoted(model._meta.db_table)
    return f"UPDATE {table} SET {sets} WHERE {_quoted(key.column)} = %s", (*fields, key)  # noqa: S608


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
