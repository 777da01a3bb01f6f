"""A citizen's own answer to the city's honours: consent, withdrawal, the reply to an invitation, the certificate."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.actions import NoSuchCertificate
from peygir.outlook.honours.states import HonourConsentAnswer
from peygir.people import retention_queries as kept
from peygir.web.citizen.own_names import own_ids
from peygir.web.kit.access import citizen
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.honour_documents import certificate_document
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language


class ConsentForm(forms.Form):
    """Which name of the phone, and what its holder wants."""

    name = forms.ChoiceField(label=gettext_lazy("For which name?"))
    answer = forms.ChoiceField(
        label=gettext_lazy("May the city consider you for its honours?"), widget=forms.RadioSelect
    )
    is_adult = forms.BooleanField(label=gettext_lazy("I am at least 18 years old."), required=False)

    def __init__(self, own: list[int], data: QueryDict | None = None) -> None:
        answers = queries.consent_of(own)
        first = next(iter(answers), own[0] if own else 0)
        super().__init__(data, initial={"name": str(first), "answer": answers.get(first, "")})
        rows = sorted(kept.citizens_by_id(set(own)), key=lambda row: (not row.name, row.pk))
        set_choices(self, "name", [(str(row.pk), row.name or _("without a name")) for row in rows])
        set_choices(self, "answer", [(one.value, in_language(one.label)) for one in HonourConsentAnswer])


@citizen
@require_http_methods(["GET", "POST"])
def me_honours(request: HttpRequest) -> HttpResponse:
    """Show the own answer and invitations; POST changes the answer."""
    own = own_ids(request)
    if request.method != "POST":
        return _page(request, ConsentForm(own), own)
    form = ConsentForm(own, request.POST)
    if not form.is_valid():
        return _page(request, form, own, status=422)
    values = form.cleaned_data
    try:
        actions.answer_consent(int(values["name"]), answer=values["answer"], is_adult=values["is_adult"], own=own)
    except Refusal as refusal:
        form.add_error("is_adult" if refusal.name == "NameNeedsAnAdult" else None, words_of(refusal))
        return _page(request, form, own, status=status_of(refusal))
    messages.success(request, _("Your answer is saved. You can change it here at any time."))
    return redirect("me_honours")


@citizen
@require_POST
def me_invitation(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Accept the honour, or say that one does not want it."""
    accepts, own = request.POST.get("answer") == "yes", own_ids(request)
    done = _("Thank you. We look forward to it.") if accepts else _("We respect that, and thank you all the same.")
    confirmed(request, done, lambda: actions.answer_invitation(candidate_id, accepts=accepts, own=own))
    return redirect("me_honours")


@citizen
@require_GET
def me_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Return the own certificate as PDF."""
    certificate = queries.own_certificate(code, own_ids(request))
    if certificate is None:
        raise NoSuchCertificate()
    disposition = f'attachment; filename="certificate-{certificate.code}.pdf"'
    content = certificate_document(certificate, made_at=clock.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _page(request: HttpRequest, form: ConsentForm, own: list[int], *, status: int = 200) -> HttpResponse:
    answers = queries.consent_of(own)
    context = {
        "form": form,
        "has_names": bool(own),
        "answers": [in_language(HonourConsentAnswer.of(answer).label) for answer in answers.values()],
        "honours": queries.own_honours(own),
    }
    return render(request, "citizen/me_honours.html", context, status=status)
