"""The eleventh law: every kind of event that is recorded wakes something in the plot or stands among its endings."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from peygir.history import kinds
from peygir.history.catalogue import catalogue
from tests.tree import Finding, Module, calls, dotted

LAW: Final = "every event is heard"
assert kinds  # importing it fills the catalogue
CLASSES: Final = {cls.__name__: kind for kind, cls in catalogue().items()}
LONGEST_KIND: Final = 32
_RECORDERS: Final = ("record", "record_event", "write_event", "note_decision")
# Files that pass on a kind which their caller gave.
_PASS_ON: Final = frozenset({"kind", "row.event", "move.event", "event"})


def every_event_is_heard(tree: list[Module]) -> Iterator[Finding]:
    """11. Recorded kinds and the names of WAKES and ENDINGS are the same."""
    plot = next(module for module in tree if module.path == "journey/plot.py")
    endings = next(module for module in tree if module.path == "journey/endings.py")
    waking, ending = _names(plot, "WAKES"), _names(endings, "ENDINGS")
    known = waking | ending
    for name in sorted(waking & ending):
        yield endings.finding(1, LAW, f"{name} wakes something and is an ending")
    heard: set[str] = set()
    for module, number, pattern in recorded_kinds(tree):
        fitting = {name for name in known if re.fullmatch(pattern, name)}
        heard |= fitting
        if not fitting:
            yield module.finding(number, LAW, f"nobody hears {pattern}")
        if len(pattern) > LONGEST_KIND and pattern.isidentifier():
            yield module.finding(number, LAW, f"{pattern} is too long a name")
    for name in sorted(known - heard):
        yield (plot if name in waking else endings).finding(1, LAW, f"{name} is never recorded")


def recorded_kinds(tree: list[Module]) -> Iterator[tuple[Module, int, str]]:
    """(module, line, kind as a pattern) for every place that records an event."""
    for module in tree:
        for call in calls(module):
            name, kind = dotted(call.func).rsplit(".", 1)[-1], call.args[1] if len(call.args) > 1 else None
            if name == "_move" and module.path == "cases/lifecycle.py":
                kind = call.args[5]
            elif name not in _RECORDERS:
                continue
            if kind is not None and (dotted(kind) not in _PASS_ON or _is_local(module, call, kind)):
                yield from ((module, call.lineno, pattern) for pattern in _patterns(module, call, kind))


def _is_local(module: Module, call: ast.Call, kind: ast.AST) -> bool:
    """Whether a name is set in the calling function itself (and not given to it)."""
    return isinstance(kind, ast.Name) and bool(list(_assigned(_function_of(module, call), kind.id)))


def _patterns(module: Module, call: ast.Call, kind: ast.AST) -> Iterator[str]:
    if isinstance(kind, ast.Constant):
        yield re.escape(str(kind.value))
    elif isinstance(kind, ast.Call) and dotted(kind.func) == "replace":
        return
    elif isinstance(kind, ast.Call) and dotted(kind.func) in CLASSES:
        yield re.escape(CLASSES[dotted(kind.func)])
    elif isinstance(kind, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in kind.values)
    elif isinstance(kind, ast.IfExp):
        yield from _patterns(module, call, kind.body)
        yield from _patterns(module, call, kind.orelse)
    elif isinstance(kind, ast.Name):
        values = list(_assigned(_function_of(module, call), kind.id)) or list(_assigned(module.tree, kind.id))
        for value in values:
            yield from _patterns(module, call, value)
        if not values:
            yield f"<{kind.id} of {module.path}>"
    else:
        yield f"<{ast.unparse(kind)} of {module.path}>"


def _function_of(module: Module, call: ast.Call) -> ast.AST:
    """The innermost function around a call."""
    around = [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= call.lineno <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: node.lineno, default=module.tree)


def _assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        value = getattr(node, "value", None)
        if value is not None and any(isinstance(target, ast.Name) and target.id == name for target in targets):
            yield value


def _names(module: Module, table: str) -> set[str]:
    """The keys of WAKES, or the members of ENDINGS."""
    (value,) = _assigned(module.tree, table)
    keys = value.keys if isinstance(value, ast.Dict) else list(ast.walk(value))
    return {str(key.value) for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
