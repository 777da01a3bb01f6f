"""The certificates of units as PDF, to be printed and handed over."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.scoring import ranking_queries as queries
from peygir.people.permissions import Permission
from peygir.web.kit.access import staff
from peygir.web.kit.ranking_documents import unit_certificate


class NoCertificateOfUnit(Missing):
    """There is no valid certificate with this code."""

    message = gettext_lazy("There is no valid certificate with this code.")


@staff(Permission.JUDGE_SEASONS)
@require_GET
def jury_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Return a unit's certificate."""
    certificate = queries.ranking_certificate(code)
    if certificate is None or certificate.is_withdrawn:
        raise NoCertificateOfUnit()
    disposition = f'inline; filename="certificate-{certificate.code}.pdf"'
    content = unit_certificate(certificate, made_at=clock.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
