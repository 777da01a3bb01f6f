"""A vote of citizens in the town: its terms, its projects, and the way to an open and to a counted one."""

from datetime import timedelta
from typing import Any, Final

from peygir.core import clock
from peygir.outlook.planning import actions
from peygir.outlook.planning.voting_rules import BallotProjectTerms, VotingTerms
from tests.drain import drain
from tests.planned import office
from tests.town import Town, TownClock

BUDGET: Final = 10_000
COSTS: Final = (6_000, 5_000, 4_000, 9_000)
NAMES: Final = ("زمین بازی", "روشنایی کوچه", "پیاده‌رو", "بوستان")


def terms(**given: Any) -> VotingTerms:
    """An approval vote that begins now and lasts a day."""
    now = clock.now()
    values: dict[str, Any] = {
        "title": "بودجهٔ مردمی محله",
        "year": 1405,
        "budget": BUDGET,
        "rule": "approval",
        "most": 3,
        "opens_at": now,
        "closes_at": now + timedelta(days=1),
    }
    return VotingTerms(**{**values, **given})


def projects() -> list[BallotProjectTerms]:
    """Four projects."""
    return [BallotProjectTerms(title=name, cost=cost) for name, cost in zip(NAMES, COSTS, strict=True)]


def draft(town: Town, **given: Any) -> int:
    """A vote that is a draft."""
    return actions.make_voting(town.city_id, terms(**given), projects(), by=office("secretariat"))


def by_two(day_id: int, step: str, reason: str = "") -> None:
    """A step that two people take."""
    actions.ask_voting_step(day_id, step, reason=reason, by=office("secretariat"))
    actions.confirm_voting_step(day_id, by=office("budget"))


def opened(town: Town, **given: Any) -> int:
    """A vote that takes ballots."""
    day_id = draft(town, **given)
    by_two(day_id, "open")
    return day_id


def counted(day_id: int, town_clock: TownClock) -> None:
    """Let the day pass, close the vote, and count it."""
    town_clock.forward(days=1)
    by_two(day_id, "close")
    drain(twice=True)
