"""Publishes closed months: on the day that their scheme names, or earlier if two people agree on it.

Nobody can hold a month back: what is proposed and refused changes nothing about its day.
"""

from datetime import datetime

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthPublished, ScorePublicationProposed, ScorePublicationRefused
from peygir.outlook.scoring.actions.schemes import may_decide_schemes
from peygir.outlook.scoring.models import MarkVersion, ScoredMonth
from peygir.outlook.scoring.months import ScoreMonth
from peygir.outlook.scoring.words import SchemeState
from peygir.people.actions import NotYourWork
from peygir.people.rules import CLOCK, Actor


class NoSuchProvisionalMonth(Missing):
    """The month is not closed."""

    message = _("{month} is not closed: it has no marks.")


class MonthIsPublished(Conflict):
    """Everybody may read the month's marks already."""

    message = _("{month} is published already.")


class PublicationIsNotProposed(Conflict):
    """Nobody proposes to publish the month earlier, or somebody does already."""

    message = _("This was decided or proposed meanwhile. Please look at the page again.")


class PublicationNeedsSecondPerson(NotAllowed):
    """Who proposed it cannot agree to it."""

    message = _("A second person agrees to publish a month earlier, not the one who proposed it.")


@transaction.atomic
def propose_publication(city_id: int, month: ScoreMonth, *, by: Actor) -> None:
    """Propose to publish a closed month before its day.

    Raises NotYourWork, NoSuchProvisionalMonth, MonthIsPublished, PublicationIsNotProposed for one that is proposed.
    """
    row, now = _locked(city_id, month, by), clock.now()
    if row.publication_proposed_by_id is not None:
        raise PublicationIsNotProposed()
    row.publication_proposed_by_id, row.publication_proposed_at = by.id, now
    event = ScorePublicationProposed(publish_on=row.publish_on.isoformat() if row.publish_on is not None else "")
    record(row, event, by=str(by), at=now, write=["publication_proposed_by", "publication_proposed_at"])


@transaction.atomic
def settle_publication(city_id: int, month: ScoreMonth, *, is_agreed: bool, by: Actor) -> None:
    """Publish a month as the second person, or refuse what the first one proposed.

    Raises NotYourWork, NoSuchProvisionalMonth, MonthIsPublished, PublicationIsNotProposed,
    PublicationNeedsSecondPerson.
    """
    row, now = _locked(city_id, month, by), clock.now()
    if row.publication_proposed_by_id is None:
        raise PublicationIsNotProposed()
    if row.publication_proposed_by_id == by.id:
        raise PublicationNeedsSecondPerson()
    if is_agreed:
        publish(row, by=by, now=now)
    else:
        _give_up(row, SchemeState.REFUSED, by, now)


@transaction.atomic
def withdraw_publication(city_id: int, month: ScoreMonth, *, by: Actor) -> None:
    """Withdraw one's own proposal.

    Raises NotYourWork, NoSuchProvisionalMonth, MonthIsPublished, PublicationIsNotProposed.
    """
    row, now = _locked(city_id, month, by), clock.now()
    if row.publication_proposed_by_id is None:
        raise PublicationIsNotProposed()
    if row.publication_proposed_by_id != by.id:
        raise NotYourWork()
    _give_up(row, SchemeState.WITHDRAWN, by, now)


def publish_due_months(now: datetime) -> int:
    """Publish every closed month whose day has come; a second call does nothing. Returns how many it published."""
    published = 0
    for city_facts in city.cities():
        today = city.day_of(city_facts.id, now)
        due = ScoredMonth.objects.filter(city_id=city_facts.id, published_at=None, publish_on__lte=today)
        for key in due.order_by("first_on").values_list("pk", flat=True):
            with transaction.atomic():
                row = ScoredMonth.objects.select_for_update(no_key=True).get(pk=key)
                if row.published_at is None:  # else by two people meanwhile
                    publish(row, by=CLOCK, now=now)
                    published += 1
    return published


def publish(row: ScoredMonth, *, by: Actor, now: datetime) -> None:
    """Publish a month that is locked: by a second person before its day, by anybody else on it."""
    version = MarkVersion.objects.get(month=row, number=row.version)
    proposer = row.publication_proposed_by_id if by.kind == "staff" else None
    row.published_at = now
    if proposer is None:
        row.publication_proposed_by_id = row.publication_proposed_at = None  # nobody has to agree any more
    else:
        row.published_by_id = by.id
    event = ScoreMonthPublished(
        mark_version=row.version,
        digest=version.digest,
        **({"proposer": proposer} if proposer is not None else {}),
    )
    written = ["published_at", "published_by", "publication_proposed_by", "publication_proposed_at"]
    record(row, event, by=str(by), at=now, write=written)


def _locked(city_id: int, month: ScoreMonth, by: Actor) -> ScoredMonth:
    """A closed month that is not published. Raises NotYourWork, NoSuchProvisionalMonth, MonthIsPublished."""
    if not may_decide_schemes(by):
        raise NotYourWork()
    rows = ScoredMonth.objects.select_for_update(no_key=True)
    row = rows.filter(city_id=city_id, first_on=month.first_on).first()
    if row is None:
        raise NoSuchProvisionalMonth(month=month.name)
    if row.published_at is not None:
        raise MonthIsPublished(month=month.name)
    return row


def _give_up(row: ScoredMonth, outcome: SchemeState, by: Actor, now: datetime) -> None:
    event = ScorePublicationRefused(outcome=outcome.value, proposer=row.publication_proposed_by_id or 0)
    row.publication_proposed_by_id = row.publication_proposed_at = None
    record(row, event, by=str(by), at=now, write=["publication_proposed_by", "publication_proposed_at"])
