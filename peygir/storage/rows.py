"""Writes one row by a statement that is put together once for each shape; `save()` composes its SQL anew every time.

For the rows that every report and every event writes. As with `save()`, the database's own constraints answer, and
the values are prepared by their fields; there are no signals here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models

from peygir.storage.asking import fields_by_name, quoted
from peygir.storage.pipeline import is_waiting

Fields = tuple["models.Field[Any, Any]", ...]
# What the driver is given by these fields as it is: preparing it would change nothing and take longer than sending it.
_NATIVE: Final[dict[type, type]] = {
    models.CharField: str,
    models.TextField: str,
    models.IntegerField: int,
    models.SmallIntegerField: int,
    models.BigIntegerField: int,
    models.ForeignKey: int,
    models.BooleanField: bool,
    models.FloatField: float,
}


def insert(row: models.Model, *, unless_known: bool = False) -> bool:
    """Insert a new row; a primary key that the database gives is set on it. Whether it was new.

    Raises IntegrityError, unless `unless_known`: then a row that a constraint knows already is left as it is.
    """
    statement, fields, key = _insert_statement(type(row), row.pk is None, unless_known)
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row, fields))
        if key or unless_known:
            back = cursor.fetchone()
            if back is None:
                return False
            setattr(row, key or row._meta.pk.attname, back[0])
    row._state.adding, row._state.db = False, connection.alias
    return True


def insert_all(rows: Sequence[models.Model], *, numbered: bool = False) -> None:
    """Insert new rows of one model in one statement; `numbered` waits for the primary keys and sets them.

    Raises IntegrityError: then none of them is there.
    """
    if not rows:
        return
    statement, fields, key = _insert_statement(type(rows[0]), True, False)
    insert_part, marks = statement.partition(" VALUES ")[0], f"({', '.join(['%s'] * len(fields))})"
    back = f" RETURNING {quoted(rows[0]._meta.pk.column)}" if numbered else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{insert_part} VALUES {', '.join([marks] * len(rows))}{back}",
            [value for row in rows for value in _values(row, fields)],
        )
        # PostgreSQL gives back the rows of a list of values in the list's order.
        for row, (number,) in zip(rows, cursor.fetchall() if numbered else (), strict=numbered):
            setattr(row, key, number)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def copy_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, which have their keys, by COPY: ten times as fast as statements for thousands.

    Raises IntegrityError: then none of them is there. Not where answers are not waited for.
    """
    if not rows:
        return
    fields = tuple(type(rows[0])._meta.local_concrete_fields)
    columns = ", ".join(quoted(field.column) for field in fields)
    statement = f"COPY {quoted(rows[0]._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(_values(row, fields))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write the named fields of a row that is there. Raises IntegrityError, DatabaseError when it is not there."""
    statement, fields = _update_statement(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row, fields))
        # Where answers are not waited for, this one need not be: the caller holds the row's lock.
        if is_waiting() and cursor.rowcount == 0:
            raise DatabaseError(f"there is no such {type(row).__name__} to change")


def update_where(row: models.Model, names: Sequence[str], **still: Any) -> bool:
    """Write the named fields of a row where the fields of `still` have these values in the database; whether they had.

    Not where answers are not waited for.
    """
    statement, fields = _update_statement(type(row), tuple(names), tuple(still))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_values(row, fields), *still.values()])
        return bool(cursor.rowcount)


def _values(row: models.Model, fields: Fields) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]  # the proxy would look it up anew at each look of each field
    values = []
    for field in fields:
        value = field.pre_save(row, False)
        is_ready = type(value) is _NATIVE.get(type(field))
        values.append(value if is_ready else field.get_db_prep_save(value, database))
    return values


@cache
def _insert_statement(model: type[models.Model], is_numbered: bool, unless_known: bool) -> tuple[str, Fields, str]:
    """(statement, fields in its order, attribute of the key that comes back)."""
    key = model._meta.pk
    fields = tuple(field for field in model._meta.local_concrete_fields if not (is_numbered and field is key))
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    known = " ON CONFLICT DO NOTHING" if unless_known else ""
    back = f" RETURNING {quoted(key.column)}" if is_numbered or unless_known else ""
    into = f"{quoted(model._meta.db_table)} ({columns})"
    return f"INSERT INTO {into} VALUES ({marks}){known}{back}", fields, key.attname if is_numbered else ""  # noqa: S608


@cache
def _update_statement(
    model: type[models.Model], names: tuple[str, ...], still: tuple[str, ...] = ()
) -> tuple[str, Fields]:
    """(statement, fields in its order, the key last); the values of `still` come after them."""
    key, by_name = model._meta.pk, fields_by_name(model)
    fields = tuple(dict.fromkeys(by_name[name] for name in names))
    sets = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    table = quoted(model._meta.db_table)
    where = " AND ".join(f"{quoted(field.column)} = %s" for field in (key, *(by_name[name] for name in still)))
    return f"UPDATE {table} SET {sets} WHERE {where}", (*fields, key)  # noqa: S608 - names of columns
