"""Events of the monthly inspection: its plan, the public seed, and the draws."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("inspection_plan_kept", file="inspplan", ends=True)
class InspectionPlanKept(EventData):
    """How a month's inspections are drawn: made by the system or changed by a person before the seed was fixed.

    `key` is the SHA-256 of the key that makes the codes of the cases.
    """

    plan_version: int
    first_on: str
    last_on: str
    visits: int
    floor_percent: int
    visit_days: int
    expected_cases: int
    mean_weight: float
    weights: dict[str, object]
    key: str


@event("inspection_seed_proposed", file="inspplan", ends=True)
class InspectionSeedProposed(EventData):
    """A seed was proposed, and where it comes from; a second person has to confirm it."""

    seed: str
    source: str


@event("inspection_seed_fixed", file="inspplan", ends=True)
class InspectionSeedFixed(EventData):
    """The seed of the month is fixed, and the plan with it: `how` is a public event, two people, or the system itself.

    `proposer` is the member of staff who proposed it (an id), where a second one confirmed.
    """

    seed: str
    source: str
    how: str
    proposer: int = ABSENT


@event("inspections_drawn", file="inspplan", ends=True)
class InspectionsDrawn(EventData):
    """Cases called done were drawn: how many there were and how many are visited, and the SHA-256 of their lines."""

    cases: int
    drawn: int
    digest: str


@event("inspections_missed", file="inspplan", ends=True)
class InspectionsMissed(EventData):
    """Drawn visits (ids of draws) were not made in time, and count as failures."""

    draws: list[int]
