"""Writes docs/events.md from the catalogue of events and the plot."""

import ast
import inspect
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from typing import Final, get_type_hints

from peygir.history.catalogue import EventData, catalogue

PAGE: Final = "docs/events.md"
HEAD: Final = """\
# Events

Every change of the city's work is recorded as an event in the table `history_event`: insert-only, in the order of the
file that it belongs to, each with the hash of the one before it. A kind of event is declared once, as a class of
`peygir/history/kinds/`; this page is written from these classes and from `peygir/journey/plot.py` (`./run check
--fix`).

- `body` is the canonical JSON that the hash covers: `at`, `by`, `data`, `file`, `file_id`, `kind`, `number`.
- The values below are those of `data`, with their JSON types; one with `?` is written only where it applies. Events
  carry ids, codes and digests, and no personal text. `note` (any event of a case may have one) is the salted digest of
  the words that are kept beside the event.
- The names of kinds and keys that have been written once stay for ever. A class may have a better name than its kind.
"""
TABLE: Final = "| kind | class | what happened | values | wakes |\n|---|---|---|---|---|\n"
JSON: Final = {"str": "text", "int": "integer", "float": "number", "bool": "true or false", "None": "null"}


def page(root: Path) -> str:
    """Return the text of the whole page."""
    import_module("peygir.history.kinds")
    woken = _woken(root)
    parts = [HEAD]
    for file in sorted({known.file for known in catalogue().values()}, key=lambda name: (name != "case", name)):
        parts.append(f"\n## The file “{file}”\n\n{TABLE}")
        parts += [_row(known, woken) for known in catalogue().values() if known.file == file]
    return "".join(parts)


def _row(known: type[EventData], woken: dict[str, str]) -> str:
    name = known.__name__
    return f"| `{known.kind}` | `{name}` | {_summary(known)} | {_values(known)} | {woken.get(name, '')} |\n"


def _summary(event_class: type[EventData]) -> str:
    return " ".join((inspect.getdoc(event_class) or "").split())


def _values(event_class: type[EventData]) -> str:
    hints = get_type_hints(event_class)
    by_name = {field.name: field for field in fields(event_class)}  # type: ignore[arg-type]
    keys = [(name, key) for name, key, _ in event_class._keys if not (name == "note" and key == "note")]
    return "; ".join(
        f"`{key}`{'' if by_name[name].default is MISSING else '?'}: {_json_type(hints[name])}" for name, key in keys
    )


def _json_type(hint: object) -> str:
    text = hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)
    text = text.replace("typing.", "")
    if text.startswith("list"):
        return "list"
    if text.startswith("dict"):
        return "object"
    return " or ".join(JSON.get(part.strip(), "any") for part in text.split("|"))


def _woken(root: Path) -> dict[str, str]:
    """Return event class name → the actions that it wakes, in the plot's order."""
    tree = ast.parse((root / "peygir" / "journey" / "plot.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "WAKES" and isinstance(node.value, ast.Dict):
            return {
                ast.unparse(key).rsplit(".", 1)[-1]: ", ".join(f"`{ast.unparse(action)}`" for action in value.elts)
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None and isinstance(value, ast.Tuple)
            }
    raise ValueError("the plot has no table WAKES")


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return [PAGE] if the page is out of date; with `fix` it is rewritten, and the list is empty."""
    path, right = root / PAGE, page(root)
    if path.exists() and path.read_text(encoding="utf-8") == right:
        return []
    if fix:
        path.write_text(right, encoding="utf-8")
        return []
    return [PAGE]
