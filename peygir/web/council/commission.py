"""A commission's dashboard: the proposals before it, the goals of its programmes, and answers that are late."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.outlook.planning import council_queries as queries
from peygir.outlook.planning.council_facts import GoalInView
from peygir.outlook.planning.goals_in_view import goals_in_view
from peygir.outlook.planning.queries import overdue_answers, problem
from peygir.outlook.planning.states import GoalState, SittingState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits

CHOSEN: Final = "watched_commission"  # the key in the session
LATE: Final = 20


@staff(Permission.WATCH_CITY)
@require_GET
def watched_commission(request: HttpRequest) -> HttpResponse:
    """Show the commission that was chosen last, or the first."""
    by, city_id, on = actor(request), current_city().id, today()
    names = queries.commissions(city_id)
    name = _chosen(request, names)
    goals = goals_in_view(city_id, on=on, commission=name) if name else []
    proposals = queries.proposals_before(city_id, name) if name else []
    sittings = [row for row in queries.sittings(city_id) if row.commission == name] if name else []
    late = overdue_answers(city_id, on=on)[:LATE]
    titles = {one.problem_id: problem(one.problem_id, by=by) for one in late}
    context = {
        "names": names,
        "commission": name,
        "figures": _figures(len(proposals), goals),
        "proposals": proposals,
        "goals": goals,
        "coming": [row for row in reversed(sittings) if row.state == SittingState.PLANNED],
        "late": [(one, titles[one.problem_id]) for one in late if titles[one.problem_id] is not None],
    }
    return render(request, "council/commission.html", context)


def _chosen(request: HttpRequest, names: list[str]) -> str:
    """Return the commission that is asked for, which is kept for the next time, else the one kept, else the first."""
    given = request.GET.get("commission", "")[:120]
    if given in names and request.session.get(CHOSEN) != given:
        request.session[CHOSEN] = given
    kept = str(request.session.get(CHOSEN, ""))
    return given if given in names else kept if kept in names else next(iter(names), "")


def _figures(proposals: int, goals: Sequence[GoalInView]) -> list[dict[str, object]]:
    """The tiles: proposals before the commission, goals under way, behind and reached."""
    open_goals = [row for row in goals if not row.is_settled]
    behind = sum(row.is_behind for row in goals)
    reached = sum(row.goal.state == GoalState.REACHED for row in goals)
    return [
        {"name": _("Proposals before the commission"), "value": digits(proposals)},
        {"name": _("Goals under way"), "value": digits(len(open_goals))},
        {"name": _("Goals behind"), "value": digits(behind), "is_bad": behind > 0},
        {"name": _("Goals reached"), "value": digits(reached)},
    ]
