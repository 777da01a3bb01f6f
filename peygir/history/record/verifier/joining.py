"""Joins the modules of the stand-alone check into the one file that is given out."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

FILE_NAME: Final = "verify_record.py"
_MODULES: Final = ("program", "signatures", "files", "earlier", "consistency", "cosigning", "checks")
"""The first has the text that the file begins with; its code comes last, since it needs the others'."""
_OWN: Final = "peygir."


@cache
def one_file() -> str:
    """Return the source of the check as one file, which imports the standard library alone."""
    folder = Path(__file__).parent
    sources = {name: (folder / f"{name}.py").read_text() for name in _MODULES}
    text = ast.get_docstring(ast.parse(sources[_MODULES[0]]), clean=False)
    imports: set[str] = set()
    bodies = []
    for name in (*_MODULES[1:], _MODULES[0]):
        body, own = _without_imports(sources[name])
        imports |= own
        bodies.append(body)
    return f'#!/usr/bin/env python3\n"""{text}"""\n\n' + "\n".join(sorted(imports)) + "\n\n" + "\n\n".join(bodies)


def _without_imports(source: str) -> tuple[str, set[str]]:
    """Return a module's code without its text and imports, and the imports that are not our own modules."""
    lines, imports, last = source.splitlines(), set(), 0
    for number, node in enumerate(ast.parse(source).body):
        if isinstance(node, ast.Import | ast.ImportFrom):
            if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OWN)):
                imports.add(ast.unparse(node))
        elif number:
            break
        last = node.end_lineno or last
    return "\n".join(lines[last:]).strip() + "\n", imports
