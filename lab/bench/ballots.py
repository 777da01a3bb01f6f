"""How long 2,000 ballots of a vote take through the real actions, one after the other, and how long the count takes."""

import json
import secrets
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "ballots"
BALLOTS: Final = 2_000
PROJECTS: Final = 24
MOST: Final = 6
BUDGET: Final = 60_000_000_000
"""Rials."""


def measured() -> dict[str, Any]:
    """Hold a vote in a city of its own, in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("ballots", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every ballot was counted; the times are printed, not judged."""
    return bool(figures["counted"] == figures["ballots"] == BALLOTS)


def main() -> None:
    """Run the step: two people open a vote, ballots are cast, it is closed and counted; print the times as JSON."""
    from django.conf import settings

    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.outlook.planning import actions, voting_queries
    from peygir.outlook.planning.voting_rules import BallotProjectTerms, VotingTerms
    from peygir.people.actions import add_staff
    from peygir.people.queries import actor_of, staff_by_id
    from peygir.people.rules import SYSTEM

    city_id, began, rng = city.current_city(settings.CITY).id, clock.now(), Random(1)  # noqa: S311 - seeded on purpose
    keepers = []
    for role in ("secretariat", "budget"):
        number = add_staff(f"bench-{role}", password=secrets.token_hex(8), role=role, name=role, by=SYSTEM)
        keeper = staff_by_id(number)
        assert keeper is not None
        keepers.append(actor_of(keeper))
    projects = [
        BallotProjectTerms(title=f"طرح {number}", cost=BUDGET // rng.randint(4, 40))
        for number in range(1, PROJECTS + 1)
    ]
    ends = began + timedelta(hours=1)
    terms = VotingTerms(
        title="رأی‌گیری", year=1405, budget=BUDGET, rule="approval", most=MOST, opens_at=began, closes_at=ends
    )
    day_id = actions.make_voting(city_id, terms, projects, by=keepers[0])
    actions.ask_voting_step(day_id, "open", by=keepers[0])
    actions.confirm_voting_step(day_id, by=keepers[1])
    spans = []
    for number in range(BALLOTS):
        chosen = rng.sample(range(1, PROJECTS + 1), rng.randint(1, MOST))
        start = perf_counter()
        actions.cast_ballot(day_id, f"+98998{number:07d}", dict.fromkeys(chosen, 1))
        spans.append(perf_counter() - start)
    with clock.simulated(lambda: ends):
        start = perf_counter()
        actions.ask_voting_step(day_id, "close", by=keepers[0])
        actions.confirm_voting_step(day_id, by=keepers[1])
        closed = perf_counter()
        actions.count_votes(day_id, 0)
        counted = perf_counter()
    result = voting_queries.voting(city_id, day_id)
    assert result is not None
    spans.sort()
    figures = {
        "ballots": BALLOTS,
        "projects": PROJECTS,
        "cast_s": round(sum(spans), 2),
        "ballots_a_second": round(BALLOTS / sum(spans), 1),
        "ballot_median_ms": round(spans[BALLOTS // 2] * 1000, 2),
        "ballot_p95_ms": round(spans[BALLOTS * 19 // 20] * 1000, 2),
        "close_s": round(closed - start, 2),
        "count_s": round(counted - closed, 2),
        "counted": result.ballots,
        "funded": len(result.funded),
        "spent_share": round(result.spent / BUDGET, 3),
    }
    print(json.dumps(figures))
