"""What the council decided about an item of its agenda: the decision with its votes, or the answer to a question."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import council_queries as queries
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.council_facts import AgendaItemFacts, SittingFacts
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names, staff_who_work
from peygir.people.role_catalogue import roles_with
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import today
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import language
from peygir.web.secretariat.forms import CouncilAnswerForm, CouncilDecisionForm
from peygir.web.secretariat.sittings import sitting_seen

_FIELD_OF: Final = {
    "PlanReasonIsMissing": "reason",
    "AmountIsNotRight": "amount",
    "VotesAreNotRight": "votes_for",
    "CouncilOutcomeIsUnknown": "outcome",
    "WordsArePersonal": "reason",
    "PlanAnswerIsUnknown": "answer",
}


@staff(Permission.KEEP_COUNCIL)
@require_http_methods(["GET", "POST"])
def sitting_item(request: HttpRequest, sitting_id: int, item_id: int) -> HttpResponse:
    """Show the form of a decision, or of an answer; POST records it."""
    sitting = sitting_seen(sitting_id)
    items = queries.agenda_of(sitting_id, on=today())
    item = next((one for one in items if one.id == item_id), None)
    if item is None:
        raise NoSuchPlanFile()
    form = _form(request, item)
    if request.method != "POST":
        return _page(request, sitting, item, form)
    if not form.is_valid():
        return _page(request, sitting, item, form, status=422)
    try:
        _record(request, item, form)
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _FIELD_OF)
        return _page(request, sitting, item, form, status=status_of(refusal))
    messages.success(request, _("It is recorded."))
    return redirect("sitting", sitting_id=sitting_id)


def _form(request: HttpRequest, item: AgendaItemFacts) -> CouncilDecisionForm | CouncilAnswerForm:
    given = request.POST if request.method == "POST" else None
    if item.proposal is None:
        return CouncilAnswerForm(given)
    return CouncilDecisionForm(given, proposal=item.proposal, members=council_members())


def _record(request: HttpRequest, item: AgendaItemFacts, form: CouncilDecisionForm | CouncilAnswerForm) -> None:
    if isinstance(form, CouncilDecisionForm):
        actions.record_decision(item.id, form.terms(), by=actor(request))
    elif item.question is not None:
        values = form.cleaned_data
        answer, reason = values["answer"], values["reason"]
        actions.give_answer(item.question.asked.id, answer=answer, reason=reason, by=actor(request))


def council_members() -> list[tuple[int, str]]:
    """Return the members of the council (id, name), by name."""
    ids = [person.pk for person in staff_who_work(roles_with(Permission.WATCH_CITY))]
    names = staff_names(set(ids), language())
    return [(member_id, names[member_id]) for member_id in ids]


def _page(
    request: HttpRequest,
    sitting: SittingFacts,
    item: AgendaItemFacts,
    form: CouncilDecisionForm | CouncilAnswerForm,
    *,
    status: int = 200,
) -> HttpResponse:
    votes = form.votes() if isinstance(form, CouncilDecisionForm) else []
    context = {"sitting": sitting, "item": item, "form": form, "votes": votes}
    return render(request, "secretariat/sitting_item.html", context, status=status)
