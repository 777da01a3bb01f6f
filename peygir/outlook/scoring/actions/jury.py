"""The jury of a season: its notes, and its decision, which one member proposes and another agrees to."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.certificate_codes import new_code
from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.rankings import RankingDecisionProposed, RankingDecisionSettled, RankingNoted
from peygir.outlook.scoring.actions.seasons import NoSuchRanking, RankingNeedsSecondPerson
from peygir.outlook.scoring.appealing import salted
from peygir.outlook.scoring.jury_rules import is_of_ranked_unit, may_judge
from peygir.outlook.scoring.models import (
    DecidedPlace,
    JuryNote,
    RankingCertificate,
    RankingDecision,
    RankingSeason,
    SeasonOrder,
)
from peygir.outlook.scoring.ranking.deciding import DecidedPlaceContent, checked_places, digest_of_places
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import terms_of
from peygir.outlook.scoring.ranking.words import FourEyesState
from peygir.outlook.scoring.stored_order import basis_now, stored_order
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

LONGEST_NOTE: Final = 2000


class JuryIsOfRankedUnit(NotAllowed):
    """Somebody of a ranked unit takes no part in the jury's work on this season."""

    message = _("You work in a unit that is ranked here, so you take no part in this decision.")


class SeasonHasNoOrder(Conflict):
    """Not all months of the season are closed, or a month was restated and the order is not counted anew yet."""

    message = _("There is no order of this season yet: it is counted once the marks of all its months are published.")


class OrderIsOld(Conflict):
    """The order was told anew since."""

    message = _("A month was restated and the order told anew since. Look at it again, and decide on that.")


class DecisionWaits(Conflict):
    """A decision is proposed already."""

    message = _("A decision waits for a second member of the jury already.")


class NoteSaysNothing(Invalid):
    """The note is empty or too long."""

    message = _("Please write the note in at most 2,000 characters.")


@transaction.atomic
def note_for_jury(season_id: int, unit_id: int, text: str, *, by: Actor) -> None:
    """Keep a note about a unit of the season.

    Raises NotYourWork, NoSuchRanking, SeasonHasNoOrder, JuryIsOfRankedUnit, OwnInterest, NoteSaysNothing.
    """
    season, now = _locked(season_id, by), clock.now()
    standings = _order_of(season)[1]
    _refuse_own(by, standings)
    if unit_id not in {one.unit_id for one in standings}:
        raise NoSuchRanking()
    note_text = plain(text)
    if not says_something(note_text) or len(note_text) > LONGEST_NOTE:
        raise NoteSaysNothing()
    salt = secrets.token_hex(16)
    note = JuryNote(season=season, unit_id=unit_id, text=note_text, salt=salt, by_id=by.id, at=now)
    note.save(force_insert=True)
    record(season, RankingNoted(unit=unit_id, note=salted(salt, note_text)), by=str(by), at=now)


@transaction.atomic
def propose_places(season_id: int, places: Sequence[DecidedPlaceContent], *, order: int, by: Actor) -> int:
    """Propose a decision on the order with this number; returns its id.

    Raises NotYourWork, NoSuchRanking, SeasonHasNoOrder, OrderIsOld, JuryIsOfRankedUnit, OwnInterest, DecisionWaits,
    and what `checked_places` raises.
    """
    season, now = _locked(season_id, by), clock.now()
    row, standings = _order_of(season)
    _refuse_own(by, standings)
    if row.number != order:
        raise OrderIsOld()
    _refuse_old(season, row)
    decisions = RankingDecision.objects.filter(season=season)
    if decisions.filter(state=FourEyesState.PROPOSED.value).exists():
        raise DecisionWaits()
    checked = checked_places(terms_of(season.terms), standings, places)
    salt = secrets.token_hex(16)
    decision = RankingDecision(
        season=season,
        number=decisions.count() + 1,
        order=row,
        salt=salt,
        digest=digest_of_places(salt, checked),
        proposed_by_id=by.id,
        proposed_at=now,
    )
    decision.save(force_insert=True)
    for decided in checked:
        DecidedPlace(
            decision=decision,
            category=decided.category,
            place=decided.place,
            unit_id=decided.unit_id,
            basis=decided.basis,
            reason=decided.reason,
        ).save(force_insert=True)
    event = RankingDecisionProposed(decision=decision.number, order=row.number, digest=decision.digest)
    record(season, event, by=str(by), at=now)
    return decision.pk


@transaction.atomic
def settle_places(season_id: int, number: int, *, is_agreed: bool, by: Actor) -> None:
    """Agree to a decision as the second member of the jury, which publishes it with its certificates; or refuse it.

    Raises NotYourWork, NoSuchRanking, RankingNeedsSecondPerson, JuryIsOfRankedUnit, OwnInterest, and OrderIsOld
    for a decision that is agreed to.
    """
    season, now = _locked(season_id, by), clock.now()
    decision = _proposed(season, number)
    if decision.proposed_by_id == by.id:
        raise RankingNeedsSecondPerson()
    order, standings = _order_of(season)
    _refuse_own(by, standings)
    if not is_agreed:
        _settle(season, decision, FourEyesState.REFUSED, by, now)
        return
    if order.pk != decision.order_id:
        raise OrderIsOld()
    _refuse_old(season, order)
    _settle(season, decision, FourEyesState.AGREED, by, now)


@transaction.atomic
def withdraw_places(season_id: int, number: int, *, by: Actor) -> None:
    """Withdraw one's own proposed decision. Raises NotYourWork, NoSuchRanking."""
    season = _locked(season_id, by)
    decision = _proposed(season, number)
    if decision.proposed_by_id != by.id:
        raise NotYourWork()
    _settle(season, decision, FourEyesState.WITHDRAWN, by, clock.now())


def _settle(season: RankingSeason, decision: RankingDecision, state: FourEyesState, by: Actor, now: datetime) -> None:
    decision.state, decision.settled_by_id, decision.settled_at = state.value, by.id, now
    decision.save(update_fields=["state", "settled_by", "settled_at"])
    more = _issue(season, decision, now) if state == FourEyesState.AGREED else {}
    event = RankingDecisionSettled(
        decision=decision.number,
        outcome=state.value,
        digest=decision.digest,
        proposer=decision.proposed_by_id,
        **more,
    )
    record(season, event, by=str(by), at=now)


def _issue(season: RankingSeason, decision: RankingDecision, now: datetime) -> dict[str, list[int]]:
    """Issue the certificates of a decision's places; those of an earlier one whose place is the same stay valid."""
    valid = RankingCertificate.objects.select_related("place").filter(place__decision__season=season, withdrawn_at=None)
    known = {(one.place.category, one.place.place, one.place.unit_id): one for one in valid}
    today, issued = city.day_of(season.city_id, now), []
    for place in decision.places.order_by("pk"):
        if known.pop((place.category, place.place, place.unit_id), None) is None:
            certificate = RankingCertificate(code=new_code(), place=place, issued_on=today)
            certificate.save(force_insert=True)
            issued.append(certificate.pk)
    for certificate in known.values():
        certificate.withdrawn_at = now
        certificate.save(update_fields=["withdrawn_at"])
    return {"certificates": issued, "ended": sorted(one.pk for one in known.values())}


def _locked(season_id: int, by: Actor) -> RankingSeason:
    if not may_judge(by):
        raise NotYourWork()
    rows = RankingSeason.objects.select_for_update(no_key=True)
    season = rows.filter(pk=season_id, state=FourEyesState.AGREED.value).first()
    if season is None:
        raise NoSuchRanking()
    return season


def _proposed(season: RankingSeason, number: int) -> RankingDecision:
    row = RankingDecision.objects.filter(season=season, number=number, state=FourEyesState.PROPOSED.value).first()
    if row is None:
        raise NoSuchRanking()
    return row


def _order_of(season: RankingSeason) -> tuple[SeasonOrder, list[SeasonStanding]]:
    """The latest order, with its standings. Raises SeasonHasNoOrder."""
    order = SeasonOrder.objects.filter(season=season).order_by("-number").first()
    if order is None:
        raise SeasonHasNoOrder()
    return order, stored_order(order.pk)


def _refuse_old(season: RankingSeason, order: SeasonOrder) -> None:
    if order.months != basis_now(season.city_id, terms_of(season.terms)):
        raise OrderIsOld()


def _refuse_own(by: Actor, standings: Sequence[SeasonStanding]) -> None:
    units = {one.unit_id for one in standings}
    if is_of_ranked_unit(by, units):
        raise JuryIsOfRankedUnit()
    refuse_interested(by, units=units)
