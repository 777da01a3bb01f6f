"""Drafts of a case's forms: saved while typing, deleted on request."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.cases import actions as cases
from peygir.cases.lifecycle import BY_VERB
from peygir.core import translation
from peygir.core.refusals import Missing
from peygir.web.clerk.moves import typed_words
from peygir.web.kit.access import actor, staff

NOTE = "note"


class UnknownCaseForm(Missing):
    """A form that a case's page does not have."""

    published_as = "NoSuchForm"
    message = translation.gettext_lazy("The case has no such form.")


@staff()
@require_POST
def case_draft(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Save the current texts of a form; the response has no content."""
    _refuse_unknown(form)
    words = typed_words(request.POST)
    cases.keep_draft(code, form=form, typed=words, seen=seen_of(request) or 0, by=actor(request))
    return HttpResponse(status=204)


@staff()
@require_POST
def case_draft_drop(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Delete a draft."""
    _refuse_unknown(form)
    cases.discard_draft(code, form=form, by=actor(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("case", code=code)


def seen_of(request: HttpRequest) -> int | None:
    """Return the number of the case's last event when the page was rendered; None if the form does not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def _refuse_unknown(form: str) -> None:
    if form != NOTE and form not in BY_VERB:
        raise UnknownCaseForm()
