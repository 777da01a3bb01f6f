"""The built styles, scripts, icons and fonts, found by the manifest that Vite writes."""

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static

FONT: Final = "node_modules/.typeface/vazirmatn.woff2"


@dataclass(frozen=True, slots=True)
class BuiltEntry:
    """The URLs that one entry (`kit/main`, `public/report`, …) needs on a page."""

    script: str
    styles: tuple[str, ...]


def entry(name: str) -> BuiltEntry | None:
    """Return the built entry, or None without a build: every page works without its scripts."""
    row = _manifest().get(f"src/{name}.ts")
    if row is None:
        return None
    return BuiltEntry(address(row["file"]), tuple(file for file in needs(name) if file.endswith(".css")))


def asset(source: str) -> str:
    """Return the URL of a built file by its source path, "" without a build."""
    return _asset(source, built_at())


@lru_cache(maxsize=64)
def _asset(source: str, changed: int) -> str:
    """Cached by build: a page names the icon sprite two hundred times."""
    row = _manifest().get(source)
    return address(row["file"]) if row else ""


def needs(name: str) -> tuple[str, ...]:
    """Return every file that a page with this entry loads: its script, the script's imports, and the styles."""
    rows, addresses, seen = [f"src/{name}.ts"], [], set()
    while rows:
        if (key := rows.pop()) not in seen:
            seen.add(key)
            row = _manifest().get(key, {})
            addresses += [address(file) for file in (row.get("file"), *row.get("css", ())) if file]
            rows += row.get("imports", ())
    return tuple(addresses)


def address(file: str) -> str:
    """Return the URL of a built file by its name in the folder."""
    return static(f"built/{file}")


def _manifest() -> dict[str, Any]:
    changed = built_at()
    return _read(_path(), changed) if changed else {}


def _path() -> str:
    return f"{settings.BUILT_PAGES}/manifest.json"


def built_at() -> int:
    """Return when the pages were built, 0 without a build."""
    try:
        return os.stat(_path()).st_mtime_ns  # noqa: PTH116 - half of the time that Path.stat takes
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return found
