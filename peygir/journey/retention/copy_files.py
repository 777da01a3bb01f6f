"""Writes the copy of a citizen's data to disk: one ZIP of JSON, PDF and photos."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from mimetypes import guess_extension
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from peygir.cases import retention as case_data
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.pdf import PdfDocument
from peygir.desks.intake import retention as received
from peygir.journey.retention.copies import data_of
from peygir.journey.retention.copy_words import NOTHING, TITLE, CopySection, CopyWords
from peygir.media import files
from peygir.people import retention_queries as kept

MOST_BYTES: Final = 200 * 1024 * 1024
"""Photos beyond this are named in the copy and not in it."""
ENTRIES_PER_PDF: Final = 1000
"""More than these go into a further document, so that the memory of making one is bounded."""


def write_copy(request: kept.PrivacyRequestFacts, path: Path) -> None:
    """Write the ZIP of a request's data: data.json, data.pdf (or data-1.pdf, data-2.pdf, …) and photos."""
    now = clock.now()
    citizens = kept.citizens_behind(request.citizens)
    reports = case_data.reports_with_people(citizens, since=request.since)
    stored = _files([report.pk for report in reports])
    named = {report_id: [name for name, _ in pairs] for report_id, pairs in stored.items()}
    data = data_of(request, citizens, reports, named, now=now)
    copy_words = CopyWords(data, request.language, ZoneInfo(city.city_by_id(request.city_id).time_zone))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, TemporaryDirectory(dir=path.parent) as folder:
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        for name in write_documents(copy_words, Path(folder), now=now):
            archive.write(Path(folder, name), name)
        for pairs in stored.values():
            for name, file in pairs:
                if archive.fp is not None and archive.fp.tell() < MOST_BYTES:
                    _add(archive, name, file)


def write_documents(copy_words: CopyWords, folder: Path, *, now: datetime, most: int = ENTRIES_PER_PDF) -> list[str]:
    """Write the data as PDF into a folder, up to `most` entries in each document; returns the names of the files."""
    parts = list(_parts(copy_words.sections(), most))
    names = ["data.pdf"] if len(parts) == 1 else [f"data-{number}.pdf" for number in range(1, len(parts) + 1)]
    for name, sections in zip(names, parts, strict=True):
        document = PdfDocument(TITLE.in_language(copy_words.language), language=copy_words.language, made_at=now)
        document.facts(copy_words.head())
        for section in sections:
            document.section(section.title)
            if not section.blocks:
                document.paragraph(NOTHING.in_language(copy_words.language))
            for block in section.blocks:
                document.facts(block)
        document.save(folder / name)
    return names


def _parts(sections: Iterator[CopySection], most: int) -> Iterator[Sequence[CopySection]]:
    """The sections for each document, long ones cut."""
    part: list[CopySection] = []
    room = most
    for section in sections:
        blocks = section.blocks
        while len(blocks) > room:
            yield [*part, CopySection(section.title, blocks[:room])]
            part, blocks, room = [], blocks[room:], most
        part.append(CopySection(section.title, blocks))
        room -= len(blocks)
    yield part


def _files(report_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """(name in the copy, name of the stored file) of the photos, documents and recordings of each report."""
    pairs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in received.photos_of_reports(report_ids):
        pairs[row.report_id].append((f"photos/{row.report.code}-{row.position + 1}.jpg", row.picture))
    for file in received.files_of_reports(report_ids):
        suffix = guess_extension(file.stored.media_type) or ".bin"
        pairs[file.report_id].append((f"files/{file.report.code}-{file.position + 1}{suffix}", file.stored.name))
    return pairs


def _add(archive: zipfile.ZipFile, name: str, stored: str) -> None:
    try:
        with files.local_copy(stored) as path:
            archive.write(path, name, zipfile.ZIP_STORED)
    except files.FileIsMissing:  # deleted meanwhile
        return
