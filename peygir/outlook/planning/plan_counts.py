"""How many programmes everybody may read, and how their goals stand."""

from dataclasses import dataclass

from django.db.models import Count

from peygir.outlook.planning.models import PlanGoal, Programme
from peygir.outlook.planning.states import GoalState, ProgrammeState


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """Public programmes, and their registered goals by what became of them; `running`: not measured to the end yet."""

    programmes: int
    running: int
    reached: int
    not_reached: int
    cannot_tell: int

    @property
    def goals(self) -> int:
        """All registered goals."""
        return self.running + self.reached + self.not_reached + self.cannot_tell


def plan_counts(city_id: int) -> PlanCounts:
    """Count the public programmes of a city and their goals; two statements."""
    programmes = Programme.objects.filter(city_id=city_id, is_public=True).exclude(state=ProgrammeState.DRAFT.value)
    goals = PlanGoal.objects.filter(programme__in=programmes).values_list("state").annotate(count=Count("pk"))
    counts = dict(goals.order_by("state"))
    return PlanCounts(
        programmes.count(),
        counts.get(GoalState.REGISTERED.value, 0),
        counts.get(GoalState.REACHED.value, 0),
        counts.get(GoalState.NOT_REACHED.value, 0),
        counts.get(GoalState.CANNOT_TELL.value, 0),
    )
