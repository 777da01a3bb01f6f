"""Ballots of many phones in a vote of a city that is being served.

`python -P -m lab.sample.many_ballots VOTE COUNT` casts so many, each by the action that a phone's page calls, and
prints how many ballots the vote has. PEYGIR_HOME names the city.
"""

import random
import sys


def cast_many(day_id: int, count: int, *, projects: int = 3, most: int = 2) -> int:
    """Cast so many ballots of made-up phones; returns how many ballots the vote has then."""
    from peygir.outlook.planning import actions
    from peygir.outlook.planning.voting_queries import cast_until_now

    chance = random.Random(137)  # noqa: S311 - seeded on purpose
    for number in range(count):
        chosen = chance.sample(range(1, projects + 1), chance.randint(1, most))
        actions.cast_ballot(day_id, f"+98998{number:07d}", dict.fromkeys(chosen, 1))
    return int(cast_until_now(day_id))


if __name__ == "__main__":
    from peygir.ops.cli import django_ready

    with django_ready():
        print(cast_many(int(sys.argv[1]), int(sys.argv[2])))
