"""Querysets that are composed once ask what the ORM would ask for the same values, and build what it would build."""

import pkgutil
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db.models import Model

import peygir
from peygir.cases import actions as cases
from peygir.cases import queries
from peygir.cases.drafts import drafts_of
from peygir.desks.answers import actions as answers
from peygir.desks.answers import templates
from peygir.storage.prepared import Prepared
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
VALUES: dict[Any, Any] = {
    int: 7,
    int | None: 7,
    float: 29.6,
    str: "0123456789",
    datetime: datetime(2026, 11, 28, tzinfo=UTC),
    list[str]: ["finish"],
}


def all_prepared() -> dict[str, Prepared[Any, Any]]:
    """Return every prepared queryset of the system by its full name."""
    names = [module.name for module in pkgutil.walk_packages(peygir.__path__, "peygir.")]
    modules = [import_module(name) for name in names if not name.endswith(("settings", "wsgi", "asgi", "__main__"))]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Prepared)]
    return {f"{each.__module__}.{each.__qualname__}": each for each in found}  # type: ignore[attr-defined]


def contents(row: Model | None) -> Any:
    """Return what a row and the rows attached to it hold."""
    if row is None:
        return None
    attached = {name: contents(other) for name, other in row._state.fields_cache.items()}
    return type(row), row.get_deferred_fields(), {k: v for k, v in vars(row).items() if k != "_state"}, attached


def test_each_statement_is_the_one_of_the_queryset() -> None:
    asked = all_prepared()
    assert len(asked) > 15
    for name, question in asked.items():
        values = [VALUES[each] for each in question.parameters()]
        sql, parameters = question.queryset(*values).query.sql_with_params()
        kept_sql, kept = question.sql(*values)
        assert kept_sql == sql, name
        assert [(type(each), each) for each in kept] == [(type(each), each) for each in parameters], name


def test_a_case_has_its_names_and_its_deferred_shapes(town: Town) -> None:
    code = make.in_hand()
    question = queries._by_own_code
    expected = list(question.queryset(code))
    assert [contents(row) for row in question(code)] == [contents(row) for row in expected]
    assert expected[0].district is not None
    assert question(code=code)[0].agency is None
    assert question("0000000000") == []


def test_annotations_and_converted_columns_are_there(town: Town) -> None:
    code = make.in_hand()
    case = make.case(code)
    answers.load_default_templates(town.city_id)
    fitting = templates.templates_for(case, verbs=["finish"])
    assert {row.verb for row in fitting} == {"finish"}
    assert {vars(row)["far"] for row in fitting} == {3}
    cases.keep_draft(code, form="note", typed={"note": "اکیپ رفت"}, seen=3, by=town.clerk)
    assert drafts_of(case, town.clerk)["note"].words == {"note": "اکیپ رفت"}
