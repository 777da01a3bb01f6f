"""Looks for words in every table, in the statistics of PostgreSQL, in stored files, other files, and logs.

What is packed is looked through unpacked: ZIP and Excel, Parquet, zlib and gzip, and the pages of PDF files, also where
a column of bytes holds them.
"""

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pypdfium2
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection, transaction
from pyarrow import parquet

from peygir.core.persian import fa_digits

# Asked of the database and not of the models: tables that only SQL makes count, too. A parent has its partitions' rows.
_TABLES: Final = """
SELECT quote_ident(nspname) || '.' || quote_ident(relname)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'p', 'm') AND NOT relispartition AND nspname NOT IN ('pg_catalog', 'information_schema')
  AND nspname !~ '^pg_'
ORDER BY 1
"""
_STATISTICS: Final = """
SELECT schemaname || '.' || tablename || ' (statistics)', row::text FROM pg_stats AS row
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
_BYTES: Final = """
SELECT quote_ident(nspname) || '.' || quote_ident(relname), quote_ident(attname)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relkind IN ('r', 'p', 'm') AND NOT relispartition AND nspname NOT IN ('pg_catalog', 'information_schema')
  AND nspname !~ '^pg_' AND atttypid = 'bytea'::regtype AND attnum > 0 AND NOT attisdropped
ORDER BY 1, 2
"""
_LONGEST_DIGEST: Final = 64
_FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
_ROWS: Final = 5000
_PARQUET: Final = b"PAR1"
_PDF: Final = b"%PDF-"
_GZIP: Final = b"\x1f\x8b"
_ZLIB: Final = b"\x78"


class WordSearch:
    """A search for words, whatever their case, in the forms in which programs write them."""

    def __init__(self, words: Collection[str]) -> None:
        self._forms = [(form, word) for word in words for form in _forms(word)]
        self.places: dict[str, int] = {}
        """How many of the words were found, by place."""
        self.searched: dict[str, int] = {}
        """How many bytes were looked through, by kind of place."""

    def look(self, kind: str, place: str, content: bytes) -> set[str]:
        """Look through the content of a place; returns the words that are in it."""
        content = content.lower()
        self.searched[kind] = self.searched.get(kind, 0) + len(content)
        hits = {word for form, word in self._forms if form in content}
        for word in hits:
            name = f"{place}: {word}"
            self.places[name] = self.places.get(name, 0) + 1
        return hits

    def tables(self) -> None:
        """Look through every row of every table, sessions unpacked, and through the statistics of the planner."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            names = [name for (name,) in cursor.fetchall()]
        for name in names:
            for rows in _rows(f"SELECT t::text FROM {name} AS t"):  # noqa: S608 - quoted by the database
                self.look("tables", name, "\n".join(str(row[0]) for row in rows).encode())
        self._packed_columns()
        for session in Session.objects.all():
            self.look("tables", "django_session", json.dumps(session.get_decoded(), ensure_ascii=False).encode())
        for rows in _rows(_STATISTICS):
            for place, text in rows:
                self.look("statistics", str(place), str(text).encode())

    def _packed_columns(self) -> None:
        """Look through what columns of bytes hold packed; the rest was in the rows."""
        with connection.cursor() as cursor:
            cursor.execute(_BYTES)
            columns = cursor.fetchall()
        for table, column in columns:
            statement = f"SELECT {column} FROM {table} WHERE octet_length({column}) > {_LONGEST_DIGEST}"  # noqa: S608 - quoted by the database
            for rows in _rows(statement):
                for (value,) in rows:
                    self.look("columns of bytes", table, unpacked(bytes(value)))

    def storage(self) -> None:
        """Look through the stored files, names and content, in a folder or a bucket."""
        storage: Any = storages["default"]
        for name in storage.names_before(_FAR, suffix=""):
            with storage.open(name) as file:
                self.look("stored files", f"stored {name}", name.encode() + b"\n" + unpacked(file.read()))

    def folder(self, folder: Path, kind: str) -> None:
        """Look through all files below a folder, names and content; ZIP and Parquet files unpacked."""
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                self.look(kind, f"{folder.name}/{name}", name.encode() + b"\n" + unpacked(path.read_bytes()))


def unpacked(content: bytes) -> bytes:
    """The content of a file; of a packed one, what is in it: of a Parquet file schema and values, of a PDF its text."""
    if content.startswith(_PARQUET) and content.endswith(_PARQUET):
        table = parquet.read_table(io.BytesIO(content))
        columns = (str(value) for name in table.column_names for value in table[name].to_pylist())
        return "\n".join([str(table.schema), *columns]).encode()
    if content.startswith(_PDF):
        return content + b"\n" + _words_of_pages(content)
    if content.startswith(_GZIP):
        return unpacked(gzip.decompress(content))
    if content[:1] == _ZLIB and int.from_bytes(content[:2], "big") % 31 == 0:  # RFC 1950, 2.2
        try:
            return unpacked(zlib.decompress(content))
        except zlib.error:
            return content
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(unpacked(archive.read(name)) for name in archive.namelist())


def _words_of_pages(content: bytes) -> bytes:
    """The text of a PDF; nothing of one that is damaged."""
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf).encode()
    except pypdfium2.PdfiumError:
        return b""


def _rows(statement: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a statement, some thousands at a time, through a cursor of the server."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(_ROWS):
            yield rows


def _forms(word: str) -> set[bytes]:
    """A word as text, in Persian digits, as JSON escapes it, and as PostgreSQL prints bytes; in small letters."""
    texts = {word, fa_digits(word)} if re.search(r"\d", word) else {word}
    forms = {text.lower() for text in texts}
    forms |= {json.dumps(text)[1:-1].lower() for text in texts}
    forms |= {text.encode().hex() for text in texts}
    return {form.encode() for form in forms}
