"""Candidates of a large city as the product's portfolio takes them: seven uncertain inputs, and every kind of limit."""

import numpy as np

from peygir.outlook.planning.methods.candidate_draws import CandidateValues
from peygir.outlook.planning.portfolio_rules import PortfolioTerms

SHARE = 0.25
"""Of the cost of all candidates, that the budget is."""


def city_values(
    seed: int = 137, *, count: int = 500, districts: int = 11, units: int = 8, share: float = SHARE
) -> tuple[list[CandidateValues], PortfolioTerms]:
    """Return seeded candidates, and terms with floors, capacities, needs of districts, least support and parts."""
    rng = np.random.default_rng(seed)
    rows = [_values(key, rng, count, districts, units) for key in range(1, count + 1)]
    budget = int(sum(one.inputs["cost"][1] for one in rows) * share)
    loads = {str(unit): sum(one.load for one in rows if one.unit == str(unit)) for unit in range(units)}
    terms = PortfolioTerms(
        budget=budget,
        least_support=2,
        floors={str(district): int(budget / districts * 0.5) for district in range(1, districts + 1)},
        capacities={unit: round(0.5 * load, 1) for unit, load in loads.items()},
        ratios={str(district): float(rng.uniform(0.5, 2)) for district in range(1, districts + 1)},
    )
    return rows, terms


def _values(key: int, rng: np.random.Generator, count: int, districts: int, units: int) -> CandidateValues:
    cost = float(np.round(rng.lognormal(3, 1), 2)) * 1e7
    incidents, reported, avoided = (float(rng.uniform(*ends)) for ends in ((4, 40), (0.3, 0.8), (0.2, 0.7)))
    severity = float(rng.choice([1, 1, 1, 2, 4]))
    return CandidateValues(
        id=key,
        district=str(rng.integers(1, districts + 1)),
        unit=str(rng.integers(units)),
        variants=f"v{rng.integers(count // 8 + 1)}" if rng.random() < 0.2 else "",
        needs=(int(rng.integers(1, key)),) if key > 1 and rng.random() < 0.08 else (),
        load=float(np.round(rng.uniform(1, 20), 1)),
        least_part=0.5 if rng.random() < 0.25 else 1.0,
        supporters=int(rng.integers(1, 20)),
        inputs={
            "incidents": (incidents / 1.3, incidents, incidents * 1.3),
            "reported": (reported / 1.4, reported, min(1.0, reported * 1.25)),
            "severity": (severity * 0.9, severity, severity * 1.1),
            "people": (10.0, 30.0, 100.0),
            "avoidable": (avoided / 1.7, avoided, min(0.95, avoided * 1.4)),
            "years": (2.0, 4.0, 6.0),
            "cost": (cost / 1.2, cost, cost * 1.2),
        },
    )
