"""Every action by which a person decides about a unit or a contractor refuses who has declared an interest in it."""

import ast
from functools import cache
from pathlib import Path

from tests.interest_checks import CHECKED, FUNCTION_BY_FUNCTION, NOT_CHECKED, WHOLE

ROOT = Path(__file__).resolve().parents[2]
_REFUSE = {"refuse_interested", "has_interest"}
_PRODUCT = ROOT / "peygir"


@cache
def _module(path: Path) -> tuple[dict[str, ast.FunctionDef], dict[str, str]]:
    """The functions of a module, and the modules from which it imports names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    imports = {
        alias.asname or alias.name: node.module or ""
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return functions, imports


def _file_of(module: str) -> Path:
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _refuses(path: Path, name: str, seen: set[tuple[Path, str]]) -> bool:
    """Whether a function calls one that refuses the interested, in its own module or one that it imports from."""
    if name in _REFUSE:
        return True
    if (path, name) in seen:
        return False
    seen.add((path, name))
    functions, imports = _module(path)
    if name not in functions:
        origin = imports.get(name, "")
        return origin.startswith("peygir.") and _file_of(origin).exists() and _refuses(_file_of(origin), name, seen)
    called = {
        node.func.id
        for node in ast.walk(functions[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not _names_no_unit(node)
    }
    return any(_refuses(path, one, seen) for one in sorted(called))


def _names_no_unit(node: ast.Call) -> bool:
    """Whether a call asks for a role in planning alone, without the unit in which somebody may have an interest."""
    return isinstance(node.func, ast.Name) and node.func.id == "refuse_other_than" and len(node.args) < 3


def _actions(package: str) -> dict[str, Path]:
    """The public actions of a package that take an actor, each with its file."""
    folder = _PRODUCT / package
    files = [*folder.glob("actions/**/*.py"), *folder.glob("actions.py")]
    return {
        name: path
        for path in files
        for name, node in _module(path)[0].items()
        if not name.startswith("_") and any(_is_actor(one) for one in [*node.args.args, *node.args.kwonlyargs])
    }


def _is_actor(argument: ast.arg) -> bool:
    return argument.arg == "by"


def test_every_package_with_actions_is_judged() -> None:
    packages = {
        str(path.relative_to(_PRODUCT))
        for group in ("desks", "outlook", "centre")
        for path in (_PRODUCT / group).iterdir()
        if _actions(str(path.relative_to(_PRODUCT)))
    }
    assert packages == set(FUNCTION_BY_FUNCTION) | set(WHOLE)
    assert set(CHECKED) == set(NOT_CHECKED) == set(FUNCTION_BY_FUNCTION)


def test_every_action_is_checked_or_says_why_not() -> None:
    for package in FUNCTION_BY_FUNCTION:
        checked = CHECKED[package].split()
        others = [name for names in NOT_CHECKED[package] for name in names.split()]
        assert sorted(checked + others) == sorted(_actions(package)), package


def test_what_is_checked_refuses_and_the_others_do_not() -> None:
    for package in FUNCTION_BY_FUNCTION:
        refusing = {name for name, path in _actions(package).items() if _refuses(path, name, set())}
        assert refusing == set(CHECKED[package].split()), package


def test_a_function_that_refuses_nobody_is_seen() -> None:
    path = _PRODUCT / "desks/fieldwork/actions/penalties.py"
    assert _refuses(path, "decide_penalty", set())
    assert not _refuses(path, "object_to_penalty", set())
