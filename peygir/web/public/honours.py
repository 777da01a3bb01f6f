"""Whom the city thanks, and how they were chosen: for everybody; and the page behind a certificate's QR code."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.honours import queries
from peygir.outlook.honours.actions import NoSuchCertificate
from peygir.outlook.honours.facts import EditionFacts
from peygir.outlook.honours.states import CertificateKind, EditionState
from peygir.people.actions import count_miss, refuse_if_over
from peygir.web.kit.access import address_of, public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.honour_words import rule_lines
from peygir.web.kit.templatetags.ui import in_language, named

WRONG_CERTIFICATES: Final = 40  # in ten minutes, from one caller
_TEN_MINUTES: Final = 600


class NoHonoursOfYear(Missing):
    """There is no edition of this year whose rules are frozen."""

    message = gettext_lazy("There are no honours of this year yet.")


@public()
@require_GET
def honours(request: HttpRequest) -> HttpResponse:
    """Show the newest edition, or that there is none yet."""
    known = queries.public_editions(current_city().id)
    return _edition(request, known[0], known) if known else render(request, "public/honours_none.html")


@public()
@require_GET
def honours_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show one edition: its rules, those honoured who agreed to be named, and the thanks to neighbourhoods."""
    known = queries.public_editions(current_city().id)
    edition = next((row for row in known if row.year == year), None)
    if edition is None:
        raise NoHonoursOfYear()
    return _edition(request, edition, known)


@public()
@require_GET
def honour_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is genuine. Wrong codes are counted."""
    address = address_of(request)
    refuse_if_over("honour_code", address, WRONG_CERTIFICATES, _TEN_MINUTES)
    certificate = queries.certificate(code)
    if certificate is None:
        count_miss("honour_code", address, WRONG_CERTIFICATES, _TEN_MINUTES)
        raise NoSuchCertificate()
    context = {
        "certificate": certificate,
        "kind": in_language(CertificateKind.of(certificate.kind).label),
        "category": in_language(certificate.category) if certificate.category is not None else "",
        "school": in_language(certificate.school) if certificate.school is not None else "",
    }
    return render(request, "public/honour_certificate.html", context)


def _edition(request: HttpRequest, edition: EditionFacts, known: list[EditionFacts]) -> HttpResponse:
    named_people, count = queries.honoured_publicly(edition.id)
    context = {
        "edition": edition,
        "state": in_language(EditionState.of(edition.state).label),
        "others": [row for row in known if row.id != edition.id],
        "rules": rule_lines(edition.rules),
        "is_sealed": edition.state == EditionState.SEALED,
        "people": [(name, _category(edition, code)) for name, code in named_people],
        "unnamed": count - len(named_people),
        "count": count,
        "pupils": queries.pupils_honoured(edition.id),
        "thanks": _thanks(edition),
    }
    return render(request, "public/honours.html", context)


def _category(edition: EditionFacts, code: str) -> str:
    category = edition.category(code)
    return in_language(category) if category is not None else ""


def _thanks(edition: EditionFacts) -> list[dict[str, Any]]:
    areas = {area.id: named(area) for area in city.neighbourhoods(edition.city_id, on=today())}
    topics = {topic.id: named(topic) for topic in city.topics(edition.city_id)}
    return [
        {
            "area": areas[row.neighbourhood_id],
            "cases": row.cases,
            "fixed": row.fixed,
            "topic": topics.get(row.topic_id or 0, ""),
            "topic_fixed": row.topic_fixed,
        }
        for row in queries.thanks_of(edition.id)
        if row.neighbourhood_id in areas
    ]
