"""Querysets that the ORM composes once; each later call only fills in its values and builds the model instances.

The page of a case asks twenty questions of one row to a few rows each. Django composes the SQL of a queryset anew every
time, which takes several times as long as the answer. The decorator `prepared` keeps the statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from inspect import signature
from typing import Any, Final, Generic, ParamSpec, TypeVar, get_type_hints

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from peygir.storage import shapes

Given = ParamSpec("Given")
Row = TypeVar("Row", bound=Model)
_STAND_INS: Final[dict[Any, Callable[[int], Any]]] = {
    int: shapes.number,
    int | None: shapes.number,
    float: shapes.number,
    str: shapes.words,
    datetime: shapes.moment,
    list[str]: shapes.number,  # for `= ANY(%s)`: the only place of a list that does not change the statement
}


class Prepared(Generic[Given, Row]):
    """A question whose statement is composed at the first call; a call returns the rows as a list.

    Every parameter of the decorated function is a value of the statement, annotated as one of `_STAND_INS`. The
    function is called once, with stand-ins (see `shapes`), so it must not look at its parameters: only pass them to
    the queryset's filters. A parameter that is None matches no row, as in SQL.
    """

    def __init__(self, compose: Callable[Given, QuerySet[Row]]) -> None:
        update_wrapper(self, compose)
        self._compose = compose
        self._signature = signature(compose)
        self._statement: _Statement | None = None

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> list[Row]:
        """Return the rows for these values; one statement."""
        statement = self._statement or self._prepare()
        values = self._signature.bind(*args, **kwargs).args if kwargs else args
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(values))
            rows = cursor.fetchall()
        if statement.converters:
            rows = [statement.converted(row) for row in rows]
        return [statement.instance(row) for row in rows]

    def queryset(self, *args: Given.args, **kwargs: Given.kwargs) -> QuerySet[Row]:
        """Return the same question as a plain queryset."""
        return self._compose(*args, **kwargs)

    def parameters(self) -> list[Any]:
        """Return the types of the values, in their order."""
        hints = get_type_hints(self._compose)
        return [hints[name] for name in self._signature.parameters]

    def sql(self, *args: Given.args, **kwargs: Given.kwargs) -> tuple[str, list[Any]]:
        """Return the statement and what is sent with it for these values."""
        statement = self._statement or self._prepare()
        return statement.sql, statement.filled(self._signature.bind(*args, **kwargs).args)

    def _prepare(self) -> "_Statement":
        stand_ins = [_STAND_INS[each](place) for place, each in enumerate(self.parameters(), start=1)]
        rows: Any = self._compose(*stand_ins)  # type: ignore[call-arg]
        self._statement = statement = _statement_of(rows, stand_ins)
        return statement


def prepared(compose: Callable[Given, QuerySet[Row]]) -> Prepared[Given, Row]:
    """Decorate a function that returns a queryset; the result returns its rows. See `Prepared`."""
    return Prepared(compose)


@dataclass(frozen=True, slots=True)
class _Build:
    """How one model is built from a row: its columns, and the models that `select_related` added."""

    model: type[Model]
    columns: slice
    attributes: list[str]
    primary_key: int
    attach: Callable[[Any, Any], None]
    attach_back: Callable[[Any, Any], None]
    related: tuple["_Build", ...]

    def instance(self, row: Any) -> Any:
        values = row[self.columns]
        if values[self.primary_key] is None:
            return None
        made = self.model.from_db(connection.alias, self.attributes, values)
        for build in self.related:
            other = build.instance(row)
            build.attach(made, other)
            if other is not None:
                build.attach_back(other, made)
        return made


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    fills: tuple[Callable[[tuple[Any, ...]], Any], ...]
    build: _Build
    annotations: tuple[tuple[str, int], ...]
    converters: tuple[tuple[int, Any, Any], ...]

    def filled(self, values: tuple[Any, ...]) -> list[Any]:
        return [fill(values) for fill in self.fills]

    def converted(self, row: Any) -> list[Any]:
        values = list(row)
        for place, converters, expression in self.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return values

    def instance(self, row: Any) -> Any:
        made = self.build.instance(row)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


def _statement_of(rows: Any, stand_ins: list[Any]) -> _Statement:
    compiler: SQLCompiler = rows.query.get_compiler(using=rows.db)
    sql, parameters = compiler.as_sql()
    assert compiler.klass_info is not None
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    return _Statement(
        sql,
        tuple(_fill_of(one, stand_ins) for one in parameters),
        _build_of(compiler.klass_info, compiler.select),
        tuple((compiler.annotation_col_map or {}).items()),
        tuple((place, tuple(each), expression) for place, (each, expression) in converters.items()),
    )


def _fill_of(parameter: Any, stand_ins: list[Any]) -> Callable[[tuple[Any, ...]], Any]:
    """Return what gives a parameter its value: one of the call's, of the type in which the ORM sends it."""
    if parameter not in stand_ins:
        return lambda values: parameter
    place, sent_as = stand_ins.index(parameter), type(parameter)
    if sent_as in (int, str, datetime):
        return lambda values: values[place]
    return lambda values: None if values[place] is None else sent_as(values[place])


def _build_of(info: dict[str, Any], select: Any) -> _Build:
    columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    attributes = [column.target.attname for column, *_ in select[columns]]
    return _Build(
        info["model"],
        columns,
        attributes,
        attributes.index(info["model"]._meta.pk.attname),
        info.get("local_setter", _attach_nothing),
        info.get("remote_setter", _attach_nothing),
        tuple(_build_of(other, select) for other in info.get("related_klass_infos", ())),
    )


def _attach_nothing(first: Any, second: Any) -> None:
    """The model asked for belongs to no other."""
