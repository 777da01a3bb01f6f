"""The published figures by JSON, for everybody: no key, a rate limit for each address, answers that caches may keep."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.cache import get_conditional_response
from ninja import Router, Schema

from peygir.api.answers import as_json
from peygir.city.queries import current_city
from peygir.core.addresses import caller_key
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.people.actions import count_use

router = Router(tags=["open data"])
USES: Final = 600
WINDOW_SECONDS: Final = 600
"""So many questions of one address in so many seconds; a whole office, or a mobile operator, may share one."""
KEPT_SECONDS: Final = 300


class DataMonthOut(Schema):
    """A published month: its newest version with the digest of its figures, and the addresses of its files."""

    month: str
    version: int
    made_at: str
    reason: str
    figures_sha256: str
    last_event: int
    root: str
    hidden_share: float
    files: dict[str, str]


class DataMonthsOut(Schema):
    """The published months, the latest first."""

    months: list[DataMonthOut]


class DataFigureOut(Schema):
    """A figure of a month in a part of the city; `hidden`: its numbers are not shown, as few are behind it."""

    figure: str
    by: str
    keys: list[str]
    n: int | None
    good: int | None
    value: float | None
    low: float | None
    high: float | None
    hidden: bool


class DataFiguresOut(DataMonthOut):
    """A month with its figures, and the words and the definition of each."""

    names: dict[str, dict[str, str]]
    figures: list[DataFigureOut]


@router.get("/data", response=DataMonthsOut, auth=None)
def list_data(request: HttpRequest) -> HttpResponse:
    """Return the published months with the addresses of their files. Open to everybody."""
    _count(request)
    return _kept(request, {"months": [_month(one) for one in published.published_months(_city())]})


@router.get("/data/{month}", response=DataFiguresOut, auth=None)
def data_of_month(request: HttpRequest, month: str, figure: str = "", by: str = "", version: int = 0) -> HttpResponse:
    """Return the figures of a month ("1405-03"), of known `figure` and split (`by`) if asked for. Open to everybody."""
    _count(request)
    year, _dash, number = month.partition("-")
    if not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit() and len(month) == 7):
        raise published.NoSuchPublication()
    published_month = published.published_month(_city(), int(year) * 100 + int(number), version or None)
    rows = [row for row in published_month.rows if figure in ("", row.figure) and by in ("", row.split)]
    names = {
        code: {
            "fa": known.name.in_language("fa"),
            "en": known.name.in_language("en"),
            "counted_fa": known.sentence.in_language("fa"),
            "counted_en": known.sentence.in_language("en"),
        }
        for code, known in FIGURES.items()
        if any(row.figure == code for row in rows)
    }
    return _kept(request, {**_month(published_month.facts), "names": names, "figures": [row.as_json() for row in rows]})


def _city() -> int:
    return current_city(settings.CITY).id


def _count(request: HttpRequest) -> None:
    """Count a question of an address. Raises AskedTooOften."""
    count_use("open_data", caller_key(str(request.META.get("REMOTE_ADDR") or "")), USES, WINDOW_SECONDS)


def _month(facts: PublicationFacts) -> dict[str, Any]:
    root = settings.PUBLIC_URL.rstrip("/")
    return {
        "month": facts.code,
        "version": facts.number,
        "made_at": facts.made_at.isoformat(),
        "reason": facts.reason,
        "figures_sha256": facts.digest,
        "last_event": facts.about["lake"]["last_event"],
        "root": facts.about["lake"]["root"],
        "hidden_share": facts.about["hidden"]["all"]["share"],
        "files": {
            file.name: f"{root}{reverse('open_data_version', args=[facts.code, facts.number, file.name])}"
            for file in facts.open_files
            if file.stored
        },
    }


def _kept(request: HttpRequest, data: Mapping[str, object]) -> HttpResponse:
    """The answer with an ETag, for caches and for pages of other sites; 304 to who has just this one."""
    response = as_json(data)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    shown = unchanged if isinstance(unchanged, HttpResponseNotModified) else response
    shown.headers["Access-Control-Allow-Origin"] = "*"
    shown.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return shown
