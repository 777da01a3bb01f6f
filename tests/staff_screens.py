"""Which pages of staff are screens: a person opens them by GET, and they are whole pages, no part, data or file."""

import dis
import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from django.template import Engine
from django.template.loader_tags import ExtendsNode

from tests.doors import Endpoint, pages


def package_of(page: Endpoint) -> str:
    """The package of `peygir.web` that holds the page's view."""
    return str(inspect.unwrap(page.view).__module__).split(".")[2]


@cache
def screens() -> tuple[Endpoint, ...]:
    """Every page of staff that answers GET with a whole page, by what its view declares and may render."""
    return tuple(
        page for page in pages() if page.rule.kind == "staff" and "GET" in methods(page.view) and _is_whole(page)
    )


def methods(view: Any) -> frozenset[str]:
    """The methods that a view allows; empty if it says nothing."""
    allowed: frozenset[str] = frozenset()
    while view is not None:
        allowed = frozenset(inspect.getclosurevars(view).nonlocals.get("request_method_list", allowed))
        view = getattr(view, "__wrapped__", None)
    return allowed


def _is_whole(page: Endpoint) -> bool:
    return any(_extends(name) for name in _templates(inspect.unwrap(page.view), set()))


@cache
def _extends(name: str) -> bool:
    return any(isinstance(node, ExtendsNode) for node in Engine.get_default().get_template(name).nodelist)


def _templates(function: FunctionType, seen: set[FunctionType]) -> Iterator[str]:
    """The templates that a function names, itself or in a function of the pages that it names."""
    seen.add(function)
    for code in _codes(function.__code__):
        yield from (text for text in code.co_consts if isinstance(text, str) and text.endswith(".html"))
        for step in dis.get_instructions(code):
            named = function.__globals__.get(step.argval) if step.opname == "LOAD_GLOBAL" else None
            inner = inspect.unwrap(named) if inspect.isfunction(named) else None
            if isinstance(inner, FunctionType) and inner not in seen and inner.__module__.startswith("peygir.web"):
                yield from _templates(inner, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)
