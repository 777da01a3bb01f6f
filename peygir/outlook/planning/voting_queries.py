"""Questions about votes of citizens: those of a city, one of them, how many have voted, and one's own ballot."""

from collections.abc import Iterable, Mapping
from typing import Final

from peygir.outlook.planning.models import BallotProject, CastBallot, Programme, VotingDay, VotingKey
from peygir.outlook.planning.queries import programme
from peygir.outlook.planning.states import ProgrammeState
from peygir.outlook.planning.voting_facts import BallotProjectFacts, VotingFacts
from peygir.outlook.planning.voting_rules import voter_of
from peygir.outlook.planning.voting_states import VotingState

MOST: Final = 200
_NOT_TO_VOTE_ON: Final = (ProgrammeState.DRAFT, ProgrammeState.REFUSED, ProgrammeState.DROPPED, ProgrammeState.DONE)
_SHOWN: Final = (VotingState.OPEN, VotingState.COUNTING, VotingState.COUNTED)


def votings(city_id: int, *, only_public: bool = False) -> list[VotingFacts]:
    """Return the votes of a city with their projects, the latest first; everybody sees those that were opened."""
    rows = VotingDay.objects.filter(city_id=city_id)
    rows = rows.filter(state__in=_SHOWN) if only_public else rows
    return _votings(rows.prefetch_related("projects").order_by("-opens_at", "-pk"))


def voting(city_id: int, day_id: int, *, only_public: bool = False) -> VotingFacts | None:
    """Return one vote of this city; None for a number that is none, or for one that is not public."""
    rows = VotingDay.objects.filter(city_id=city_id, pk=day_id)
    rows = rows.filter(state__in=_SHOWN) if only_public else rows
    return next(iter(_votings(rows.prefetch_related("projects"))), None)


def cast_until_now(day_id: int) -> int:
    """Return how many ballots an open vote has until now."""
    return CastBallot.objects.filter(day_id=day_id).count()


def own_ballot(day_id: int, phone: str) -> Mapping[int, int] | None:
    """Return the ballot of a proven phone in an open vote (number of a project → points); None without one."""
    key = VotingKey.objects.filter(pk=day_id).values_list("key", flat=True).first()
    if key is None:
        return None
    rows = CastBallot.objects.filter(day_id=day_id, voter=voter_of(phone, bytes(key)))
    choices = rows.values_list("choices", flat=True).first()
    return None if choices is None else {int(number): int(points) for number, points in choices.items()}


def _votings(rows: Iterable[VotingDay]) -> list[VotingFacts]:
    return [
        VotingFacts(
            id=row.pk,
            city_id=row.city_id,
            title=row.title,
            text=row.text,
            year=row.year,
            budget=row.budget,
            rule=row.rule,
            most=row.most,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            digest=row.digest,
            state=row.state,
            step=row.step,
            step_reason=row.step_reason,
            step_by_id=row.step_by_id,
            ballots=row.ballots or 0,
            spent=row.spent or 0,
            increases=row.increases or 0,
            file_digest=row.file_digest,
            projects=tuple(_project(one) for one in sorted(row.projects.all(), key=lambda one: one.number)),
        )
        for row in rows
    ]


def _project(row: BallotProject) -> BallotProjectFacts:
    return BallotProjectFacts(
        number=row.number,
        title=row.title,
        text=row.text,
        cost=row.cost,
        programme_id=row.programme_id,
        district_id=row.district_id,
        supporters=row.supporters or 0,
        points=row.points or 0,
        place=row.place,
        payment=row.payment,
        effective_votes=row.effective_votes,
        left=row.left or 0,
    )


def programmes_to_vote_on(city_id: int) -> list[tuple[int, str, int]]:
    """Return (id, title, likely cost of the chosen option in rials) of the programmes that a ballot can take up."""
    rows = Programme.objects.filter(city_id=city_id, is_public=True, chosen_option__isnull=False)
    rows = rows.exclude(state__in=[state.value for state in _NOT_TO_VOTE_ON]).order_by("-made_at", "-pk")[:MOST]
    plans = [plan for pk in rows.values_list("pk", flat=True) if (plan := programme(pk)) is not None]
    return [
        (plan.id, plan.title, next(option.cost[1] for option in plan.options if option.number == plan.chosen_option))
        for plan in plans
    ]
