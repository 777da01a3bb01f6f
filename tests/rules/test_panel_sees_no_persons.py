"""What the panel's pages can know holds nobody's data: no query gives it, and no page of members asks elsewhere."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db.models import Model

import peygir.outlook.panel as package

ROOT: Final = Path(package.__file__).parents[2]
FORBIDDEN: Final = (
    "name",
    "phone",
    "email",
    "address",
    "citizen",
    "citizen_id",
    "reporter",
    "reporters",
    "report_id",
    "case_id",
    "channel",
    "lat",
    "lon",
    "point",
    "received_at",
    "report_count",
)
"""Fields that would tell who reported something, where exactly, or how."""
OF_THE_OFFICE: Final = "office_queries"
"""The one module that reads names, for the secretary; no page of members or for everybody may import it."""
QUERIES: Final = sorted(
    info.name
    for info in pkgutil.iter_modules(package.__path__)
    if (info.name.endswith("_queries") or info.name == "case_view") and info.name != OF_THE_OFFICE
)


def types_in(hint: Any) -> Iterator[Any]:
    """Every class that a type names, also inside of others."""
    parts = typing.get_args(hint)
    if not parts:
        yield hint
    for part in parts:
        yield from types_in(part)


def fields_of(kind: type, seen: set[Any]) -> Iterator[tuple[str, str]]:
    """(class, field) of a dataclass and of those inside it."""
    if kind in seen or not isinstance(kind, type) or not dataclasses.is_dataclass(kind):
        return
    seen.add(kind)
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield str(kind), field.name
        for part in types_in(hints[field.name]):
            yield from fields_of(part, seen)


@pytest.mark.parametrize("module", QUERIES)
def test_no_query_gives_persons(module: str) -> None:
    found = importlib.import_module(f"{package.__name__}.{module}")
    for name, function in inspect.getmembers(found, inspect.isfunction):
        if name.startswith("_") or function.__module__ != found.__name__:
            continue
        for kind in types_in(typing.get_type_hints(function)["return"]):
            assert not (isinstance(kind, type) and issubclass(kind, Model)), f"{module}.{name} gives rows"
            for owner, field in fields_of(kind, set()):
                assert field not in FORBIDDEN, f"{module}.{name}: {owner}.{field}"


def test_the_rule_notices_a_person() -> None:
    office = importlib.import_module(f"{package.__name__}.{OF_THE_OFFICE}")
    assert {field for _owner, field in fields_of(office.SeatHolder, set())} & set(FORBIDDEN) == {"name", "phone"}


@pytest.mark.parametrize("module", [*QUERIES, "interest_queries"])
def test_no_query_reads_the_columns_of_persons(module: str) -> None:
    tree = ast.parse((ROOT / "outlook/panel" / f"{module}.py").read_text())
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    columns = {text for text in texts if "__" in text or text in FORBIDDEN} - {"case_id"}
    for column in columns:
        assert column.split("__")[-1] not in FORBIDDEN, f"{module}: {column}"
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not read & {"phone", "email", "address", "reporter", "channel", "lat", "lon"}, module


def test_pages_of_members_and_for_everybody_ask_only_the_panel() -> None:
    """They import no query of cases, citizens or intake by which they could see more."""
    allowed = (
        "peygir.cases.actions",  # the refusal NoSuchCase
        "peygir.people.queries",  # the citizens of the own phone
        "peygir.people.actions",  # rate limits
    )
    for path in sorted((ROOT / "web/panel").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                assert not any(OF_THE_OFFICE in name for name in names), path.name
                if node.module.startswith(("peygir.cases", "peygir.people", "peygir.desks", "peygir.media")):
                    assert node.module in allowed, f"{path.name}: {node.module}"
