"""Schemes of marks: proposed by one person, decided by another, frozen before their first month begins."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreSchemeDecided, ScoreSchemeProposed
from peygir.outlook.scoring.models import MarkScheme
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.outlook.scoring.rules import content_from
from peygir.outlook.scoring.words import SchemeState
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

DECIDERS: Final = (Permission.ADMINISTER, Permission.CONFIRM_ACCOUNTS)
"""Who proposes schemes and decides about those of others: administrators, the mayor's desk, the inspectorate."""


class NoSuchScheme(Missing):
    """There is no such proposal, or it was decided already."""

    message = _("There is no such proposed scheme, or it was decided already.")


class SchemeNeedsSecondPerson(NotAllowed):
    """Who proposed a scheme cannot decide it."""

    message = _("A scheme is decided by a second person, not by the one who proposed it.")


class SchemeMonthHasBegun(Conflict):
    """The first month of the scheme has begun: its rules are fixed."""

    message = _("{month} has begun: a scheme is decided before its first month begins.")


class MonthHasScheme(Conflict):
    """Another scheme was decided to begin with the same month."""

    message = _("A scheme that begins with {month} was decided already.")


def may_decide_schemes(by: Actor) -> bool:
    """Whether somebody may propose schemes and decide those of others."""
    return by.kind == "staff" and any(by.may(permission) for permission in DECIDERS)


@transaction.atomic
def propose_scheme(city_id: int, month: ScoreMonth, values: Mapping[str, Any], *, by: Actor) -> MarkScheme:
    """Propose a scheme from a month on; `values` as `SchemeContent.as_json` gives them.

    Raises NotYourWork, SchemeIsNotRight, SchemeMonthHasBegun, MonthHasScheme.
    """
    now = clock.now()
    if not may_decide_schemes(by):
        raise NotYourWork()
    content = content_from(values)
    _refuse_late(city_id, month.first_on, month.name, now)
    row = MarkScheme(
        city_id=city_id,
        from_on=month.first_on,
        content=content.as_json(),
        digest=content.digest,
        proposed_by_id=by.id,
        proposed_at=now,
    )
    row.save(force_insert=True)
    event = ScoreSchemeProposed(from_on=row.from_on.isoformat(), content=row.content, digest=row.digest)
    record(row, event, by=str(by), at=now)
    return row


@transaction.atomic
def decide_scheme(scheme_id: int, *, is_agreed: bool, by: Actor) -> MarkScheme:
    """Decide a proposed scheme as the second person.

    Raises NotYourWork, NoSuchScheme, SchemeNeedsSecondPerson, and for a scheme that is agreed to SchemeMonthHasBegun,
    MonthHasScheme.
    """
    if not may_decide_schemes(by):
        raise NotYourWork()
    row, now = _locked(scheme_id), clock.now()
    if row.proposed_by_id == by.id:
        raise SchemeNeedsSecondPerson()
    if is_agreed:
        _refuse_late(row.city_id, row.from_on, _name(row), now)
    return _settle(row, SchemeState.DECIDED if is_agreed else SchemeState.REFUSED, by, now)


@transaction.atomic
def withdraw_scheme(scheme_id: int, *, by: Actor) -> MarkScheme:
    """Withdraw one's own proposal. Raises NotYourWork, NoSuchScheme."""
    row, now = _locked(scheme_id), clock.now()
    if row.proposed_by_id != by.id or by.kind != "staff":
        raise NotYourWork()
    return _settle(row, SchemeState.WITHDRAWN, by, now)


def _locked(scheme_id: int) -> MarkScheme:
    row = MarkScheme.objects.select_for_update(no_key=True).filter(pk=scheme_id, state="proposed").first()
    if row is None:
        raise NoSuchScheme()
    return row


def _settle(row: MarkScheme, state: SchemeState, by: Actor, now: datetime) -> MarkScheme:
    row.state, row.decided_by_id, row.decided_at = state.value, by.id, now
    event = ScoreSchemeDecided(outcome=state.value, digest=row.digest, proposer=row.proposed_by_id)
    record(row, event, by=str(by), at=now, write=["state", "decided_by", "decided_at"])
    return row


def _refuse_late(city_id: int, first_on: date, name: str, now: datetime) -> None:
    if city.day_of(city_id, now) >= first_on:
        raise SchemeMonthHasBegun(month=name)
    if MarkScheme.objects.filter(city_id=city_id, from_on=first_on, state=SchemeState.DECIDED.value).exists():
        raise MonthHasScheme(month=name)


def _name(row: MarkScheme) -> str:
    return month_of(row.from_on).name
