"""The part of a stored plan that gives each case its chance."""

from peygir.desks.inspection.drawing import PlannedShares
from peygir.desks.inspection.models import InspectionPlan


def shares_of(plan: InspectionPlan) -> PlannedShares:
    """Return the shares of a plan."""
    return PlannedShares(plan.visits, plan.floor_percent, plan.expected_cases, plan.mean_weight)
