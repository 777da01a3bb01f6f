"""The terms of a season's ranking: proposed by one member of the jury, agreed to by another before it begins."""

from datetime import date, datetime

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.rankings import RankingSeasonProposed, RankingSeasonSettled
from peygir.outlook.scoring.jury_rules import may_judge
from peygir.outlook.scoring.models import RankingSeason
from peygir.outlook.scoring.ranking.terms import RankingTerms, checked_terms
from peygir.outlook.scoring.ranking.words import FourEyesState
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


class NoSuchRanking(Missing):
    """There is no such season, or it is not in the state that is needed."""

    message = _("There is no such season, or it was settled already.")


class RankingNeedsSecondPerson(NotAllowed):
    """Who proposed it cannot agree to it or refuse it."""

    message = _("This is decided by a second member of the jury, not by the one who proposed it.")


class RankedSeasonHasBegun(Conflict):
    """The season has begun, and its marks could be guessed."""

    message = _("The season has begun: what is ranked, and how, is agreed on before its first day.")


class SeasonIsRanked(Conflict):
    """The same months have a ranking already."""

    message = _("These months have a ranking already.")


@transaction.atomic
def propose_ranking(city_id: int, terms: RankingTerms, *, by: Actor) -> int:
    """Propose the ranking of a season; returns its id.

    Raises NotYourWork, RankingTermsAreNotRight, RankedSeasonHasBegun, SeasonIsRanked.
    """
    now = clock.now()
    if not may_judge(by):
        raise NotYourWork()
    content = checked_terms(terms)
    _refuse_late(city_id, content.from_on, content.to_on, now)
    row = RankingSeason(
        city_id=city_id,
        first_on=content.from_on,
        last_on=content.to_on,
        terms=content.as_json(),
        digest=content.digest,
        proposed_by_id=by.id,
        proposed_at=now,
    )
    row.save(force_insert=True)
    record(row, RankingSeasonProposed(terms=row.terms, digest=row.digest), by=str(by), at=now)
    return row.pk


@transaction.atomic
def settle_ranking(season_id: int, *, is_agreed: bool, by: Actor) -> None:
    """Agree to the terms as the second person, or refuse them.

    Raises NotYourWork, NoSuchRanking, RankingNeedsSecondPerson, and for terms that are agreed to RankedSeasonHasBegun,
    SeasonIsRanked.
    """
    row, now = _locked(season_id, by), clock.now()
    if row.proposed_by_id == by.id:
        raise RankingNeedsSecondPerson()
    if is_agreed:
        _refuse_late(row.city_id, row.first_on, row.last_on, now)
    _settle(row, FourEyesState.AGREED if is_agreed else FourEyesState.REFUSED, by, now)


@transaction.atomic
def withdraw_ranking(season_id: int, *, by: Actor) -> None:
    """Withdraw one's own proposal. Raises NotYourWork, NoSuchRanking."""
    row = _locked(season_id, by)
    if row.proposed_by_id != by.id:
        raise NotYourWork()
    _settle(row, FourEyesState.WITHDRAWN, by, clock.now())


def _locked(season_id: int, by: Actor) -> RankingSeason:
    if not may_judge(by):
        raise NotYourWork()
    row = RankingSeason.objects.select_for_update(no_key=True).filter(pk=season_id, state="proposed").first()
    if row is None:
        raise NoSuchRanking()
    return row


def _settle(row: RankingSeason, state: FourEyesState, by: Actor, now: datetime) -> None:
    row.state, row.settled_by_id, row.settled_at = state.value, by.id, now
    event = RankingSeasonSettled(outcome=state.value, digest=row.digest, proposer=row.proposed_by_id)
    record(row, event, by=str(by), at=now, write=["state", "settled_by", "settled_at"])


def _refuse_late(city_id: int, first_on: date, last_on: date, now: datetime) -> None:
    if city.day_of(city_id, now) >= first_on:
        raise RankedSeasonHasBegun()
    same = RankingSeason.objects.filter(city_id=city_id, first_on=first_on, last_on=last_on)
    if same.filter(state=FourEyesState.AGREED.value).exists():
        raise SeasonIsRanked()
