"""Compiles the translation catalogues, and finds compiled ones that differ from their sources."""

import gettext
import io
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser

SOURCES: Final = "peygir/locale/*/LC_MESSAGES/django.po"
OWN_FIELDS: Final = "X-Peygir-"
"""How the fields of a head begin that `peygir.core.writing` reads; babel alone would leave them out."""


class HeadedCatalogue(Catalog):
    """A catalogue that keeps our own fields of its head."""

    own_fields: tuple[tuple[str, str], ...] = ()

    def _with_own_fields(self) -> list[tuple[str, str]]:
        return [*self._get_mime_headers(), *self.own_fields]

    def _read_fields(self, fields: Any) -> None:
        self._set_mime_headers(fields)
        self.own_fields = tuple((name, value) for name, value in fields if name.startswith(OWN_FIELDS))

    mime_headers = property(_with_own_fields, _read_fields)


def read(source: Path) -> HeadedCatalogue:
    """The catalogue in a source. Raises babel.messages.pofile.PoFileError for a broken one."""
    catalogue = HeadedCatalogue(locale=source.parts[-3])
    with source.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    return catalogue


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return the faults, one sentence each: a source with fuzzy entries, a compiled catalogue that differs.

    With `fix` the catalogues are recompiled. Raises babel.messages.pofile.PoFileError for a broken source.
    """
    wrong = []
    for source in sorted(root.glob(SOURCES)):
        name, compiled = source.relative_to(root).as_posix(), source.with_suffix(".mo")
        catalogue = read(source)
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
    """The translations in a compiled catalogue, and of its head what we read."""
    catalogue = gettext.GNUTranslations(io.BytesIO(content))
    entries = dict(catalogue._catalog)  # type: ignore[attr-defined]
    entries.pop("", None)
    own = {name: value for name, value in catalogue.info().items() if name.startswith(OWN_FIELDS.lower())}
    return entries | own | {"plural-forms": catalogue.info().get("plural-forms", "")}
