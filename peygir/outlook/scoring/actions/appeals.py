"""A unit appeals against its mark, by case or by rule; two people of the committee decide, and a job restates."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreAppealDecided, ScoreAppealDecisionProposed, ScoreAppealMade
from peygir.outlook.scoring.actions.restating import RESTATE_MARKS
from peygir.outlook.scoring.appealing import may_appeal, may_decide_appeal, salted
from peygir.outlook.scoring.models import CaseEffect, MarkAppeal, MarkPart, ScoredMonth, UnitMark
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.words import AppealOutcome, PartState
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

LONGEST: Final = 2000
_PROPOSAL: Final = ("proposed", "proposed_by", "proposed_at", "answer")


class NothingToAppeal(Missing):
    """The mark has no such case, indicator or reason."""

    message = _("Nothing of this mark can be appealed about there.")


class AppealNotYours(NotAllowed):
    """The unit's manager appeals, and the inspectorate's committee decides."""

    message = _("The unit's manager appeals, and the committee of the inspectorate decides.")


class AppealIsLate(Conflict):
    """The days for appeals are over."""

    message = _("Appeals against the marks of {month} were taken for {days} days.")


class AppealHasNoReason(Invalid):
    """The reason is missing or too long."""

    message = _("Please give the reason in a few words, at most 2,000 characters.")


class AppealedBefore(Conflict):
    """The unit has appealed about the same thing."""

    message = _("The unit has appealed about this already.")


class AppealIsDecided(Conflict):
    """The appeal is decided already, or was withdrawn."""

    message = _("This appeal is decided already, or was withdrawn.")


class DecisionNeedsSecondPerson(NotAllowed):
    """Who proposed a decision cannot confirm it."""

    message = _("A decision is confirmed by a second person of the committee, not by the one who proposed it.")


class DecisionIsAnother(Conflict):
    """No decision is proposed, or another one than was read, or its answer was erased."""

    message = _("This decision is not proposed any more, or was changed meanwhile. Please read it again.")


@transaction.atomic
def appeal(
    month_id: int, unit_id: int, indicator: str, *, case_id: int | None = None, why: str = "", reason: str, by: Actor
) -> MarkAppeal:
    """Appeal for a unit about one case in an indicator, or about every case that counts for a reason (`why`).

    Raises AppealNotYours, NothingToAppeal, AppealIsLate, AppealHasNoReason, AppealedBefore.
    """
    now = clock.now()
    month = ScoredMonth.objects.select_for_update(no_key=True).filter(pk=month_id).first()
    if month is None:
        raise NothingToAppeal()
    if not may_appeal(by, unit_id):
        raise AppealNotYours()
    _refuse_late(month, now)
    _refuse_unknown(month, unit_id, indicator, case_id, why)
    row = MarkAppeal(
        month=month,
        unit_id=unit_id,
        indicator=indicator,
        case_id=case_id,
        why=why,
        reason=_worded(reason),
        salt=secrets.token_hex(16),
        made_by_id=by.id,
        made_at=now,
    )
    same = MarkAppeal.objects.filter(month=month, unit_id=unit_id, indicator=indicator, why=why)
    same = same.filter(case_id=case_id) if case_id is not None else same.filter(case_id__isnull=True)
    if same.exclude(outcome=AppealOutcome.WITHDRAWN.value).exists():
        raise AppealedBefore()
    row.save(force_insert=True)
    event = ScoreAppealMade(
        month=month.pk,
        unit=unit_id,
        indicator=indicator,
        note=salted(row.salt, row.reason),
        **({"case": case_id} if case_id is not None else {"why": why}),
    )
    record(row, event, by=str(by), at=now)
    return row


@transaction.atomic
def propose_decision(appeal_id: int, *, is_upheld: bool, answer: str, by: Actor) -> MarkAppeal:
    """Propose how to decide an appeal, in place of what was proposed before; another one of the committee confirms it.

    Raises AppealNotYours, NothingToAppeal, AppealHasNoReason, AppealIsDecided, OwnInterest.
    """
    row, now = _locked(appeal_id), clock.now()
    if not may_decide_appeal(by, unit_id=row.unit_id, made_by_id=row.made_by_id):
        raise AppealNotYours()
    refuse_interested(by, unit_id=row.unit_id)
    row.answer = _worded(answer)
    row.proposed = (AppealOutcome.UPHELD if is_upheld else AppealOutcome.REJECTED).value
    row.proposed_by_id, row.proposed_at = by.id, now
    row.salt = row.salt or secrets.token_hex(16)  # the first one went with the words of the case
    event = ScoreAppealDecisionProposed(outcome=row.proposed, note=salted(row.salt, row.answer))
    record(row, event, by=str(by), at=now, write=[*_PROPOSAL, "salt"])
    return row


@transaction.atomic
def confirm_decision(appeal_id: int, *, as_read: datetime, by: Actor) -> MarkAppeal:
    """Decide an appeal as the second person; for one that is upheld a job restates the marks, which takes minutes.

    `as_read`: when the decision was proposed that this person has read. Raises AppealNotYours, NothingToAppeal,
    AppealIsDecided, DecisionNeedsSecondPerson, DecisionIsAnother, OwnInterest.
    """
    row, now = _locked(appeal_id), clock.now()
    if not may_decide_appeal(by, unit_id=row.unit_id, made_by_id=row.made_by_id):
        raise AppealNotYours()
    refuse_interested(by, unit_id=row.unit_id)
    if not row.proposed or row.proposed_at != as_read or not row.answer:
        raise DecisionIsAnother()
    if row.proposed_by_id == by.id:
        raise DecisionNeedsSecondPerson()
    row.outcome, row.decided_by_id, row.decided_at = row.proposed, by.id, now
    event = ScoreAppealDecided(
        outcome=row.outcome, note=salted(row.salt, row.answer), proposer=int(row.proposed_by_id or 0)
    )
    record(row, event, by=str(by), at=now, write=["outcome", "decided_by", "decided_at"])
    if row.outcome == AppealOutcome.UPHELD:
        add_jobs(RESTATE_MARKS, [row.pk], queue=OUTSIDE_QUEUE)
    return row


@transaction.atomic
def withdraw_appeal(appeal_id: int, *, by: Actor) -> MarkAppeal:
    """Withdraw an appeal that is not decided, as the unit's manager. Raises AppealNotYours, NothingToAppeal, …"""
    row, now = _locked(appeal_id), clock.now()
    if not may_appeal(by, row.unit_id):
        raise AppealNotYours()
    row.outcome, row.decided_by_id, row.decided_at = AppealOutcome.WITHDRAWN.value, by.id, now
    row.proposed, row.proposed_by_id, row.proposed_at, row.answer = "", None, None, ""  # nobody confirms it any more
    event = ScoreAppealDecided(outcome=row.outcome)
    record(row, event, by=str(by), at=now, write=["outcome", "decided_by", "decided_at", *_PROPOSAL])
    return row


def _locked(appeal_id: int) -> MarkAppeal:
    """The month of an appeal, locked first, and the appeal. Raises NothingToAppeal, AppealIsDecided."""
    known = MarkAppeal.objects.filter(pk=appeal_id).values_list("month_id", flat=True).first()
    if known is None:
        raise NothingToAppeal()
    ScoredMonth.objects.select_for_update(no_key=True).get(pk=known)
    row = MarkAppeal.objects.select_for_update().get(pk=appeal_id)
    if row.outcome != AppealOutcome.OPEN:
        raise AppealIsDecided()
    return row


def _worded(text: str) -> str:
    text = text.strip()
    if not says_something(text) or len(text) > LONGEST:
        raise AppealHasNoReason()
    return text


def _refuse_late(month: ScoredMonth, now: datetime) -> None:
    content = content_kept(month.scheme.content)
    last = city.day_of(month.city_id, month.closed_at) + timedelta(days=content.appeal_days)
    if city.day_of(month.city_id, now) > last:
        raise AppealIsLate(month=month_of(month.first_on).name, days=content.appeal_days)


def _refuse_unknown(month: ScoredMonth, unit_id: int, indicator: str, case_id: int | None, why: str) -> None:
    """Refuse an appeal about what is not in the unit's present mark. Raises NothingToAppeal."""
    unit_mark = UnitMark.objects.filter(month=month, unit_id=unit_id).order_by("-number").first()
    if unit_mark is None or (case_id is None) == (not why):
        raise NothingToAppeal()
    parts = MarkPart.objects.filter(mark=unit_mark, indicator=indicator).exclude(state=PartState.SHOWN.value)
    effects = CaseEffect.objects.filter(part__in=parts)
    found = effects.filter(case_id=case_id) if case_id is not None else effects.filter(why=why)
    if not found.exists():
        raise NothingToAppeal()
