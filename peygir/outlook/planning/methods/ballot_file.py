"""Writes a vote with its result as a file in the format of Pabulib, which `ballots.read_votes` reads again.

Format: https://pabulib.org/format.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BallotFileProject:
    """A project as the file has it: number, cost, how many votes and points it got, its name, and whether it won."""

    number: int
    cost: int
    votes: int
    score: int
    name: str
    is_selected: bool


def ballot_file(
    meta: Mapping[str, object],
    projects: Sequence[BallotFileProject],
    ballots: Iterable[Mapping[str, int]],
    *,
    has_points: bool,
) -> str:
    """Return the text of the file; the voters are numbered from 1 in the order of the ballots."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(["META"])
    writer.writerow(["key", "value"])
    writer.writerows([key, value] for key, value in meta.items())
    writer.writerow(["PROJECTS"])
    writer.writerow(["project_id", "cost", "votes", *(["score"] if has_points else []), "name", "selected"])
    for row in projects:
        score = [row.score] if has_points else []
        writer.writerow([row.number, row.cost, row.votes, *score, " ".join(row.name.split()), int(row.is_selected)])
    writer.writerow(["VOTES"])
    writer.writerow(["voter_id", "vote", *(["points"] if has_points else [])])
    for number, ballot in enumerate(ballots, start=1):
        chosen = sorted(ballot.items(), key=lambda pair: (-pair[1], int(pair[0])))
        keys = ",".join(key for key, _points in chosen)
        writer.writerow([number, keys, *([",".join(str(points) for _key, points in chosen)] if has_points else [])])
    return text.getvalue()
