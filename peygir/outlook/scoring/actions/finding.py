"""Finds the weak points of a month that is being closed, and takes what those responsible say of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreWeakPointAnswered, ScoreWeakPointFound
from peygir.outlook.scoring.actions.computing import ComputedMonth
from peygir.outlook.scoring.fairness.outcomes import MonthCells
from peygir.outlook.scoring.models import ScoredMonth, WeakPoint
from peygir.outlook.scoring.weak_point_rules import may_answer_weak_point
from peygir.outlook.scoring.words import WasItReal
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

if TYPE_CHECKING:
    from peygir.outlook.scoring.fairness.expectation import MixModel
    from peygir.outlook.scoring.fairness.weak_points import FoundWeakPoint


class NoSuchWeakPoint(Missing):
    """There is no such weak point."""

    message = _("There is no such weak point.")


class WeakPointNotYours(NotAllowed):
    """Neither the unit, nor one above it, nor the inspectorate."""

    message = _("Who leads the unit or one above it, or the inspectorate, says whether a weak point was real.")


class WeakPointIsAnswered(Conflict):
    """Somebody has answered before."""

    message = _("This weak point was answered already.")


class WeakPointAnswerIsUnknown(Invalid):
    """The answer is none of the known ones."""

    message = _("Please choose whether it was real.")


def find_weak_points(
    month: ScoredMonth,
    computed: ComputedMonth,
    mix: MonthCells,
    earlier: Sequence[MonthCells],
    models: "Mapping[str, MixModel]",
    *,
    by: Actor,
    now: datetime,
) -> list[WeakPoint]:
    """Store and record what got worse in a month; nothing without months before it."""
    from peygir.outlook.scoring.fairness.weak_points import weak_points

    if not earlier:
        return []
    rows = []
    for point in weak_points(mix, earlier, models, computed.rows, computed.mixes):
        row = _row(month, point)
        group = point.group
        place: dict[str, Any] = {"unit": group.unit_id} if group.unit_id else {"district": group.district}
        event = ScoreWeakPointFound(
            month=month.pk,
            indicator=group.indicator,
            topic=group.topic,
            observed=point.observed,
            expected=format(point.expected, "f"),
            **place,
        )
        row.save(force_insert=True)
        record(row, event, by=str(by), at=now)
        rows.append(row)
    return rows


def _row(month: ScoredMonth, point: "FoundWeakPoint") -> WeakPoint:
    group = point.group
    return WeakPoint(
        month=month,
        indicator=group.indicator,
        unit_id=group.unit_id or None,
        topic_code=group.topic,
        district_code=group.district,
        observed=point.observed,
        expected=point.expected,
        n=point.n,
        p_value=point.p_value,
        adjusted=point.adjusted,
        months=[[one.first_on.isoformat(), one.observed, round(one.expected, 2)] for one in point.months],
        cases=list(point.case_ids),
    )


@transaction.atomic
def answer_weak_point(weak_point_id: int, answer: str, *, by: Actor) -> WeakPoint:
    """Say of a weak point whether it was real.

    Raises NoSuchWeakPoint, WeakPointNotYours, OwnInterest, WeakPointIsAnswered, WeakPointAnswerIsUnknown.
    """
    row = WeakPoint.objects.select_for_update().filter(pk=weak_point_id).first()
    if row is None:
        raise NoSuchWeakPoint()
    if not may_answer_weak_point(by, row.unit_id):
        raise WeakPointNotYours()
    refuse_interested(by, unit_id=row.unit_id)
    if answer not in WasItReal.values() or answer == WasItReal.OPEN:
        raise WeakPointAnswerIsUnknown()
    if row.answer != WasItReal.OPEN:
        raise WeakPointIsAnswered()
    now = clock.now()
    row.answer, row.answered_by_id, row.answered_at = answer, by.id, now
    event = ScoreWeakPointAnswered(answer=answer)
    record(row, event, by=str(by), at=now, write=["answer", "answered_by", "answered_at"])
    return row
