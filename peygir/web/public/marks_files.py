"""The marks of a month as files: CSV of marks and of parts, JSON of both, and the report; no personal data."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.outlook.scoring.facts import MarkPartFacts, ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.words import MarkGroup
from peygir.web.kit.access import public
from peygir.web.kit.mark_words import month_code
from peygir.web.public.marks import NoMarksOfMonth, month_of_request
from peygir.web.public.marks_kept import KeptMonth, kept_month
from peygir.web.public.month_report_files import TYPES, report_file

MARKS: Final = ("month", "version", "unit", "name_fa", "name_en", "state", "mark", "low", "high", "cases")
GROUPS: Final = tuple(group.value for group in MarkGroup)
PARTS: Final = (
    "month",
    "version",
    "unit",
    "indicator",
    "group",
    "state",
    "n",
    "value",
    "low",
    "high",
    "score",
    "weight",
    "lost",
)
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_FILES: Final = {("marks", "csv"), ("parts", "csv"), ("marks", "json")}


@public()
@require_GET
def marks_file(request: HttpRequest, month: str, kind: str, form: str) -> HttpResponseBase:
    """Return `marks.csv`, `parts.csv`, `marks.json`, `report.pdf` or `report.xlsx` of a month.

    Of an earlier version with `?version=`.
    """
    row, version = month_of_request(request, month)
    if kind == "report" and form in TYPES:
        return report_file(request, row, version, form)
    if (kind, form) not in _FILES:
        raise NoMarksOfMonth()
    kept = kept_month(row, version)
    text = _json(row, kept) if form == "json" else _csv(row, kept, kind)
    return open_data(request, text, _TYPES[form], f"{kind}-{month_code(row.first_on)}.{form}")


def open_data(request: HttpRequest, text: str, content_type: str, name: str) -> HttpResponseBase:
    """Return a file of open data, or 304 to who has just this one.

    The ETag is the SHA-256 of the file: it changes with anything that stands in it, also the name of a unit.
    """
    content = text.encode()
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    response = HttpResponse(content, content_type=content_type, headers=headers)
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return unchanged if isinstance(unchanged, HttpResponseNotModified) else response


def _csv(month: ScoredMonthFacts, kept: KeptMonth, kind: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    start = (month_code(month.first_on), kept.version.number)
    if kind == "marks":
        writer.writerow((*MARKS, *GROUPS))
        for row in kept.marks:
            groups = [cell(row.groups.get(group)) for group in GROUPS]
            numbers = [cell(number) for number in (row.mark, row.low, row.high)]
            writer.writerow((*start, *unit_names(row.unit_id), row.state, *numbers, row.cases, *groups))
    else:
        writer.writerow(PARTS)
        for row in kept.marks:
            for part in kept.parts[row.unit_id]:
                numbers = [cell(number) for number in _numbers(part)]
                own = (part.indicator, part.group, part.state, part.n)
                writer.writerow((*start, unit_names(row.unit_id)[0], *own, *numbers))
    return text.getvalue()


def _json(month: ScoredMonthFacts, kept: KeptMonth) -> str:
    data = {
        "month": month_code(month.first_on),
        "first_on": month.first_on.isoformat(),
        "last_on": month.last_on.isoformat(),
        "version": kept.version.number,
        "scheme": month.scheme_id,
        "closed_at": month.closed_at.isoformat(),
        "published_at": month.published_at.isoformat() if month.published_at is not None else None,
        "as_of": month.as_of.isoformat(),
        "snapshot_sha256": month.snapshot_digest,
        "marks_sha256": kept.version.digest,
        "out_of": 20,
        "units": [_unit_data(row, kept.parts[row.unit_id]) for row in kept.marks],
    }
    return json.dumps(data, ensure_ascii=False)


def _unit_data(row: UnitMarkFacts, parts: Sequence[MarkPartFacts]) -> dict[str, object]:
    code, name_fa, name_en = unit_names(row.unit_id)
    return {
        "unit": code,
        "name_fa": name_fa,
        "name_en": name_en,
        "state": row.state,
        "mark": decimal_text(row.mark),
        "low": decimal_text(row.low),
        "high": decimal_text(row.high),
        "cases": row.cases,
        "groups": {group: decimal_text(score) for group, score in sorted(row.groups.items())},
        "parts": [
            {
                "indicator": part.indicator,
                "group": part.group,
                "state": part.state,
                "n": part.n,
                "counts": dict(part.counts),
                **dict(zip(PARTS[7:], map(decimal_text, _numbers(part)), strict=True)),
            }
            for part in parts
        ],
    }


def _numbers(part: MarkPartFacts) -> tuple[Decimal | None, ...]:
    return part.value, part.low, part.high, part.score, part.weight, part.lost


def unit_names(unit_id: int) -> tuple[str, str, str]:
    """Return the code and the names of a unit, Persian and English; empty for one that the city has no more."""
    facts = city.unit(unit_id)
    return (facts.code, facts.name_fa, facts.name_en) if facts is not None else ("", "", "")


def decimal_text(number: Decimal | None) -> str | None:
    """Return a decimal as text, so that no reader rounds it; None for none."""
    return None if number is None else format(number, "f")


def cell(number: Decimal | None) -> str:
    """Return a decimal as a cell of CSV, empty for none."""
    return "" if number is None else format(number, "f")
