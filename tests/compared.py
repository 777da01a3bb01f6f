"""A weak point in the town's month of Khordad: what tests of weak points begin with."""

from peygir.core import clock
from peygir.outlook.scoring.actions.comparing import mix_of
from peygir.outlook.scoring.actions.finding import find_weak_points
from peygir.outlook.scoring.actions.restating import compute_version
from peygir.outlook.scoring.fairness.expectation import fitted, pooled
from peygir.outlook.scoring.fairness.outcomes import CaseMix, MonthCells
from peygir.outlook.scoring.models import ScoredMonth, WeakPoint
from peygir.outlook.scoring.months import month_before
from peygir.people.rules import CLOCK
from tests.scores import KHORDAD
from tests.town import Town


def found_points(town: Town, month: ScoredMonth) -> list[WeakPoint]:
    """Weak points of district 1 and its unit: of many cases nearly all were solved before, and now only a few."""
    computed = compute_version(month, [])
    topic = {mix.topic for mix in computed.mixes.values()}
    assert topic == {"CIV-01"}
    key = (CaseMix("CIV-01", "1", "web", "N"), town.units["D-01"])
    earlier = MonthCells(month_before(KHORDAD).first_on, "", {"solved": {key: (4, 200)}})
    mix = mix_of(KHORDAD.first_on, computed)
    worse = MonthCells(KHORDAD.first_on, mix.digest, {"solved": {key: (30, 40)}})
    model = fitted(pooled([earlier], "solved"))
    assert model is not None
    return find_weak_points(month, computed, worse, [earlier], {"solved": model}, by=CLOCK, now=clock.now())
