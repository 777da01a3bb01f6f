"""The laws of names: one class name means one class, and a name that lives long says what it holds."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.tree import Finding, Module

WORN_OUT: Final = frozenset(
    {"found", "one", "said", "told", "asked", "wanted", "here", "words", "line", "reader", "mark"}
)
"""Words that say nothing of what a variable holds; as whole names they may live for LONGEST_LIFE lines."""
LONGEST_LIFE: Final = 3
REPEATED_CLASSES: Final = frozenset({"Meta", "Command", "Migration"})


def class_names_are_unique(tree: list[Module]) -> Iterator[Finding]:
    """12. No two classes have one name, nested ones included; Meta, Command, Migration and …Config may repeat."""
    places: dict[str, list[tuple[Module, ast.ClassDef]]] = defaultdict(list)
    for module in tree:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name not in REPEATED_CLASSES:
                places[node.name].append((module, node))
    for name, classes in places.items():
        if len(classes) > 1 and not name.endswith("Config"):
            for module, node in classes:
                others = ", ".join(sorted(other.path for other, _ in classes if other is not module)) or "the same file"
                yield module.finding(node, "class names are unique", f"{name} is in {others} too")


def names_say_what_they_hold(tree: list[Module]) -> Iterator[Finding]:
    """12. A variable or parameter with a worn-out name lives for three lines at most, first binding to last use."""
    for module in tree:
        for scope in _scopes(module.tree):
            for name in sorted(scope.bound & WORN_OUT):
                lines = scope.lines[name] or [0]
                life = max(lines) - min(lines) + 1
                if life > LONGEST_LIFE:
                    what = f"{scope.name}: {name} lives for {life} lines"
                    yield module.finding(min(lines), "names say what they hold", what)


NAME_LAWS: Final = (class_names_are_unique, names_say_what_they_hold)


# ── scopes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class _Scope:
    """A module, function, lambda or comprehension: the names bound in it, and each line where such a name stands."""

    name: str
    parent: "_Scope | None" = None
    bound: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)  # declared global or nonlocal
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _scopes(tree: ast.Module) -> list[_Scope]:
    reading = _Reading()
    reading.visit(tree)
    for scope, name, number in reading.uses:
        home: _Scope | None = scope
        while home is not None and (name not in home.bound or name in home.outer):
            home = home.parent
        if home is not None:
            home.lines[name].append(number)
    return reading.scopes


class _Reading(ast.NodeVisitor):
    """Notes where each name is bound and used. Class bodies are left out: their names are attributes."""

    def __init__(self) -> None:
        self.scope = _Scope("module")
        self.scopes = [self.scope]
        self.uses: list[tuple[_Scope, str, int]] = []
        self.is_class_body = False

    def _bind(self, name: str, line: int, scope: _Scope | None = None) -> None:
        (scope or self.scope).bound.add(name)
        self.uses.append((scope or self.scope, name, line))

    def _inside(self, name: str, *nodes: ast.AST, bound: list[ast.arg] | None = None) -> None:
        before, was_class = self.scope, self.is_class_body
        self.scope, self.is_class_body = _Scope(name, before), False
        self.scopes.append(self.scope)
        for argument in bound or []:
            self._bind(argument.arg, argument.lineno)
        for node in nodes:
            self.visit(node)
        self.scope, self.is_class_body = before, was_class

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.uses.append((self.scope, node.id, node.lineno))
        elif not self.is_class_body:
            self._bind(node.id, node.lineno)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        scope = self.scope
        while scope.name == "comprehension" and scope.parent is not None:
            scope = scope.parent
        self._bind(node.target.id, node.target.lineno, scope)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if not self.is_class_body:
            self._bind(node.name, node.lineno)
        for decorator in node.decorator_list:
            self.visit(decorator)
        if node.returns is not None:
            self.visit(node.returns)
        self._function(node.name, node.args, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function("lambda", node.args, [node.body])

    def _function(self, name: str, arguments: ast.arguments, body: list[ast.stmt] | list[ast.expr]) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
        for argument in every:
            if argument.annotation is not None:
                self.visit(argument.annotation)
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self.visit(default)
        self._inside(name, *body, bound=every)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(part)
        was_class, self.is_class_body = self.is_class_body, True
        for statement in node.body:
            self.visit(statement)
        self.is_class_body = was_class

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        self._inside("comprehension", *node.generators, node.elt)

    visit_SetComp = visit_GeneratorExp = visit_ListComp  # noqa: N815

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._inside("comprehension", *node.generators, node.key, node.value)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.scope.outer |= set(node.names)

    visit_Nonlocal = visit_Global  # noqa: N815

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self._bind(node.name, node.lineno)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name is not None:
            self._bind(node.name, node.lineno)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs  # noqa: N815

    def visit_alias(self, node: ast.alias) -> None:
        self._bind((node.asname or node.name).split(".")[0], node.lineno)
