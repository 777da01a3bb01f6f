"""The eleventh law: every event of the catalogue wakes something in the plot or is declared as an ending."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.tree import Finding, Module

LAW: Final = "every event is heard"
LONGEST_KIND: Final = 32
CATALOGUE: Final = "history/kinds/"
PLOT: Final = "journey/plot.py"


@dataclass(frozen=True, slots=True)
class DeclaredEvent:
    """A class of the catalogue as its module declares it."""

    module: Module
    node: ast.ClassDef
    kind: str
    ends: bool


def every_event_is_heard(tree: list[Module]) -> Iterator[Finding]:
    """11. What is recorded is a class of the catalogue, and each of these wakes something or is an ending, not both."""
    plot = next(module for module in tree if module.path == PLOT)
    events = list(declared_events(tree))
    kinds = {event.node.name: event.kind for event in events}
    waking = {kinds.get(name, name): node for name, node in _woken(plot)}
    used = {name for module in tree if not module.path.startswith(CATALOGUE) for name in _names_in(module)}
    for event in events:
        if event.ends and event.kind in waking:
            yield event.module.finding(event.node, LAW, f"{event.kind} wakes something and is an ending")
        if not event.ends and event.kind not in waking:
            yield event.module.finding(event.node, LAW, f"nobody hears {event.kind}")
        if event.node.name not in used:
            yield event.module.finding(event.node, LAW, f"{event.kind} is never recorded")
        if len(event.kind) > LONGEST_KIND:
            yield event.module.finding(event.node, LAW, f"{event.kind} is too long a name")
    for name in sorted(set(waking) - set(kinds.values())):
        yield plot.finding(waking[name], LAW, f"{name} is not in the catalogue")


def declared_events(tree: list[Module]) -> Iterator[DeclaredEvent]:
    """Every class of the catalogue that has a kind."""
    for module in tree:
        if module.path.startswith(CATALOGUE):
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef):
                    for call in node.decorator_list:
                        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "event":
                            yield DeclaredEvent(module, node, _text(call.args[0]), _has(call, "ends"))


def _has(call: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant)
    return str(node.value)


def _woken(plot: Module) -> Iterator[tuple[str, ast.expr]]:
    """The keys of WAKES: names of classes."""
    for node in plot.tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "WAKES":
            assert isinstance(node.value, ast.Dict)
            for key in node.value.keys:
                assert key is not None
                yield ast.unparse(key).rsplit(".", 1)[-1], key


def _names_in(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
