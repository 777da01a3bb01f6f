"""The jobs of planning: goals are measured out of the lake, candidates are found, portfolios are computed."""

from collections.abc import Callable, Mapping
from typing import Final

from peygir.core import clock
from peygir.journey.lake import lake_folder
from peygir.outlook.planning import actions as planning


def measure_goals(city_id: int) -> None:
    """Measure the goals of a city that are due, out of the lake."""
    planning.measure_due_goals(city_id, lake_folder(), clock.now())


def find_candidates(city_id: int) -> None:
    """Find the candidates of a city, and count their inputs anew."""
    planning.find_candidates(city_id, clock.now())


PLANNING: Final[Mapping[str, Callable[[int], None]]] = {
    planning.MEASURE_GOALS: measure_goals,
    planning.FIND_CANDIDATES: find_candidates,
    planning.COMPUTE_PORTFOLIO: planning.compute_portfolio,
}
"""What each job does, with the id of the city or of the portfolio."""
