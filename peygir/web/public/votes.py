"""Votes of citizens on a part of the budget: the list, one vote with its result, the ballot, and why a project won."""

from functools import lru_cache
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core import clock
from peygir.core.phones import mask_phone
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import voting_queries as queries
from peygir.outlook.planning.actions.voting import NoSuchVoting
from peygir.outlook.planning.voting_facts import BallotProjectFacts, VotingFacts
from peygir.outlook.planning.voting_file import voting_file
from peygir.outlook.planning.voting_states import BallotRule, VotingState
from peygir.people.actions import count_use
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of, citizen, public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import WholeNumber
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits

BALLOTS: Final = 1000
"""Ballots that one network address may send in ten minutes: a whole office, or a provider's customers, may share it."""
_TEN_MINUTES: Final = 600


class BallotForm(forms.Form):
    """A ballot: each project is chosen or not, or gets points."""

    def __init__(
        self, voting: VotingFacts, data: QueryDict | None = None, *, own: dict[int, int] | None = None
    ) -> None:
        super().__init__(data)
        self._voting, self.has_points = voting, voting.rule == BallotRule.CUMULATIVE
        for project in voting.projects:
            given = (own or {}).get(project.number, 0)
            field: forms.Field = (
                WholeNumber(
                    label=project.title,
                    required=False,
                    min_value=0,
                    max_value=voting.most,
                    initial=digits(given) if given else "",
                )
                if self.has_points
                else forms.BooleanField(label=project.title, required=False, initial=bool(given))
            )
            self.fields[f"p{project.number}"] = field

    def rows(self) -> list[tuple[BallotProjectFacts, forms.BoundField]]:
        """Return each project with its field."""
        return [(project, self[f"p{project.number}"]) for project in self._voting.projects]

    def choices(self) -> dict[int, int]:
        """Return what is chosen: the number of a project → points."""
        return {project.number: int(self.cleaned_data[f"p{project.number}"] or 0) for project in self._voting.projects}


@public()
@never_cache
@require_GET
def votes(request: HttpRequest) -> HttpResponse:
    """Show the votes that were opened: those under way and those that are over."""
    now = clock.now()
    rows = queries.votings(current_city().id, only_public=True)
    context = {
        "open": [row for row in rows if row.state == VotingState.OPEN and now < row.closes_at],
        "over": [row for row in rows if row.state != VotingState.OPEN or now >= row.closes_at],
    }
    return render(request, "public/votes.html", context)


@public()
@never_cache
@require_GET
def vote(request: HttpRequest, voting_id: int) -> HttpResponse:
    """Show a vote: what can be chosen and how it is counted, and once it is counted the result."""
    row, now = voting_of(voting_id), clock.now()
    most = max((project.supporters for project in row.projects), default=0)
    context = {
        "voting": row,
        "is_open": row.takes_ballots(now),
        "is_coming": row.state == VotingState.OPEN and now < row.opens_at,
        "is_counted": row.state == VotingState.COUNTED,
        "most": most or 1,
        "has_points": row.rule == BallotRule.CUMULATIVE,
    }
    return render(request, "public/vote.html", context)


@citizen
@never_cache
@require_http_methods(["GET", "POST"])
def vote_ballot(request: HttpRequest, voting_id: int) -> HttpResponse:
    """Show the ballot of the proven phone as it stands; POST keeps it, or takes it back."""
    row, phone = voting_of(voting_id), citizen_session.phone_of(request)
    if not row.takes_ballots(clock.now()):
        return redirect("vote", voting_id=row.id)
    own = dict(queries.own_ballot(row.id, phone) or {})
    if request.method != "POST":
        return _ballot_page(request, row, BallotForm(row, own=own), own)
    count_use("ballot", address_of(request), BALLOTS, _TEN_MINUTES)
    form = BallotForm(row, request.POST)
    if not form.is_valid():
        return _ballot_page(request, row, form, own, status=422)
    try:
        if request.POST.get("deed") == "withdraw":
            actions.withdraw_ballot(row.id, phone)
            messages.success(request, _("Your vote is taken back."))
        else:
            actions.cast_ballot(row.id, phone, form.choices())
            messages.success(request, _("Your vote is kept. Until the end you can change it."))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _ballot_page(request, row, form, own, status=status_of(refusal))
    return redirect("vote_ballot", voting_id=row.id)


@public()
@require_GET
def vote_project(request: HttpRequest, voting_id: int, number: int) -> HttpResponse:
    """Say why a project of a counted vote is funded, or why it is not."""
    row = voting_of(voting_id)
    project = next((one for one in row.projects if one.number == number), None)
    if project is None or row.state != VotingState.COUNTED:
        raise NoSuchVoting()
    context = {"voting": row, "project": project, "has_points": row.rule == BallotRule.CUMULATIVE}
    return render(request, "public/vote_project.html", context)


@public()
@require_GET
def vote_file(request: HttpRequest, voting_id: int, form: str) -> HttpResponse:
    """Return all ballots of a counted vote in the format of Pabulib (`pb`), or its result as `json`."""
    row = voting_of(voting_id)
    if row.state != VotingState.COUNTED or form not in ("pb", "json"):
        raise NoSuchVoting()
    if form == "json":
        return JsonResponse(_result(row), json_dumps_params={"ensure_ascii": False})
    response = HttpResponse(_file(row.city_id, row.id, row.file_digest), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vote-{row.id}.pb"'
    return response


def voting_of(voting_id: int) -> VotingFacts:
    """Return a vote of this city that was opened. Raises NoSuchVoting."""
    row = queries.voting(current_city().id, voting_id, only_public=True)
    if row is None:
        raise NoSuchVoting()
    return row


@lru_cache(maxsize=4)
def _file(city_id: int, voting_id: int, digest: str) -> str:
    """The file with this SHA-256, which never changes."""
    text = voting_file(city_id, voting_id)
    if text is None:
        raise NoSuchVoting()
    return text


def _ballot_page(
    request: HttpRequest, row: VotingFacts, form: BallotForm, own: dict[int, int], *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "voting": row,
        "form": form,
        "has_voted": bool(own),
        "phone": mask_phone(citizen_session.phone_of(request)),
    }
    return render(request, "public/vote_ballot.html", context, status=status)


def _result(row: VotingFacts) -> dict[str, Any]:
    return {
        "title": row.title,
        "year": row.year,
        "budget": row.budget,
        "rule": row.rule,
        "most": row.most,
        "opens_at": row.opens_at.isoformat(),
        "closes_at": row.closes_at.isoformat(),
        "terms_sha256": row.digest,
        "ballots": row.ballots,
        "ballots_sha256": row.file_digest,
        "method": "equal shares, utility cost, completion increase",
        "increases": row.increases,
        "spent": row.spent,
        "projects": [
            {
                "number": project.number,
                "title": project.title,
                "cost": project.cost,
                "supporters": project.supporters,
                "points": project.points,
                "is_funded": project.place is not None,
                "place": project.place,
                "payment": project.payment,
                "effective_votes": project.effective_votes,
                "left_of_supporters": project.left,
            }
            for project in row.projects
        ],
    }
