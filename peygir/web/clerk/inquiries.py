"""The questions and dates of the city's leaders that wait for the own unit, answered in place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.desks.inquiries import queries
from peygir.desks.inquiries.actions import answer_inquiry
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.inquiry_forms import AnswerForm
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import language


@staff(Permission.WORK_AT_DESK)
@require_GET
def inquiries(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer of the unit, the first due first."""
    return _page(request)


@staff(Permission.WORK_AT_DESK)
@require_POST
def inquiry_answer(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """Answer one question; what was typed stays on the page with the refusal."""
    form = AnswerForm(request.POST, prefix=str(inquiry_id))
    status = 422
    if form.is_valid():
        try:
            answer_inquiry(inquiry_id, text=form.cleaned_data["text"], by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error("text", words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("inquiries")
    return _page(request, {inquiry_id: form}, status=status)


def _page(request: HttpRequest, typed: dict[int, AnswerForm] | None = None, *, status: int = 200) -> HttpResponse:
    lines = queries.to_answer(actor(request), current_city().id)
    names = staff_names({line.asker_id for line in lines}, language())
    rows = [
        (line, names.get(line.asker_id, "—"), (typed or {}).get(line.id) or AnswerForm(prefix=str(line.id)))
        for line in lines
    ]
    return render(request, "clerk/inquiries.html", {"rows": rows}, status=status)
