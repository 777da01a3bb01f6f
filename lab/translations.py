"""Compiles the translation catalogues, and finds compiled ones that differ from their sources."""

import gettext
import io
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES: Final = "peygir/locale/*/LC_MESSAGES/django.po"


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return the faults, one sentence each: a source with fuzzy entries, a compiled catalogue that differs.

    With `fix` the catalogues are recompiled. Raises babel.messages.pofile.PoFileError for a broken source.
    """
    wrong = []
    for source in sorted(root.glob(SOURCES)):
        name, compiled = source.relative_to(root).as_posix(), source.with_suffix(".mo")
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        wrong += [f"{name}: “{entry.id}” is fuzzy" for entry in catalogue if entry.fuzzy and entry.id]
        new = io.BytesIO()
        write_mo(new, catalogue)
        if compiled.exists() and _entries(compiled.read_bytes()) == _entries(new.getvalue()):
            continue
        if fix:
            compiled.write_bytes(new.getvalue())
        else:
            wrong.append(f"{name}: the compiled catalogue says something else (./run check --fix)")
    return wrong


def _entries(content: bytes) -> dict[Any, str]:
    """The translations in a compiled catalogue, without its head."""
    entries = dict(gettext.GNUTranslations(io.BytesIO(content))._catalog)  # type: ignore[attr-defined]
    entries.pop("", None)
    return entries
