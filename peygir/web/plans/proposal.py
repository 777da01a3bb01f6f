"""The page of a proposal to the council: text, letter, decisions and votes, its PDF, and what can be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock
from peygir.outlook.planning import actions, desk_queries
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.facts import DecisionFacts, ProgrammeFacts, ProposalFacts
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.planning.states import CHANGEABLE_PROPOSALS, CouncilOutcome, VoteChoice
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.plan_story import plan_story
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language
from peygir.web.plans.programme import option_part, programme_seen
from peygir.web.plans.proposal_document import proposal_document


@staff(*PLAN_READERS)
@require_GET
def plan_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show a proposal."""
    by = actor(request)
    proposal, programme = proposal_seen(proposal_id, by)
    keeps = may_plan(by, proposal.unit_id)
    option = next(one for one in programme.options if one.number == proposal.option)
    context = {
        "proposal": proposal,
        "programme": programme,
        "unit": unit_words(proposal.unit_id),
        "row": option_part(option, programme, 0),
        "decisions": decision_rows(proposal.decisions),
        "may_edit": keeps and proposal.state in CHANGEABLE_PROPOSALS,
        "may_send": keeps and proposal.state in CHANGEABLE_PROPOSALS,
        "may_withdraw": keeps and proposal.state in ("draft", "sent", "returned"),
        "has_letter": bool(proposal.commission and proposal.letter_number and proposal.letter_on),
        "lines": plan_story("proposal", proposal_id),
    }
    return render(request, "plans/proposal.html", context)


@staff(Permission.PLAN_CITY)
@require_POST
def plan_proposal_press(request: HttpRequest, proposal_id: int, deed: str) -> HttpResponse:
    """Send a proposal to the council, or withdraw it."""
    by = actor(request)
    proposal_seen(proposal_id, by)
    if deed == "send":
        confirmed(request, _("The proposal is sent to the council."), lambda: actions.send_proposal(proposal_id, by=by))
    elif deed == "withdraw":
        reason = request.POST.get("reason", "")
        confirmed(
            request,
            _("The proposal to the council is withdrawn."),
            lambda: actions.withdraw_proposal(proposal_id, reason=reason, by=by),
        )
    else:
        raise NoSuchPlanFile()
    return redirect("plan_proposal", proposal_id=proposal_id)


@staff(*PLAN_READERS)
@require_GET
def plan_proposal_document(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Return the letter to the council with its annexes as PDF, in the city's language."""
    by = actor(request)
    proposal, programme = proposal_seen(proposal_id, by)
    problem = planning.problem(programme.problem_id, by=by)
    content = proposal_document(proposal, programme, problem, by=by, made_at=clock.now())
    disposition = f'inline; filename="proposal-{proposal_id}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def proposal_seen(proposal_id: int, by: Actor) -> tuple[ProposalFacts, ProgrammeFacts]:
    """Return a proposal that somebody reads, with its programme. Raises NoSuchPlanFile."""
    programme_id = desk_queries.programme_of_proposal(proposal_id, by=by)
    if programme_id is None:
        raise NoSuchPlanFile()
    programme = programme_seen(programme_id, by)
    return next(one for one in planning.proposals_of([programme_id]) if one.id == proposal_id), programme


def decision_rows(decisions: tuple[DecisionFacts, ...]) -> list[dict[str, Any]]:
    """Return the council's decisions as text, with the votes by name where they are public."""
    names = staff_names({vote.member_id for one in decisions for vote in one.votes}, language())
    return [
        {
            "decision": decision,
            "outcome": in_language(CouncilOutcome.labels()[decision.outcome]),
            "votes": [
                (names.get(vote.member_id, "—"), in_language(VoteChoice.labels()[vote.choice]))
                for vote in decision.votes
            ],
        }
        for decision in decisions
    ]
