"""Reads a city's files into tables of cells; an unreadable file is a fault with a sentence, never an exception."""

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from peygir.city.cells import Cells, Report
from peygir.city.rows import FileFault
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

LARGEST_FILE: Final = 64 * 1024 * 1024


class Folder:
    """One folder of city files: reads each once, keeps its digest, and reports what cannot be read."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path, self.report = path, report
        self.digests: dict[str, str] = {}

    def fault(self, file: str, row: int, reason: Text) -> None:
        """Report a fault in a file."""
        self.report(FileFault(file, row, reason))

    def has(self, file: str) -> bool:
        """Whether the folder holds the file at all."""
        return (self.path / file).exists()

    def names(self) -> list[str]:
        """The names of all files in the folder."""
        return sorted(path.name for path in self.path.iterdir())

    def _text(self, file: str) -> str | None:
        """The file's text in UTF-8 (a byte order mark is dropped), or None after a fault."""
        where = self.path / file
        try:
            if where.stat().st_size > LARGEST_FILE:
                self.fault(file, 0, _("the file is larger than 64 MB"))
                return None
            content = where.read_bytes()
        except FileNotFoundError:
            self.fault(file, 0, _("this file is missing from the folder"))
            return None
        except OSError as closed:
            why = closed.strerror or str(closed)
            self.fault(file, 0, _("the file cannot be read ({why})", why=why))
            return None
        self.digests[file] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as bad:
            number = content.count(b"\n", 0, bad.start) + 1
            self.fault(
                file,
                number,
                _("the text is not UTF-8; save the file as UTF-8"),
            )
            return None

    def table(self, file: str, columns: tuple[str, ...]) -> list[Cells] | None:
        """The rows of a CSV with at least `columns`, or None after a fault that leaves nothing to read."""
        text = self._text(file)
        if text is None:
            return None
        records = self._records(file, text)
        header = next(records, None)
        if header is None:
            self.fault(file, 0, _("the file is empty"))
            return None
        names = [name.strip() for name in header[1]]
        absent = [column for column in columns if column not in names]
        for column in absent:
            self.fault(file, 1, _("column “{column}” is missing", column=column))
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            self.fault(file, 1, _("column “{name}” occurs twice", name=name))
        if absent:
            return None
        return [self._row(file, number, names, record) for number, record in records]

    def _records(self, file: str, text: str) -> Iterator[tuple[int, list[str]]]:
        """The CSV's non-blank records, each with its number; stops with a fault at broken quoting."""
        csv_reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        number = 0
        while True:
            number += 1
            try:
                record = next(csv_reader)
            except StopIteration:
                return
            except csv.Error as broken:
                self.fault(
                    file,
                    number,
                    _("the row is not CSV ({broken}); the rows after it were not read", broken=broken),
                )
                return
            if any(cell.strip() for cell in record):
                yield number, record

    def _row(self, file: str, number: int, names: list[str], record: list[str]) -> Cells:
        values = dict(zip(names, record, strict=False))
        if len(record) == len(names):
            return Cells(file, number, values, self.report)
        self.fault(
            file,
            number,
            _("the row has {record} cells and the header {names}", record=len(record), names=len(names)),
        )
        # Its cells are in wrong columns: their values are kept for references, without further faults.
        return Cells(file, number, values, lambda fault: None)

    def features(self, file: str) -> list[tuple[Cells, Any]] | None:
        """The properties and geometry of each GeoJSON feature, or None after a fault that leaves nothing."""
        text = self._text(file)
        if text is None:
            return None
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as broken:
            row = getattr(broken, "lineno", 0)
            self.fault(file, row, _("the file is not JSON ({broken})", broken=broken))
            return None
        listed = content.get("features") if isinstance(content, dict) else None
        if not isinstance(listed, list):
            self.fault(
                file,
                0,
                _("the file is not a GeoJSON FeatureCollection"),
            )
            return None
        features_read = []
        for number, feature in enumerate(listed, start=1):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                self.fault(file, number, _("this feature has no properties"))
                continue
            features_read.append((Cells(file, number, properties, self.report), feature.get("geometry")))
        return features_read

    def toml(self, file: str) -> Mapping[str, Any] | None:
        """The content of a TOML file, or None after a fault."""
        text = self._text(file)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as broken:
            self.fault(file, 0, _("the file is not TOML ({broken})", broken=broken))
            return None
