"""The page of one question or order about a case: a short form, and back to the page from which one came."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from peygir.core.refusals import Missing, Refusal
from peygir.desks.inquiries.actions import NoSuchInquiry
from peygir.desks.inquiries.rules import InquiryKind, is_public_question
from peygir.journey.steering import order
from peygir.web.kit.access import actor
from peygir.web.kit.inquiry_forms import InquiryForm, case_to_steer
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language


def inquiry_page(request: HttpRequest, code: str, kind: str, *, back: str) -> HttpResponse:
    """Show the form, or send it and return to the page called `back`. Raises NoSuchInquiry, NoSuchCase."""
    by = actor(request)
    if kind not in InquiryKind.labels():
        raise NoSuchInquiry()
    case = case_to_steer(by, code)
    form = InquiryForm(kind, case, request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            order(code, kind, by=by, **form.given())
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": in_language(InquiryKind.of(kind).label)})
            return redirect(back)
    context = {"form": form, "case": case, "kind": kind, "back": back, "is_public": is_public_question(by, kind)}
    return render(request, "ui/inquiry_page.html", context, status=status)
