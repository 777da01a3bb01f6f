"""The documents of the honours office: certificates and the lesson sheet as PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock
from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.actions import NoSuchCertificate
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.honour_documents import certificate_document, lesson_document
from peygir.web.kit.submitting import confirmed


@staff(Permission.PREPARE_HONOURS)
@require_GET
def honours_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Return a certificate as PDF, to be printed and handed over."""
    certificate = queries.certificate(code)
    if certificate is None:
        raise NoSuchCertificate()
    return pdf_response(certificate_document(certificate, made_at=clock.now()), f"certificate-{certificate.code}")


@staff(Permission.DECIDE_HONOURS)
@require_POST
def honours_certificate_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw a certificate."""
    by = actor(request)
    confirmed(request, _("The certificate is withdrawn."), lambda: actions.withdraw_certificate(code, by=by))
    return redirect("honour_certificate", code=code)


@staff(Permission.PREPARE_HONOURS)
@require_GET
def honours_lesson(request: HttpRequest) -> HttpResponse:
    """Return the sheet for a lesson in class."""
    return pdf_response(lesson_document(made_at=clock.now()), "lesson-137")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that the browser shows."""
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
