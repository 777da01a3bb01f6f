"""Asks for rows by statements that are put together once for each shape; a queryset composes its SQL anew every time.

For the few questions that every event asks: there the composing takes longer than the database's answer.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def select(model: type[Row], *, order: str = "", **where: Any) -> list[Row]:
    """The rows whose columns have these values (None: are empty), in the `order` of a column.

    Columns that the database generates are left out.
    """
    statement, fields, asked = _select_statement(model, tuple(where), frozenset(_missing(where)), order)
    values = [field.get_db_prep_value(where[name], connection) for name, field in asked]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [model.from_db(connection.alias, fields, row) for row in cursor.fetchall()]


def exists(model: type[models.Model], **where: Any) -> bool:
    """Whether there is a row whose columns have these values."""
    statement, asked = _exists_statement(model, tuple(where), frozenset(_missing(where)))
    values = [field.get_db_prep_value(where[name], connection) for name, field in asked]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() is not None


def _missing(where: Mapping[str, Any]) -> list[str]:
    return [name for name, value in where.items() if value is None]


@cache
def _select_statement(
    model: type[models.Model], names: tuple[str, ...], missing: frozenset[str], order: str
) -> tuple[str, list[str], list[tuple[str, Any]]]:
    """(statement, attributes in its order, (name, field) of each value asked for)."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    converted = [field.name for field in fields if field.get_db_converters(connection)]
    if converted:
        raise TypeError(f"{model.__name__}: {converted} are turned into something else when read; ask the model")
    condition, field_values = _condition(model, names, missing)
    columns = ", ".join(quoted(field.column) for field in fields)
    sorting = f" ORDER BY {quoted(model._meta.get_field(order).column)}" if order else ""  # type: ignore[union-attr]
    statement = f"SELECT {columns} FROM {quoted(model._meta.db_table)} WHERE {condition}{sorting}"  # noqa: S608
    return statement, [field.attname for field in fields], field_values


@cache
def _exists_statement(
    model: type[models.Model], names: tuple[str, ...], missing: frozenset[str]
) -> tuple[str, list[tuple[str, Any]]]:
    condition, asked = _condition(model, names, missing)
    return f"SELECT 1 FROM {quoted(model._meta.db_table)} WHERE {condition} LIMIT 1", asked  # noqa: S608


def _condition(
    model: type[models.Model], names: tuple[str, ...], missing: frozenset[str]
) -> tuple[str, list[tuple[str, Any]]]:
    by_name = fields_by_name(model)
    marks = [f"{quoted(by_name[name].column)} {'IS NULL' if name in missing else '= %s'}" for name in names]
    return " AND ".join(marks), [(name, by_name[name]) for name in names if name not in missing]


def fields_by_name(model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
    """The fields by their names and by the attributes that hold their values."""
    return {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}


def quoted(name: str | None) -> str:
    """A name as it stands in SQL."""
    return connection.ops.quote_name(str(name))
