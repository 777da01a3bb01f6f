"""Restates a month's marks after an appeal: the same snapshot, less what was upheld, as a further version."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthRestated
from peygir.outlook.scoring.actions.comparing import compare_restated
from peygir.outlook.scoring.actions.computing import ComputedMonth, TakenOut, compute_month
from peygir.outlook.scoring.actions.storing import store_marks, store_people
from peygir.outlook.scoring.mark_text import person_text, unit_text
from peygir.outlook.scoring.models import MarkAppeal, MarkVersion, ScoredMonth, UnitMark
from peygir.outlook.scoring.rules import content_from
from peygir.outlook.scoring.snapshot_text import unpacked
from peygir.outlook.scoring.stored_text import stored_people, stored_units
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
    month = appeal.month
    own = TakenOut(appeal.unit_id, appeal.indicator, appeal.case_id, appeal.why)
    computed = compute_version(month, [*taken_out_by(month.pk), own])
    before = _mark_before(month.pk, appeal.unit_id)
    units, people = stored_units(month.pk, month.version), set(stored_people(month.pk, month.version))
    version = MarkVersion(month=month, number=month.version + 1, at=now, digest=computed.digest)
    version.save(force_insert=True)
    changed = [
        result
        for result in computed.units
        if result.unit_id == appeal.unit_id or unit_text(result) != units.get(result.unit_id)
    ]
    store_marks(version, computed, changed)
    store_people(version, [person for person in computed.people if person_text(person) not in people])
    result = computed.of_unit(appeal.unit_id)
    after = result.mark if result is not None else None
    month.version = version.number
    event = ScoreMonthRestated(
        mark_version=version.number,
        appeal=appeal.pk,
        unit=appeal.unit_id,
        before=_text(before),
        after=_text(after),
        digest=version.digest,
    )
    record(month, event, by=str(by), at=now, write=["version"])
    compare_restated(version, computed, by=by, now=now)
    return Restated(version, before, after)


def _mark_before(month_id: int, unit_id: int) -> Decimal | None:
    """The unit's mark in the current version."""
    rows = UnitMark.objects.filter(month_id=month_id, unit_id=unit_id).order_by("-number")
    return rows.values_list("mark", flat=True).first()


def _text(mark: Decimal | None) -> str:
    return "" if mark is None else format(mark, "f")
