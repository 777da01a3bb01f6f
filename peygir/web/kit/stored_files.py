"""Responds with a stored file: whole, the range of bytes that a player asks for, or "not modified"."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags, quote_etag

from peygir.media import files

_RANGE: Final = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_ETAG_LENGTH: Final = 32


class _RangeOfFile:
    """A range of an open file, read like a file of its own."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self._file, self._left = file, last - first + 1
        file.seek(first)

    def read(self, size: int) -> bytes:
        """Read up to `size` bytes."""
        chunk = self._file.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the whole file."""
        self._file.close()


def stored_file(
    request: HttpRequest, name: str, *, content_type: str, file_name: str, is_attachment: bool = False
) -> HttpResponseBase:
    """Return the stored file `name`, or the part of it that the request's `Range` names (RFC 9110, section 14).

    A browser that has this version gets 304. Its ETag is made of the name, which no other content ever has, so a
    picture that was replaced is sent anew. Raises FileIsMissing.
    """
    etag = quote_etag(PurePosixPath(name).stem[:_ETAG_LENGTH])
    return _response(request, lambda: files.open(name), etag, content_type, file_name, is_attachment)


def served_file(
    request: HttpRequest, opened: Callable[[], BinaryIO], *, etag: str, content_type: str, file_name: str
) -> HttpResponseBase:
    """Return the file that `opened` opens in the same way; `etag` belongs to its content alone."""
    return _response(request, opened, quote_etag(etag), content_type, file_name, False)


def _response(
    request: HttpRequest,
    opened: Callable[[], BinaryIO],
    etag: str,
    content_type: str,
    file_name: str,
    is_attachment: bool,
) -> HttpResponseBase:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponseBase
    if etag in known or known == ["*"]:
        response = HttpResponseNotModified()
    else:
        response = _answer(request, opened(), etag, content_type, file_name, is_attachment)
        response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    return response


def _answer(
    request: HttpRequest, file: BinaryIO, etag: str, content_type: str, file_name: str, is_attachment: bool
) -> HttpResponseBase:
    size = file.seek(0, 2)
    file.seek(0)
    part = range_of(request.headers.get("Range", ""), size)
    if part is None or request.headers.get("If-Range", etag) != etag:
        return FileResponse(file, content_type=content_type, as_attachment=is_attachment, filename=file_name)
    first, last = part
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(
        _RangeOfFile(file, first, last),
        status=206,
        content_type=content_type,
        as_attachment=is_attachment,
        filename=file_name,
    )
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte of a `Range` header for a file of `size` bytes.

    None if the whole is to be sent: without a header, for several ranges, or a malformed one. An empty range (first
    after last) cannot be satisfied.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first_text, last_text = match.groups()
    if not first_text:  # the last so many bytes
        length = int(last_text)
        return (max(size - length, 0), size - 1) if length else (size, size - 1)
    first = int(first_text)
    last = min(int(last_text), size - 1) if last_text else size - 1
    if last_text and int(last_text) < first:
        return None
    return (first, last) if first < size else (size, size - 1)
