"""The report of a month's marks as files for everybody: PDF and Excel, each made once in a process and counted."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from peygir.city import queries as city
from peygir.outlook.scoring.facts import ScoredMonthFacts
from peygir.people.actions import count_use
from peygir.web.kit.access import address_of
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_code
from peygir.web.kit.templatetags.ui import language
from peygir.web.public.marks_kept import kept_month
from peygir.web.public.month_document import month_document
from peygir.web.public.month_report import month_report
from peygir.web.public.month_workbook import month_workbook

TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST: Final = 12
"""So many documents are kept, of some hundred kB each."""
MADE: Final = (20, 600)
"""So many documents that are not kept yet are made for one caller in so many seconds; each takes a second or two."""
_made: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
_lock = Lock()


def report_file(request: HttpRequest, month: ScoredMonthFacts, version: int | None, form: str) -> HttpResponseBase:
    """Return the report of a version as `pdf` or `xlsx` in the reader's language.

    The ETag holds the SHA-256 of the marks and of what the city is called and made of, the versions and the language: a
    restatement changes it, and so does the new name of a unit. Raises AskedTooOften.
    """
    own = kept_month(month, version).version
    number, heads, day = city.state_of(current_city().id)
    state = hashlib.sha256(f"{number}.{heads.hex()}.{day}".encode()).hexdigest()[:16]
    key = (f"{month.id}.{own.number}.{month.version}.{own.digest}.{state}", language(), form)
    etag = f'"{".".join(key)}"'
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    content = _kept(key)
    if content is None:
        count_use("marks_report", address_of(request), *MADE)
        content = _make(month, version, form)
        _keep(key, content)
    name = f"report-{month_code(month.first_on)}.{form}"
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'
    return response


def _make(month: ScoredMonthFacts, version: int | None, form: str) -> bytes:
    report = month_report(month, version)
    return month_document(report) if form == "pdf" else b"".join(month_workbook(report))


def _kept(key: tuple[str, str, str]) -> bytes | None:
    with _lock:
        content = _made.get(key)
        if content is not None:
            _made.move_to_end(key)
        return content


def _keep(key: tuple[str, str, str], content: bytes) -> None:
    with _lock:
        _made[key] = content
        while len(_made) > MOST:
            _made.popitem(last=False)
