"""The corrected demand finds the incidents that nobody reported, where they were planted, and says where it cannot."""

import numpy as np

from peygir.outlook.insight.methods.corrected_demand import FEWEST_AGAIN, IncidentCounts, corrected_demand

DAYS = 30.0
RATES = np.array([[0.20, 0.05], [0.12, 0.03]])
"""Reports a day by group and district: the second district calls a quarter as often."""
INCIDENTS = 400


def lived(seed: int, incidents: int = INCIDENTS) -> IncidentCounts:
    """What is known of incidents that last DAYS days and are reported at RATES: only those with a report."""
    draw = np.random.default_rng(seed)
    keys, duplicates, exposures = [], [], []
    for group in range(2):
        for district in range(2):
            for _incident in range(incidents):
                first = draw.exponential(1 / RATES[group, district])
                if first < DAYS:
                    keys.append((group, district, 0))
                    exposures.append(DAYS - first)
                    duplicates.append(draw.poisson(RATES[group, district] * (DAYS - first)))
    return IncidentCounts(np.array(keys), (2, 2, 1), np.array(duplicates, dtype=float), np.array(exposures))


def test_the_incidents_that_nobody_reported_are_found() -> None:
    covered, ratios = 0, []
    for seed in range(40):
        fitted = corrected_demand(lived(seed), days=DAYS)
        for district in range(2):
            share = fitted.of(district=district).share
            assert share is not None
            covered += share.demand_interval[0] <= 2 * INCIDENTS <= share.demand_interval[1]
            ratios.append(share.demand / (2 * INCIDENTS))
    assert abs(np.mean(ratios) - 1) < 0.02
    assert covered / 80 >= 0.7, "the interval is of the rates; how many incidents were reported is chance besides"


def test_a_district_that_calls_less_has_as_many_incidents() -> None:
    fitted = corrected_demand(lived(7), days=DAYS)
    often, seldom = fitted.of(district=0), fitted.of(district=1)
    assert often.share is not None
    assert seldom.share is not None
    assert seldom.incidents < 0.8 * often.incidents, "by raw counts it would look better"
    assert abs(seldom.share.demand / often.share.demand - 1) < 0.12
    assert seldom.share.reported < often.share.reported
    assert often.share.median_days < seldom.share.median_days
    cell = fitted.of(group=1, district=1).share
    assert cell is not None
    truth = 1 - np.exp(-RATES[1, 1] * DAYS)
    assert cell.reported_interval[0] <= truth <= cell.reported_interval[1]


def test_what_is_never_reported_twice_is_not_estimated_and_does_not_inflate_the_rest() -> None:
    known = lived(3)
    alone = corrected_demand(known, days=DAYS).of().share
    assert alone is not None
    silent = np.column_stack([np.zeros((60, 2), dtype=np.int64), np.ones(60, dtype=np.int64)])
    silent[:, 1] = 2
    keys = np.vstack([known.keys, silent])
    counts = IncidentCounts(
        keys, (2, 3, 2), np.append(known.duplicates, np.zeros(60)), np.append(known.exposures, np.full(60, 2.0))
    )
    fitted = corrected_demand(counts, days=DAYS)
    assert fitted.of(district=2).share is None
    assert fitted.of(channel=1).share is None
    assert fitted.of(district=2).incidents == 60
    whole = fitted.of().share
    assert whole is not None
    assert alone.demand < whole.demand < alone.demand + 150


def test_few_incidents_and_none_twice_say_nothing() -> None:
    few = IncidentCounts(np.zeros((4, 3), dtype=np.int64), (1, 1, 1), np.full(4, 3.0), np.full(4, 10.0))
    assert corrected_demand(few).of().share is None
    never = IncidentCounts(np.zeros((50, 3), dtype=np.int64), (1, 1, 1), np.zeros(50), np.full(50, 10.0))
    fitted = corrected_demand(never)
    assert fitted.rates is None
    assert fitted.of().share is None
    assert fitted.of().incidents == 50


def test_the_zero_inflated_model_is_taken_where_it_fits_better() -> None:
    draw = np.random.default_rng(5)
    exposures = draw.uniform(10, 40, 1500)
    duplicates = draw.poisson(0.15 * exposures) * (draw.random(1500) > 0.5)
    keys = np.zeros((1500, 3), dtype=np.int64)
    fitted = corrected_demand(IncidentCounts(keys, (1, 1, 1), duplicates.astype(float), exposures))
    assert fitted.model == "zero-inflated"
    assert fitted.rates is not None
    assert abs(fitted.rates.never - 0.5) < 0.05
    assert abs(np.exp(fitted.rates.coefficients[0]) - 0.15) < 0.01
    assert corrected_demand(lived(1)).model == "poisson"
    assert FEWEST_AGAIN > 1
