"""Responds with a stored file: whole, the range of bytes that a player asks for, or "not modified"."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags, quote_etag

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.media import files

_RANGE: Final = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_ETAG_LENGTH: Final = 32
MOST_BYTES: Final = 4 * 1024 * 1024
"""Sent at once of a file that is served in parts; a tile of a street map has at most half a megabyte."""


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


class PartIsNotNamed(Invalid):
    """A large file was requested as a whole, or by several ranges."""

    message = _("This file is served in parts only: please name one range of bytes (the header Range).")


def served_part(
    request: HttpRequest, opened: Callable[[], BinaryIO], *, etag: str, content_type: str, file_name: str
) -> HttpResponseBase:
    """Return one range of a large file that `opened` opens; `etag` belongs to its content alone.

    At most `MOST_BYTES` are sent, as RFC 9110 allows: a slow reader of a whole map would hold a thread for minutes.
    Raises PartIsNotNamed.
    """
    tag = quote_etag(etag)
    if _is_known(request, tag):
        return _not_modified(tag)
    file = opened()
    size = file.seek(0, 2)
    part = range_of(request.headers.get("Range", ""), size)
    if part is None or request.headers.get("If-Range", tag) != tag:
        file.close()
        raise PartIsNotNamed()
    first, last = part
    response = _part(file, first, min(last, first + MOST_BYTES - 1), size, content_type, file_name, False)
    return _tagged(response, tag)


def _response(
    request: HttpRequest,
    opened: Callable[[], BinaryIO],
    etag: str,
    content_type: str,
    file_name: str,
    is_attachment: bool,
) -> HttpResponseBase:
    if _is_known(request, etag):
        return _not_modified(etag)
    file = opened()
    size = file.seek(0, 2)
    file.seek(0)
    part = range_of(request.headers.get("Range", ""), size)
    if part is None or request.headers.get("If-Range", etag) != etag:
        whole = FileResponse(file, content_type=content_type, as_attachment=is_attachment, filename=file_name)
        return _tagged(whole, etag)
    return _tagged(_part(file, *part, size, content_type, file_name, is_attachment), etag)


def _is_known(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in known or known == ["*"]


def _not_modified(etag: str) -> HttpResponseBase:
    response = HttpResponseNotModified()
    response.headers["ETag"] = etag
    return response


def _tagged(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    return response


def _part(
    file: BinaryIO, first: int, last: int, size: int, content_type: str, file_name: str, is_attachment: bool
) -> HttpResponseBase:
    """Return bytes `first` to `last` of the file, or 416 if there are none."""
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
