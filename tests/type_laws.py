"""The law of types at the edges: what a function takes there has a type."""

import ast
from collections.abc import Iterator
from typing import Final

from tests.tree import Finding, Module, dotted

TYPED: Final = ("api/", "journey/", "telephony/", "web/")


def edges_take_no_any(tree: list[Module]) -> Iterator[Finding]:
    """3. No parameter of a function at the edges is `Any`, nor a type that contains it, also by an alias.

    Excepted are `*args: Any` and `**kwargs: Any` of a function that only passes them on, such as the `__init__` of a
    form: their types are those of the function below it.
    """
    aliases = {f"{module.name}.{name}" for module in tree for name in _aliases_of_any(module)}
    for module in tree:
        if not module.path.startswith(TYPED):
            continue
        loose = {"Any", *_aliases_of_any(module)}
        loose |= {name.rpartition(".")[2] for _, name in module.imports if name in aliases}
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for parameter in _parameters(function):
                    if parameter.annotation is not None and loose & _names(parameter.annotation):
                        what = f"{function.name}({parameter.arg}: {ast.unparse(parameter.annotation)})"
                        yield module.finding(parameter, "edges take no any", what)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """The parameters of a function, without those of `*` and `**` that it only passes on."""
    declared = function.args
    stars = [each for each in (declared.vararg, declared.kwarg) if each is not None]
    passed_on = {
        node.value
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for node in (*call.args, *call.keywords)
        if isinstance(node, ast.Starred) or (isinstance(node, ast.keyword) and node.arg is None)
    }
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and node not in passed_on}
    sent = {node.id for node in passed_on if isinstance(node, ast.Name)}
    plain = [*declared.posonlyargs, *declared.args, *declared.kwonlyargs]
    return [*plain, *(each for each in stars if each.arg in read or each.arg not in sent)]


def _aliases_of_any(module: Module) -> set[str]:
    """The names that a module gives to types which contain `Any`."""
    aliases = set()
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None and "TypeAlias" in _names(node.annotation):
            target, value = node.target, node.value
        else:
            continue
        is_type = isinstance(target, ast.Name) and target.id[:1].isupper() and not target.id.isupper()
        if is_type and "Any" in _names(value):
            aliases.add(dotted(target))
    return aliases


def _names(annotation: ast.expr) -> set[str]:
    """The names in an annotation, the last part of a dotted one; also in one that is written as text."""
    names = set()
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name | ast.Attribute):
            names.add(dotted(node).rpartition(".")[2])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                names |= _names(ast.parse(node.value, mode="eval").body)
            except SyntaxError:
                continue  # a value of a Literal
    return names
