"""Votes of citizens on a part of the budget, for who keeps them: drafts, and the steps that two people take."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import voting_queries as queries
from peygir.outlook.planning.actions.voting import NoSuchVoting
from peygir.outlook.planning.voting_facts import VotingFacts
from peygir.outlook.planning.voting_states import VotingState, VotingStep
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.secretariat.forms import ReasonForm
from peygir.web.secretariat.voting_forms import VotingForm

KEEPERS: Final = (Permission.KEEP_COUNCIL, Permission.KEEP_BUDGET)
_FIELD_OF: Final = {"TitleIsMissing": "title", "PlanTextIsTooLong": "text", "VotingIsNotRight": "most"}


@staff(*KEEPERS)
@require_GET
def votings(request: HttpRequest) -> HttpResponse:
    """Show all votes."""
    return render(request, "secretariat/votings.html", {"rows": queries.votings(current_city().id)})


@staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def voting_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new vote; POST writes it as a draft."""
    return _edited(request, None)


@staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def voting_edit(request: HttpRequest, voting_id: int) -> HttpResponse:
    """Show the form of a draft; POST changes it."""
    return _edited(request, voting_seen(voting_id))


@staff(*KEEPERS)
@require_GET
def voting(request: HttpRequest, voting_id: int) -> HttpResponse:
    """Show a vote: what people vote on, how many have, and the step that may be taken next."""
    row, by = voting_seen(voting_id), actor(request)
    now = clock.now()
    names = staff_names({row.step_by_id or 0}, language())
    context = {
        "voting": row,
        "cast": queries.cast_until_now(row.id) if row.state == VotingState.OPEN else None,
        "is_draft": row.state == VotingState.DRAFT,
        "is_open": row.state == VotingState.OPEN,
        "is_over": row.state == VotingState.OPEN and now >= row.closes_at,
        "takes_ballots": row.takes_ballots(now),
        "step": in_language(VotingStep.of(row.step).label) if row.step else "",
        "who": names.get(row.step_by_id or 0, "—"),
        "is_own_step": row.step_by_id == by.id,
        "reason": ReasonForm(),
    }
    return render(request, "secretariat/voting.html", context)


@staff(*KEEPERS)
@require_POST
def voting_press(request: HttpRequest, voting_id: int, deed: str) -> HttpResponse:
    """Ask for a step, confirm the one that waits, or refuse it or take it back."""
    voting_seen(voting_id)
    by, reason = actor(request), request.POST.get("reason", "")
    if deed in VotingStep.labels():
        confirmed(
            request,
            _("It waits for a second person now."),
            lambda: actions.ask_voting_step(voting_id, deed, reason=reason, by=by),
        )
    elif deed == "confirm":
        confirmed(request, _("It is confirmed."), lambda: actions.confirm_voting_step(voting_id, by=by))
    elif deed == "drop":
        confirmed(request, _("The step is off."), lambda: actions.drop_voting_step(voting_id, by=by))
    else:
        raise NoSuchVoting()
    return redirect("voting", voting_id=voting_id)


def voting_seen(voting_id: int) -> VotingFacts:
    """Return a vote of this city. Raises NoSuchVoting."""
    row = queries.voting(current_city().id, voting_id)
    if row is None:
        raise NoSuchVoting()
    return row


def _edited(request: HttpRequest, row: VotingFacts | None) -> HttpResponse:
    city_id, status = current_city().id, 200
    given = request.POST if request.method == "POST" else None
    form = VotingForm(given, voting=row, programmes=queries.programmes_to_vote_on(city_id))
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                if row is None:
                    row_id = actions.make_voting(city_id, form.terms(), form.projects(), by=actor(request))
                else:
                    row_id = row.id
                    actions.change_voting(row_id, form.terms(), form.projects(), by=actor(request))
            except Refusal as refusal:
                form.add_error(_FIELD_OF.get(refusal.name), words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("voting", voting_id=row_id)
    return render(request, "secretariat/voting_form.html", {"form": form, "voting": row}, status=status)
