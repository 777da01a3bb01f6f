"""What is done with a candidate: an input is entered, it is left out or taken up, and it becomes a programme."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.states import CandidateInputName, CandidateState
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import submitted
from peygir.web.plans.portfolio_candidates import CHOOSERS, candidate_page, candidate_seen
from peygir.web.plans.portfolio_forms import decimal_in
from peygir.web.plans.portfolio_words import RefusedInput, candidate_rows


@staff(*CHOOSERS)
@require_POST
def plan_candidate_input(request: HttpRequest, candidate_id: int, part: str) -> HttpResponse:
    """Enter one input of a candidate: low, likely and high."""
    facts = candidate_seen(request, candidate_id)
    if part not in CandidateInputName.labels():
        raise NoSuchPlanFile()
    low, likely, high, note = (request.POST.get(name, "")[:400] for name in ("low", "likely", "high", "note"))
    # What is no number is refused as 0 is, with the same sentence.
    values = (decimal_in(low) or 0.0, decimal_in(likely) or 0.0, decimal_in(high) or 0.0)

    def again(*, status: int, fault: str) -> HttpResponse:
        return candidate_page(
            request, facts, status=status, refused=RefusedInput(part, (low, likely, high), note, fault)
        )

    return submitted(
        request,
        _("The input is entered; the machine leaves it as it is from now on."),
        lambda: actions.set_input(facts.id, part, values, note=note, by=actor(request)),
        again=again,
        to=reverse("plan_candidate", args=[candidate_id]),
    )


@staff(*CHOOSERS)
@require_POST
def plan_candidate_press(request: HttpRequest, candidate_id: int, deed: str) -> HttpResponse:
    """Leave a candidate out, take it up again, or make a programme of it."""
    facts, by = candidate_seen(request, candidate_id), actor(request)

    def again(*, status: int, fault: str) -> HttpResponse:
        return candidate_page(request, facts, status=status, fault=fault, typed=request.POST.dict())

    if deed == "programme":
        title = request.POST.get("title", "").strip()[:300] or candidate_rows([facts])[0].title
        try:
            programme_id = actions.make_programme_of_candidate(facts.id, title, by=by)
        except Missing:
            raise
        except Refusal as refusal:
            return again(status=status_of(refusal), fault=words_of(refusal))
        messages.success(request, _("The programme is written as a draft, with the candidate's cases as its problem."))
        return redirect("plan_programme", programme_id=programme_id)
    to = {"drop": CandidateState.DROPPED, "reopen": CandidateState.OPEN}.get(deed)
    if to is None:
        raise NoSuchPlanFile()
    reason = request.POST.get("reason", "")[:3000]
    return submitted(
        request,
        _("The candidate is left out.") if deed == "drop" else _("The candidate is open again."),
        lambda: actions.move_candidate(facts.id, to=to.value, reason=reason, by=by),
        again=again,
        to=reverse("plan_candidate", args=[candidate_id]),
    )
