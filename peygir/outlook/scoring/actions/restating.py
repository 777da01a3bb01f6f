"""Restates a month's marks after an appeal: the same snapshot, less what was upheld, as a further version."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthRestated
from peygir.outlook.scoring.actions.computing import ComputedMonth, TakenOut, compute_month
from peygir.outlook.scoring.actions.storing import store_marks, store_people
from peygir.outlook.scoring.models import MarkAppeal, MarkVersion, ScoredMonth
from peygir.outlook.scoring.people_marks import PersonMark
from peygir.outlook.scoring.rules import content_from
from peygir.outlook.scoring.snapshot_text import unpacked
from peygir.outlook.scoring.words import AppealOutcome
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class Restated:
    """The new version, and the mark of the unit that appealed before and after; None for too little to say."""

    version: MarkVersion
    before: Decimal | None
    after: Decimal | None


def taken_out_by(month_id: int, *, up_to: int | None = None) -> list[TakenOut]:
    """Return what upheld appeals take out of a month's marks, in the order of their versions; one statement.

    `up_to` is the number of a version; None: the current one.
    """
    rows = MarkAppeal.objects.filter(month_id=month_id, outcome=AppealOutcome.UPHELD.value)
    if up_to is not None:
        rows = rows.filter(version__number__lte=up_to)
    return [TakenOut(row.unit_id, row.indicator, row.case_id, row.why) for row in rows.order_by("version__number")]


def compute_version(month: ScoredMonth, taken_out: list[TakenOut]) -> ComputedMonth:
    """Compute a month's marks from its stored snapshot. Raises SnapshotIsNotRight."""
    return compute_month(unpacked(bytes(month.snapshot.content)), content_from(month.scheme.content), taken_out)


def restate(appeal: MarkAppeal, *, by: Actor, now: datetime) -> Restated:
    """Add the next version of a locked month, without what this appeal is about; inside the caller's transaction.

    Other units change only where the scheme gives a missing part the value of the whole city.
    """
    month, known = appeal.month, taken_out_by(appeal.month_id)
    before = compute_version(month, known)
    own = TakenOut(appeal.unit_id, appeal.indicator, appeal.case_id, appeal.why)
    after = compute_version(month, [*known, own])
    version = MarkVersion(month=month, number=month.version + 1, at=now, digest=after.digest)
    version.save(force_insert=True)
    old = {result.unit_id: result for result in before.units}
    # A unit of which an appeal took the last row keeps a mark, of which there is nothing to say.
    changed = [
        result for result in after.units if result.unit_id == appeal.unit_id or result != old.get(result.unit_id)
    ]
    store_marks(version, after, changed)
    store_people(version, _changed_people(before, after))
    marks = [computed.of_unit(appeal.unit_id) for computed in (before, after)]
    was, is_now = (result.mark if result is not None else None for result in marks)
    month.version = version.number
    event = ScoreMonthRestated(
        mark_version=version.number,
        appeal=appeal.pk,
        unit=appeal.unit_id,
        before=_text(was),
        after=_text(is_now),
        digest=version.digest,
    )
    record(month, event, by=str(by), at=now, write=["version"])
    return Restated(version, was, is_now)


def _changed_people(before: ComputedMonth, after: ComputedMonth) -> list[PersonMark]:
    old = set(before.people)
    return [person for person in after.people if person not in old]


def _text(mark: Decimal | None) -> str:
    return "" if mark is None else format(mark, "f")
