"""The laws of packages: what a folder and its `__init__` may hold."""

import ast
from collections.abc import Iterator

from tests.tree import CONTAINERS, Finding, Module


def containers_hold_no_code(tree: list[Module]) -> Iterator[Finding]:
    """A folder that groups packages holds nothing of its own but a sentence."""
    for module in tree:
        first, _, rest = module.path.partition("/")
        is_own = first in CONTAINERS and not module.package
        if is_own and (rest != "__init__.py" or len(module.tree.body) > 1):
            yield module.finding(1, "containers hold no code", rest)


def a_module_keeps_its_name(tree: list[Module]) -> Iterator[Finding]:
    """What a package's `__init__` binds has the name of none of its modules.

    Importing such a module later binds the name in the package anew, without an error, wherever that import stands.
    What comes out of the module itself may have its name: by then it is imported for good.
    """
    names = {module.name for module in tree}
    for module in tree:
        if module.path.endswith("__init__.py"):
            for node, bound, source in _bound(module):
                own = f"{module.name}.{bound}"
                if own in names and not f"{source}.".startswith(f"{own}."):
                    yield module.finding(node, "a module keeps its name", bound)


def _bound(module: Module) -> Iterator[tuple[ast.stmt, str, str]]:
    """(statement, name, what is imported under it or "") of everything bound at the top of a module."""
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.asname or alias.name.split(".")[0], alias.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node, node.name, ""
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield node, target.id, ""
