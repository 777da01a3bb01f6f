"""Questions about goals: one that everybody may read, and those of the city or of a commission with what is behind."""

from datetime import date

from peygir.outlook.planning.council_facts import GoalInView
from peygir.outlook.planning.facts import GoalFacts, ProgrammeFacts
from peygir.outlook.planning.goal_queries import goals_of
from peygir.outlook.planning.models import PlanGoal, Programme, Proposal
from peygir.outlook.planning.queries import programme
from peygir.outlook.planning.states import GoalState, GoalVerdict, ProgrammeState


def goals_in_view(city_id: int, *, on: date, commission: str = "") -> list[GoalInView]:
    """Return the registered goals of a city, the first due first; of one commission's programmes if it is named."""
    programmes = Programme.objects.filter(city_id=city_id, goals__registered_at__isnull=False).distinct()
    sent = dict(Proposal.objects.filter(city_id=city_id).order_by("pk").values_list("programme_id", "commission"))
    titles = {
        pk: (title, state, sent.get(pk, ""))
        for pk, title, state in programmes.values_list("pk", "title", "state")
        if not commission or sent.get(pk) == commission
    }
    goals = [goal for goal in goals_of(titles) if goal.state != GoalState.DRAFT]
    seen = [GoalInView(goal, *titles[goal.programme_id], is_behind=is_behind(goal, on=on)) for goal in goals]
    return sorted(seen, key=lambda row: (row.is_settled, row.goal.due_on, row.goal.id))


def is_behind(goal: GoalFacts, *, on: date) -> bool:
    """Whether a goal has missed its target, is unmeasured after its day, or its last measurement misses the target."""
    if goal.state == GoalState.REGISTERED:
        last = goal.measurements[-1].verdict if goal.measurements else ""
        return goal.due_on < on or last == GoalVerdict.NOT_REACHED
    return goal.state == GoalState.NOT_REACHED


def public_goals_of(programme_id: int) -> list[GoalFacts]:
    """Return the registered goals of a programme, the oldest first."""
    return [goal for goal in goals_of([programme_id]) if goal.state != GoalState.DRAFT]


def public_goal(city_id: int, goal_id: int) -> tuple[GoalFacts, ProgrammeFacts] | None:
    """Return a registered goal with its programme, if everybody may read that programme; None for any other."""
    row = PlanGoal.objects.filter(pk=goal_id, programme__city_id=city_id).exclude(state=GoalState.DRAFT.value).first()
    plan = public_programme(city_id, row.programme_id) if row is not None else None
    goal = next((one for one in goals_of([plan.id]) if one.id == goal_id), None) if plan is not None else None
    return (goal, plan) if goal is not None and plan is not None else None


def public_programme(city_id: int, programme_id: int) -> ProgrammeFacts | None:
    """Return a programme that everybody may read: a public one that is no draft; None for any other."""
    plan = programme(programme_id)
    if plan is None or plan.city_id != city_id or not plan.is_public or plan.state == ProgrammeState.DRAFT:
        return None
    return plan
