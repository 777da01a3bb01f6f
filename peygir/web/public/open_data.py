"""Open data: its page, the files of each month in their versions, their schemas, and the manifest of a version."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.writing import fallback_of
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publication_facts import PublicationFacts, PublicationFileFacts
from peygir.outlook.insight.publication_queries import NoSuchPublication
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.columns import (
    COLUMNS_OF,
    DISTRICTS,
    FIGURES_CSV,
    FIGURES_PARQUET,
    RECORDS_CSV,
    RECORDS_PARQUET,
    REQUESTS,
    TYPES,
)
from peygir.outlook.insight.publishing.words import VersionReason
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.public.city_figures import month_name, month_number
from peygir.web.public.city_frames import frame_code
from peygir.web.public.kept_pages import kept_page
from peygir.web.public.open_answers import kept_answer, opened
from peygir.web.public.open_schemas import SCHEMAS, schema_of

MANIFEST: Final = "manifest.json"
SHOWN_MONTHS: Final = 24
SHOWN_CHANGES: Final = 30
WORDS: Final = {
    FIGURES_CSV: pgettext_lazy("file of open data", "Figures (CSV)"),
    FIGURES_PARQUET: pgettext_lazy("file of open data", "Figures (Parquet)"),
    DISTRICTS: pgettext_lazy("file of open data", "Figures of districts with their outlines (GeoParquet)"),
    RECORDS_CSV: pgettext_lazy("file of open data", "Public cases (CSV)"),
    RECORDS_PARQUET: pgettext_lazy("file of open data", "Public cases (Parquet)"),
    REQUESTS: pgettext_lazy("file of open data", "Public cases as Open311 service requests (JSON)"),
}
"""What each file is, in the order of pages."""
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_WORDS: Final = gettext_lazy("Creative Commons Attribution 4.0: use it for anything, and name the source.")


@public()
@require_GET
@kept_page(stamp=published.publication_stamp)
def open_data(request: HttpRequest) -> HttpResponse:
    """Show what there is: months with files, schemas, the catalogue, the interface for programs, the changes."""
    city_id = current_city().id
    months = published.published_months(city_id)
    context = {
        "months": [
            (one, month_name(one.month), [(file, in_language(WORDS[file.name])) for file in present_files(one)])
            for one in months[:SHOWN_MONTHS]
        ],
        "changes": [(one, month_name(one.month), reason_words(one)) for one in published.changelog(city_id)][
            :SHOWN_CHANGES
        ],
        "schemas": SCHEMAS,
        "licence": LICENCE,
        "licence_words": in_language(LICENCE_WORDS),
        "frame": frame_code("promises_kept", in_language(FIGURES["promises_kept"].name)),
        "root": settings.PUBLIC_URL.rstrip("/"),
    }
    return render(request, "public/open_data.html", context)


@public()
@require_GET
def open_data_file(request: HttpRequest, month: str, name: str) -> HttpResponseBase:
    """Return a file of the newest version of a month. Raises NoFiguresOfMonth, NoSuchPublication."""
    return _file(request, published.version_of(current_city().id, month_number(month)), name)


@public()
@require_GET
def open_data_version(request: HttpRequest, month: str, number: int, name: str) -> HttpResponseBase:
    """Return a file of a version. Raises NoFiguresOfMonth, NoSuchPublication, VersionIsWithdrawn."""
    return _file(request, published.version_of(current_city().id, month_number(month), number), name)


@public()
@require_GET
def open_data_schema(request: HttpRequest, name: str) -> HttpResponse:
    """Return the schema of a file, as CSV on the Web or as a Table Schema. Raises NoSuchPublication."""
    schema = schema_of(name)
    if schema is None:
        raise NoSuchPublication()
    return kept_answer(request, opened(_json(schema)), seconds=3600)


def present_files(facts: PublicationFacts) -> list[PublicationFileFacts]:
    """The files of a version that are still there, in the order of pages."""
    found = (facts.file(name) for name in WORDS)
    return [file for file in found if file is not None and file.stored]


def reason_words(facts: PublicationFacts) -> str:
    """Why a version was made, with the words of a correction."""
    words = facts.words.get(fallback_of(language())) or facts.words.get("fa", "")
    label = in_language(VersionReason.of(facts.reason).label)
    return f"{label}: {words}" if words else label


def manifest_of(facts: PublicationFacts) -> dict[str, Any]:
    """What a version belongs to, and the digest of each of its files."""
    return {
        "month": facts.code,
        "version": facts.number,
        "made_at": facts.made_at.isoformat(),
        "reason": facts.reason,
        "words": dict(facts.words),
        "figures_sha256": facts.digest,
        "files": {
            file.name: {"sha256": file.digest, "bytes": file.size, "rows": file.rows} for file in facts.open_files
        },
        "lake": facts.about["lake"],
        "marks_snapshot": facts.about["snapshot"],
        "groups_below_are_hidden": facts.about["fewest"],
        "narrowest_range_of_a_hidden_group": facts.about["narrowest"],
        "hidden": facts.about["hidden"],
        "licence": LICENCE,
        "record": f"{settings.PUBLIC_URL.rstrip('/')}{reverse('record')}",
    }


def _file(request: HttpRequest, facts: PublicationFacts, name: str) -> HttpResponseBase:
    if name == MANIFEST:
        return kept_answer(request, opened(_json(manifest_of(facts))), seconds=300)
    file = facts.file(name)
    if file is None or not file.stored or name not in WORDS:
        raise NoSuchPublication()
    file_name = f"137-{facts.code}-v{facts.number}-{name}"
    response = stored_file(request, file.stored, content_type=TYPES[file.form], file_name=file_name, is_attachment=True)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if name in COLUMNS_OF and file.form == "csv":
        schema = reverse("open_data_schema", args=[f"{name.partition('.')[0]}.csvw.json"])
        response.headers["Link"] = f'<{schema}>; rel="describedby"; type="application/csvm+json"'
    return response


def _json(data: Mapping[str, object]) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
