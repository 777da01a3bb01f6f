"""A source tree, read: its modules, what they import and call, and a finding in one."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

CONTAINERS: Final = frozenset({"desks", "centre", "outlook"})
"""Folders that group packages."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A law that is broken: where, and how."""

    file: str
    line: int
    law: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.law}: {self.what}"


@dataclass(frozen=True)
class Module:
    """One file of the package, read."""

    path: str  # below the package: "cases/actions/file.py"; of the laboratory: "lab/replay/table.py"
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        """Its dotted name."""
        parts = self.path.removesuffix(".py").split("/")
        root = [] if parts[0] == "lab" else ["peygir"]
        return ".".join([*root, *(parts[:-1] if parts[-1] == "__init__" else parts)])

    @property
    def package(self) -> str:
        """The package it belongs to, after its container if it has one: `cases`, `desks.routing`."""
        parts = self.path.split("/")
        length = 2 if parts[0] in CONTAINERS else 1
        return ".".join(parts[:length]) if len(parts) > length else ""

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every dotted name that it imports, with its line; for `from a import b` both a.b and a."""
        names: list[tuple[int, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
                names.append((node.lineno, node.module))
        return names

    def finding(self, node: ast.AST | int, law: str, what: str) -> Finding:
        """A finding at a node or line."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return Finding(self.path, line, law, what)


def read_tree(package: Path, under: str = "") -> list[Module]:
    """Every Python file of the package but migrations; `under` comes before their paths."""
    paths = (path for path in sorted(package.rglob("*.py")) if "migrations" not in path.parts)
    return [Module(f"{under}{path.relative_to(package)}", path.read_text()) for path in paths]


def calls(module: Module) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of attributes and calls; empty parts for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""
