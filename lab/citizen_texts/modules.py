"""The product's modules as syntax trees: what each defines, what a name means, and which names a definition uses."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

Symbol: TypeAlias = tuple[str, str]
"""A module and a name at its top."""

_DEEPEST: Final = 8  # re-exports that lead to one another
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_STAFF_TELLING: Final = 3  # arguments of a `_Telling` before the one that says whether it is public


@dataclass(slots=True)
class ParsedModule:
    """One module: its definitions by name, and the names that it imports from the product."""

    definitions: dict[str, list[ast.AST]] = field(default_factory=lambda: defaultdict(list))
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    gettext: dict[str, str] = field(default_factory=dict)
    body: list[ast.stmt] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """The source tree below a folder."""

    root: Path
    left_out: frozenset[str] = frozenset()
    """Keys of tables named DEFAULTS whose values are not followed."""

    @cached_property
    def modules(self) -> dict[str, ParsedModule]:
        """Every module of the product by its dotted name, without migrations."""
        paths = (path for path in sorted((self.root / "peygir").rglob("*.py")) if "migrations" not in path.parts)
        return {_name(path.relative_to(self.root)): _parsed(ast.parse(path.read_text("utf-8"))) for path in paths}

    @cached_property
    def templates(self) -> dict[str, str]:
        """The text of every template by the name under which it is rendered."""
        paths = (self.root / "peygir").rglob("templates/**/*.html")
        return {path.as_posix().split("/templates/", 1)[1]: path.read_text("utf-8") for path in sorted(paths)}

    def meaning(self, module: str, name: str, depth: int = 0) -> Symbol | None:
        """What a name in a module stands for: a definition, or (module, "") for a module; None outside the product."""
        parsed = self.modules.get(module)
        if parsed is None or depth > _DEEPEST:
            return None
        if name in parsed.definitions:
            return module, name
        if name in parsed.imports:
            target, own = parsed.imports[name]
            if not own:
                return target, ""
            is_module = f"{target}.{own}" in self.modules
            if is_module and own not in self.modules[target].definitions:
                return f"{target}.{own}", ""
            return self.meaning(target, own, depth + 1)
        return (f"{module}.{name}", "") if f"{module}.{name}" in self.modules else None

    def used(self, symbol: Symbol) -> tuple[set[Symbol], set[str]]:
        """The definitions and the templates that a definition names."""
        symbols, templates = set(), set()
        for node in self.walk(symbol):
            target = None
            if isinstance(node, ast.Name):
                target = self.meaning(symbol[0], node.id)
            elif isinstance(node, ast.Attribute):
                target = self._dotted(symbol[0], node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in self.templates:
                templates.add(node.value)
            if target is not None and target[1]:
                symbols.add(target)
        return symbols - {symbol}, templates

    def walk(self, symbol: Symbol) -> Iterator[ast.AST]:
        """The nodes of a definition, but for lines of a case's story and parts of commands that only staff read."""
        waiting = list(self.modules[symbol[0]].definitions[symbol[1]])
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Call) and _is_for_staff(node):
                continue
            yield node
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Command":
                waiting += [one.value for one in node.keywords if one.arg == "sentence"]
            elif isinstance(node, ast.Dict) and symbol[1] == "DEFAULTS":
                pairs = zip(node.keys, node.values, strict=True)
                waiting += [value for key, value in pairs if getattr(key, "value", "") not in self.left_out]
            else:
                waiting += ast.iter_child_nodes(node)

    def _dotted(self, module: str, node: ast.Attribute) -> Symbol | None:
        parts: list[str] = []
        left: ast.expr = node
        while isinstance(left, ast.Attribute):
            parts.append(left.attr)
            left = left.value
        target = self.meaning(module, left.id) if isinstance(left, ast.Name) else None
        while target is not None and not target[1] and parts:
            target = self.meaning(target[0], parts.pop())
        return target


def _is_for_staff(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    last = call.args[_STAFF_TELLING] if name.endswith("Telling") and len(call.args) > _STAFF_TELLING else None
    return isinstance(last, ast.Constant) and last.value is False


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _parsed(tree: ast.Module) -> ParsedModule:
    module = ParsedModule(body=tree.body)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = {one.asname or one.name: one.name for one in node.names}
            if node.module in ("django.utils.translation", "peygir.core.translation"):
                module.gettext |= names
            if node.module.split(".")[0] == "peygir":
                module.imports |= {name: (node.module, own) for name, own in names.items()}
        elif isinstance(node, ast.Import):
            module.imports |= {one.asname: (one.name, "") for one in node.names if one.asname}
    for statement in tree.body:
        if isinstance(statement, _DEFINITIONS):
            module.definitions[statement.name].append(statement)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        module.definitions[name.id].append(statement)
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            called = statement.value.func  # `_TELLINGS.update(…)` adds to a definition
            if isinstance(called, ast.Attribute) and called.attr == "update" and isinstance(called.value, ast.Name):
                module.definitions[called.value.id].append(statement)
    return module
