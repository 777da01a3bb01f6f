"""The layers of the code as text, made from the import contract and the folders, for the pages that show them."""

import re
import tomllib
from pathlib import Path
from typing import Final

PAGES: Final = ("README.md", "docs/architecture.md")
BLOCK: Final = re.compile(r"(<!-- floors: [^\n]*-->\n```\n).*?(^```$)", re.DOTALL | re.MULTILINE)
# The name of a layer, by its first package; a layer without a name continues the one above.
NAMES: Final = {"urls": "doors", "ops": "edges", "journey": "plot", "cases": "file", "media": "ground"}
BESIDE: Final = "lab"
WIDTH: Final = 9


def floors(root: Path) -> str:
    """Return one line for each layer, highest first: its name, then its packages; a container lists its content.

    Packages that do not know each other are separated by `|`; in an ordered container each may import those after `›`.
    """
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    ordered = {
        contract["containers"][0]: [name for layer in contract["layers"] for name in re.findall(r"\w+", layer)]
        for contract in contracts
        if len(contract.get("containers", ())) == 1
    }
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == ["peygir"]]
    lines = [line for layer in layers for line in _lines(root / "peygir", re.findall(r"\w+", layer), ordered)]
    return "\n".join([*lines, f"{'beside':<{WIDTH}}{BESIDE}"]) + "\n"


def _lines(package: Path, names: list[str], ordered: dict[str, list[str]]) -> list[str]:
    """Return the lines of one layer, without names that have no folder or module yet."""
    there = [name for name in names if (package / name / "__init__.py").exists() or (package / f"{name}.py").exists()]
    plain = [name for name in there if not _packages(package / name)]
    lines = [
        f"{name + '/':<{WIDTH}}{_content(_packages(package / name), ordered.get(f'{package.name}.{name}'))}"
        for name in there
        if name not in plain
    ]
    if plain:
        lines.insert(0, f"{NAMES.get(plain[0], ''):<{WIDTH}}{' | '.join(plain)}")
    return lines


def _content(inside: list[str], order: list[str] | None) -> str:
    """Return the packages of a container, in its order if it has one."""
    return " | ".join(inside) if order is None else " › ".join(name for name in order if name in inside)


def _packages(folder: Path) -> list[str]:
    """Return the packages in a container; a folder with modules of its own is not a container."""
    inside = sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    has_code = any(path.name != "__init__.py" for path in folder.glob("*.py"))
    return [] if has_code else inside


def written(page: str, root: Path) -> str:
    """Return the text of a page with its updated block. Raises ValueError for a page without one."""
    changed, count = BLOCK.subn(lambda match: f"{match[1]}{floors(root)}{match[2]}", page)
    if count != 1:
        raise ValueError(f"the page has {count} blocks of floors, not one")
    return changed


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return the pages whose block is out of date; with `fix` they are rewritten, and the list is empty."""
    wrong = []
    for name in PAGES:
        path = root / name
        text = path.read_text(encoding="utf-8")
        if (right := written(text, root)) != text:
            if fix:
                path.write_text(right, encoding="utf-8")
            else:
                wrong.append(name)
    return wrong
