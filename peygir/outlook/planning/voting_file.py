"""The file of all ballots of a counted vote, in the format of Pabulib, with its result."""

import hashlib
from collections.abc import Mapping, Sequence

from peygir.city import queries as city
from peygir.outlook.planning.methods.ballot_file import BallotFileProject, ballot_file
from peygir.outlook.planning.models import BallotProject, CountedBallot, VotingDay
from peygir.outlook.planning.voting_states import BallotRule, VotingState


def voting_file(city_id: int, day_id: int) -> str | None:
    """Return the file of a counted vote; None for any other."""
    row = VotingDay.objects.filter(pk=day_id, city_id=city_id, state=VotingState.COUNTED.value).first()
    if row is None:
        return None
    ballots = CountedBallot.objects.filter(day=row).order_by("number").values_list("choices", flat=True)
    return _text(row, list(row.projects.order_by("number")), list(ballots))


def file_digest_of(row: VotingDay, projects: Sequence[BallotProject], ballots: Sequence[Mapping[str, int]]) -> str:
    """The SHA-256 of the file."""
    return hashlib.sha256(_text(row, projects, ballots).encode()).hexdigest()


def _text(row: VotingDay, projects: Sequence[BallotProject], ballots: Sequence[Mapping[str, int]]) -> str:
    has_points = row.rule == BallotRule.CUMULATIVE
    begins, ends = (city.day_of(row.city_id, moment) for moment in (row.opens_at, row.closes_at))
    meta: dict[str, object] = {
        "description": " ".join(row.title.split()),
        "country": "Iran",
        "unit": city.city_by_id(row.city_id).code,
        "instance": row.pk,
        "num_projects": len(projects),
        "num_votes": len(ballots),
        "budget": row.budget,
        "currency": "IRR",
        "vote_type": row.rule,
        "rule": "equalshares",
        "completion": "increase",
        "date_begin": begins.strftime("%d.%m.%Y"),
        "date_end": ends.strftime("%d.%m.%Y"),
        "min_length": 1,
    }
    meta |= {"max_sum_points": row.most} if has_points else {"max_length": row.most}
    rows = [
        BallotFileProject(
            project.number,
            project.cost,
            project.supporters or 0,
            project.points or 0,
            project.title,
            project.place is not None,
        )
        for project in projects
    ]
    return ballot_file(meta, rows, ballots, has_points=has_points)
