"""Looks through a PDF for what staff should know before they open it; for the child process of `examining` alone.

It recognises what is written by the rules (ISO 32000-1), names in compressed object streams included. It is no virus
scanner: who breaks the rules can hide something from it.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from peygir.media.file_findings import FileFinding

MOST_UNPACKED: Final = 512 * 1024 * 1024
"""Bytes of all streams together; a scanned book has less."""
_MOST_NAMES: Final = 32 * 1024 * 1024  # of the object streams, which hold names and no pictures
_TAIL: Final = 2048
_MOST_AFTER_END: Final = 1024  # some writers add blanks
_CHUNK: Final = 1024 * 1024
_STREAM: Final = re.compile(rb"stream\r?\n")
_END_OF_STREAM: Final = b"endstream"
_DICTIONARY_BYTES: Final = 4096  # before a stream; a longer one is read in part
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAMES: Final = {
    FileFinding.PROGRAM: re.compile(rb"/(?:JavaScript|JS|Launch|XFA)(?![A-Za-z0-9])"),
    FileFinding.FILES: re.compile(rb"/(?:EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])"),
    FileFinding.LOCKED: re.compile(rb"/Encrypt(?![A-Za-z0-9])"),
}
_OBJECT_STREAM: Final = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)(?![A-Za-z0-9])")


def pdf_findings(data: bytes) -> tuple[FileFinding, ...]:
    """What is to be told of this PDF, in the order of the vocabulary."""
    findings: set[FileFinding] = set()
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data[max(end - _TAIL, 0) : end]:
        findings.add(FileFinding.DAMAGED)
    elif len(data) - end > _MOST_AFTER_END:
        findings.add(FileFinding.MORE)
    texts, unpacked, names_left, place = [], 0, _MOST_NAMES, 0
    for start, dictionary, content in _streams(data):
        texts.append(data[place:start])
        place = start + len(content)
        layers = len(_FLATE.findall(dictionary))
        if layers > 1:
            findings.add(FileFinding.HUGE)  # packed twice, which no writer has a reason to do
        elif layers and FileFinding.HUGE not in findings:
            is_names = bool(_OBJECT_STREAM.search(dictionary))
            for chunk in _unpacked(content):
                unpacked += len(chunk)
                if is_names and names_left > 0:
                    texts.append(chunk)
                    names_left -= len(chunk)
                if unpacked > MOST_UNPACKED:
                    findings.add(FileFinding.HUGE)
                    break
    texts.append(data[place:])
    text = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), b"".join(texts))
    findings.update(finding for finding, name in _NAMES.items() if name.search(text))
    return tuple(finding for finding in FileFinding if finding in findings)


def _streams(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(start, dictionary before it, packed content) of each stream."""
    place = 0
    while match := _STREAM.search(data, place):
        if data[max(match.start() - 3, 0) : match.start()] == b"end":  # of the one before
            place = match.end()
            continue
        start = match.end()
        end = data.find(_END_OF_STREAM, start)
        end = len(data) if end < 0 else end
        head = data[max(match.start() - _DICTIONARY_BYTES, place) : match.start()]
        opening = head.rfind(b" obj")  # the dictionary of this object alone
        yield start, _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), head[max(opening, 0) :]), data[start:end]
        place = end


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The content of a Flate stream in chunks, as far as it can be read."""
    inflater = zlib.decompressobj()
    left = content
    try:
        while left:
            chunk = inflater.decompress(left, _CHUNK)
            left = inflater.unconsumed_tail
            if not chunk:
                return
            yield chunk
    except zlib.error:
        return
